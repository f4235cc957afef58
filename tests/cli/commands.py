"""The command line run in this process, as the console script runs it."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from msp_aigov.cli.app import run


@dataclass(frozen=True)
class Ended:
    """How a command ended: its code, its data, and what it said to the person."""

    code: int
    out: str
    err: str


class Command:
    """Runs `msp-aigov` with arguments and captures both streams."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, captured: Any) -> None:
        self._monkeypatch = monkeypatch
        self._captured = captured

    def __call__(self, *arguments: str | Path) -> Ended:
        """Run one command to its end."""
        self._monkeypatch.setattr(sys, "argv", ["msp-aigov", *map(str, arguments)])
        self._captured.readouterr()
        try:
            code: Any = run()
        except SystemExit as ended:
            code = ended.code or 0
        found = self._captured.readouterr()
        return Ended(int(code), found.out.decode(), found.err.decode())
