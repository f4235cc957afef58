"""The two files of pins agree with each other and with pyproject.toml, and name no host."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)==(\S+)(?: ; (.+?))?(?: \\)?$", re.MULTILINE)


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def pins(name: str) -> set[tuple[str, str, str]]:
    return {(found[1], found[2], found[3] or "") for found in PIN.finditer(text(name))}


def declared() -> set[str]:
    """The distributions that pyproject.toml names: to run, for each extra, to build."""
    data = tomllib.loads(text("pyproject.toml"))
    project = data["project"]
    extras = [line for extra in project["optional-dependencies"].values() for line in extra]
    wanted = [*project["dependencies"], *extras, *data["build-system"]["requires"]]
    return {re.split(r"[<>=!~\[; ]", line, maxsplit=1)[0].lower().replace("_", "-") for line in wanted}


def test_everything_declared_is_pinned() -> None:
    assert declared() <= {name for name, _, _ in pins("constraints.txt")}


def test_both_files_pin_the_same() -> None:
    assert pins("requirements.txt") <= pins("constraints.txt")  # which holds every extra's too
    assert len(pins("constraints.txt")) == text("constraints.txt").count("\n")


def test_hashes_stand_in_one_file_only() -> None:
    assert "--hash" not in text(
        "constraints.txt"
    )  # pip cannot hash a local folder, so `pip install -c ... .` would fail
    unhashed = re.findall(r"^\S+==[^\n]*(?<!\\)$", text("requirements.txt"), re.MULTILINE)
    assert unhashed == []


@pytest.mark.parametrize("name", ["constraints.txt", "requirements.txt", "pyproject.toml"])
def test_no_host_and_no_index_is_named(name: str) -> None:
    assert not re.findall(r"https?://|file:|--(?:extra-)?index|--find-links|-f ", text(name))


def test_no_shipped_file_names_a_package_index() -> None:
    host = re.compile(r"\b(?:pypi\.org|pythonhosted\.org|npmjs\.(?:com|org)|crates\.io|nuget\.org)", re.IGNORECASE)
    files = [path for path in (ROOT / "msp_aigov").rglob("*") if path.suffix in (".csv", ".yaml", ".py", ".json")]
    assert files and [path.name for path in files if host.search(path.read_text(encoding="utf-8"))] == []
