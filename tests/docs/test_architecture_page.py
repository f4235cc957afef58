"""docs/architecture.md names every room, every dependency, and every field that differs from run to run."""

import json
import re
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import world

from .blocks import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PACKAGE = ROOT / "msp_aigov"
IMPORTED_AS = {
    "azure-mgmt-resource-subscriptions": "azure.mgmt.resource.subscriptions",
    "nvidia-ml-py": "pynvml",
    "py-cpuinfo": "cpuinfo",
    "python-calamine": "python_calamine",
    "python-docx": "docx",
    "pyyaml": "yaml",
}


def rows(heading: str) -> dict[str, str]:
    """The table under a heading: first cell to second."""
    section = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return {found[1]: found[2] for found in re.finditer(r"^\| `([^`]+)` \| (.+) \|$", section, re.MULTILINE)}


def test_every_room_is_named() -> None:
    folders = {f"{path.parent.name}/" for path in PACKAGE.glob("*/__init__.py")}
    modules = {path.name for path in PACKAGE.glob("*.py") if not path.name.startswith("__")}
    assert set(rows("The rooms")) == folders | modules


def test_every_dependency_has_its_reason() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert set(rows("Dependencies")) == {re.split(r"[<>=!~\[; ]", line, maxsplit=1)[0] for line in declared}


def test_what_is_only_declared_is_said() -> None:
    words = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    for name, reason in rows("Dependencies").items():
        module = IMPORTED_AS.get(name, name.replace("-", "."))
        # One is run as a program, and found by its name only.
        named = rf"^\s*(?:from|import) {re.escape(module)}\b|\bfind_spec\(\"{re.escape(module)}\"\)"
        imported = re.search(named, words, re.MULTILINE) is not None
        assert imported != reason.startswith("declared, not yet imported"), name


def keys(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Every value with the keys that lead to it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from keys(inner, (*path, str(key)))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from keys(inner, (*path, str(number)))
    else:
        yield path, value


def test_only_the_named_fields_differ_between_two_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    section = PAGE.split("## What differs between two runs over the same input\n", 1)[1].split("\n## ", 1)[0]
    named = set(re.findall(r"`(\w+)`", " ".join(re.findall(r"^\|([^|]+)\|", section, re.MULTILINE))))
    data = world.changed(world.estate(), lambda subscription: subscription.pop("budgets"))
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    with world.simulated(data) as azure:
        world.enter(azure, monkeypatch)
        first = world.run_audit(folder).path
        time.sleep(1)  # a run's stamps are whole seconds
        second = world.run_audit(folder).path
    differing = set()
    for path in sorted(first.rglob("*.json")):
        before, after = (json.loads((run / path.relative_to(first)).read_text("utf-8")) for run in (first, second))
        differing |= {found for found, _ in set(keys(before)) ^ set(keys(after))}
    assert differing
    assert {path for path in differing if not named & set(path)} == set()
