"""Every recipe of docs/extending.md works: applied to a copy of the repository, its test passes there."""

import os
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from .blocks import ROOT, Block, blocks

PARTS = ("msp_aigov", "templates", "sample_inventories", "tests", "pyproject.toml")
HOUSE = "tests/test_architecture.py"


def recipes() -> dict[str, list[Block]]:
    """The marked blocks of each section."""
    found: dict[str, list[Block]] = defaultdict(list)
    for block in blocks("docs/extending.md"):
        found[block.section].append(block)
    return found


RECIPES = recipes()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what the recipes touch."""
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_there_is_a_recipe_for_every_kind_of_thing() -> None:
    kinds = ("check", "Azure source", "simulated API", "inventory product", "report format", "page", "command")
    assert [section.split(" ", 1)[1] for section in RECIPES] == list(kinds)


@pytest.mark.parametrize("section", RECIPES)
def test_a_recipe_is_new_files_one_registry_and_one_test(section: str) -> None:
    recipe = RECIPES[section]
    new = [block for block in recipe if block.language != "diff"]
    assert [block.file for block in new if (ROOT / block.file).exists()] == [], "the recipe needs another example"
    assert len([block for block in new if block.file.startswith(("msp_aigov/", "templates/"))]) == 1
    assert len([block for block in new if Path(block.file).name.startswith("test_")]) == 1
    changed = [block for block in recipe if block.language == "diff"]
    # An inventory product has no registry: its folder is read. All others name what they add, once or with an import.
    assert len(changed) == (0 if "inventory" in section else 1)
    assert all(1 <= _added(block) <= 2 for block in changed)


@pytest.mark.parametrize("section", RECIPES)
def test_a_recipe_works(section: str, copy: Path) -> None:
    for block in RECIPES[section]:
        apply(block, copy)
    test = next(block.file for block in RECIPES[section] if Path(block.file).name.startswith("test_"))
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", test, f"{HOUSE}::{house_test(section)}"]
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def house_test(section: str) -> str:
    """The test of the house that looks for this kind of thing."""
    kinds = {
        "An Azure source": "source",
        "A simulated API": "simulated_api",
        "An inventory product": "inventory_reader",
    }
    name = kinds.get(section, section.split(" ", 1)[1].replace(" ", "_"))
    return f"test_every_{name}_is_registered"


def apply(block: Block, folder: Path) -> None:
    """Write a new file, or add a diff's lines to an existing one."""
    path = folder / block.file
    if block.language == "diff":
        path.write_text(patched(path.read_text(encoding="utf-8"), block), encoding="utf-8")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".py" and path.is_relative_to(folder / "tests"):
        (path.parent / "__init__.py").touch()
    path.write_text(block.text, encoding="utf-8")


def patched(words: str, block: Block) -> str:
    """A `+` goes below the line before it; after a `-`, the beginning of a line, it takes that beginning's place."""
    lines, at, begins = words.splitlines(), 0, ""
    for line in block.text.splitlines():
        mark, rest = line[:1], line[1:]
        if mark == "+" and begins:
            lines[at], begins = rest + lines[at].removeprefix(begins), ""
        elif mark == "+":
            lines.insert(at := at + 1, rest)
        else:
            found = [
                number for number, here in enumerate(lines) if here == rest or mark == "-" and here.startswith(rest)
            ]
            assert len(found) == 1, f"{block.file} has no single line {rest!r}"
            at, begins = found[0], rest if mark == "-" else ""
    return "\n".join(lines) + "\n"


def _added(block: Block) -> int:
    return sum(line.startswith("+") for line in block.text.splitlines())
