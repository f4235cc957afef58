"""Running `msp-aigov endpoints` in this process, as the shell would."""

import json
import sys

import pytest

from msp_aigov.cli import app


def ran(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    """The exit code of one command line."""
    monkeypatch.setattr(sys, "argv", ["msp-aigov", "endpoints", *map(str, words)])
    try:
        return app.run()
    except SystemExit as end:
        return int(end.code or 0)


def assessed(monkeypatch, capfdbinary, *words):
    """The exit code, the endpoints of the only client, and what was said to the person."""
    code = ran(monkeypatch, "assess", *words, "-o", "json")
    out, err = capfdbinary.readouterr()
    return code, json.loads(out)["clients"][0]["endpoints"] if out else None, err.decode()
