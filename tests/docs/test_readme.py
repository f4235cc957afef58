"""The README: two commands that work as they stand, and nothing that does not exist."""

import re
import struct

from msp_aigov.cli.app import COMMANDS

from .blocks import ROOT, blocks

README = (ROOT / "README.md").read_text(encoding="utf-8")
PICTURE = ROOT / "docs" / "demo.png"


def test_the_first_two_sh_blocks_run_the_demo_and_the_tests() -> None:
    first, second = (block.text.strip() for block in blocks("README.md") if block.language == "sh")
    setup = "python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt "
    assert first == f"{setup}. && .venv/bin/msp-aigov demo"
    assert second == f"{setup}-e '.[dev]' && .venv/bin/python -m pytest -n 2"


def test_the_windows_form_says_the_same() -> None:
    for block in blocks("README.md"):
        windows = block.text.strip().replace("python3 -m venv", "py -m venv").replace(" &&", ";")
        windows = re.sub(r"\.venv/bin/([\w-]+)", r".venv\\Scripts\\\1", windows)
        assert f"`{windows}`" in README


def test_it_fits_on_a_screen() -> None:
    assert len(README.splitlines()) <= 60


def test_the_ten_commands_to_begin_with_are_shown() -> None:
    shown = re.findall(r"^\| `msp-aigov ([a-z]+)", README, re.MULTILINE)
    assert len(shown) == 10 and set(shown) <= set(COMMANDS)


def test_the_picture_is_small_and_wide_enough_to_read() -> None:
    data = PICTURE.read_bytes()
    width, height = struct.unpack(">II", data[16:24])
    assert len(data) < 300_000 and width >= 1000 and height <= width
