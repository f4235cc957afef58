"""A command to run, and a finished run to print."""

from pathlib import Path
from typing import Any

import pytest

from tests import world
from tests.cli.commands import Command


@pytest.fixture
def msp(monkeypatch: pytest.MonkeyPatch, capsysbinary: Any) -> Command:
    """The command line of this process."""
    return Command(monkeypatch, capsysbinary)


@pytest.fixture(scope="session")
def in_order(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fleet folder whose client's devices are in order and who has no Azure: nothing unknown, nothing failed."""
    folder = tmp_path_factory.mktemp("in-order")
    file = world.client_file()
    del file["azure"]
    return world.write_fleet(folder, {"one": file})


@pytest.fixture(scope="session")
def finished(in_order: Path) -> Path:
    """A finished run of it."""
    return world.run_audit(in_order).path
