"""`init` writes a fleet folder that validates, and never over what is there."""

from pathlib import Path

import pytest

from msp_aigov.config.shipped import shipped
from tests.cli.commands import Command

pytestmark = pytest.mark.skipif(
    not list((shipped("templates") / "fleet").rglob("*.yaml")), reason="the template of a fleet folder is not here"
)


def test_what_init_writes_validates(msp: Command, tmp_path: Path) -> None:
    folder = tmp_path / "our-fleet"
    ended = msp("init", folder)
    assert ended.code == 0 and f"audit --fleet {folder}" in ended.err
    assert (folder / "fleet.yaml").is_file() and list((folder / "clients").glob("*.yaml"))
    again = msp("audit", "--fleet", folder, "--exit-zero", "--quiet", "-o", "json", "--client", "nobody")
    assert again.code == 2 and "no client nobody in this fleet" in again.err


def test_init_twice_keeps_what_is_there(msp: Command, tmp_path: Path) -> None:
    msp("init", tmp_path)
    (tmp_path / "fleet.yaml").write_text("name: mine\n")
    ended = msp("init", tmp_path)
    assert ended.code == 0
    assert "wrote" not in ended.out and f"kept {tmp_path / 'fleet.yaml'}" in ended.out
    assert (tmp_path / "fleet.yaml").read_text() == "name: mine\n"


def test_init_onto_a_file_is_a_usage_error(msp: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ended = msp("init", tmp_path / "file")
    assert ended.code == 2 and "cannot be written" in ended.err
