"""The wheel holds what the program needs, and works where no clone is near."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from msp_aigov import __version__

ROOT = Path(__file__).parents[2]
BUILD = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree, built without a network."""
    folder = tmp_path_factory.mktemp("dist")
    built = subprocess.run(
        [sys.executable, "-c", BUILD, str(folder)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return folder / built.stdout.split()[-1]


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as an installer would lay it down."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def from_folder(folder: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program out of `folder`, whatever is installed here."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "msp_aigov", *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def shipped(folder: str) -> set[str]:
    """The files of a folder of the repository, as a clone would hold them."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_it_holds_the_package_and_everything_beside_it(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert shipped("msp_aigov") <= names
    assert {f"msp_aigov/_shipped/{name}" for name in shipped("templates") | shipped("sample_inventories")} <= names


def test_it_holds_nothing_of_the_workshop(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"msp_aigov", f"msp_aigov-{__version__}.dist-info"}


def test_its_metadata_names_the_command_and_the_licence(unpacked: Path) -> None:
    (about,) = unpacked.glob("*.dist-info")
    assert "msp-aigov = msp_aigov.__main__:main" in (about / "entry_points.txt").read_text(encoding="utf-8")
    assert "License-Expression: MIT" in (about / "METADATA").read_text(encoding="utf-8")
    assert (about / "licenses" / "LICENSE").is_file()


def test_it_runs_from_anywhere(unpacked: Path, tmp_path: Path) -> None:
    assert from_folder(unpacked, tmp_path, "--version").stdout == f"msp-aigov {__version__}\n"
    script = "import msp_aigov; print(msp_aigov.__file__)"
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}
    found = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert Path(found.stdout.strip()).is_relative_to(unpacked)


@pytest.mark.parametrize("home", ["wheel", "clone"])
def test_init_finds_its_templates(home: str, unpacked: Path, tmp_path: Path) -> None:
    done = from_folder(unpacked if home == "wheel" else ROOT, tmp_path, "init", "fleet")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "fleet" / "fleet.yaml").is_file()


def test_the_demo_runs_out_of_the_wheel(unpacked: Path, tmp_path: Path) -> None:
    done = from_folder(unpacked, tmp_path, "demo")
    assert done.returncode == 0, done.stderr
    assert len(list(tmp_path.glob("demo/runs/*/report/*.html"))) == 5
