"""Programs that are asked for their words and do something else."""

import os
import time
from pathlib import Path

import psutil
import pytest

from msp_aigov.measure.probe import command
from msp_aigov.measure.probe.command import said


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program called `tool`, found before all others."""
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    return tmp_path / "tool"


def becomes(tool: Path, body: str) -> None:
    tool.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    tool.chmod(0o755)


def test_what_a_program_prints_is_read_whatever_its_bytes(tool: Path) -> None:
    becomes(tool, r"printf 'a\303\266\377'; echo noise >&2")
    assert said(["tool"]) == "aö\ufffd"


def test_a_program_is_asked_in_plain_english(tool: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    becomes(tool, "echo $LANG $LC_ALL")
    assert said(["tool"]) == "C C\n"


@pytest.mark.parametrize("body", ["exit 3", "echo half; exit 1", "kill -SEGV $$"])
def test_a_program_that_fails_says_nothing(tool: Path, body: str) -> None:
    becomes(tool, body)
    assert said(["tool"]) is None


def test_a_program_that_is_absent_or_none_says_nothing(tool: Path) -> None:
    assert said(["no-such-tool-anywhere"]) is None
    tool.write_bytes(b"\x7fELF but not really")
    tool.chmod(0o755)
    assert said(["tool"]) is None


@pytest.mark.parametrize("body", ["exec SLEEP", "SLEEP", "SLEEP & echo early", "exec >&-; exec SLEEP"])
def test_a_program_that_hangs_is_ended_with_all_it_started(tool: Path, body: str) -> None:
    own = f"20.{os.getpid()}"
    becomes(tool, body.replace("SLEEP", f"sleep {own}"))
    began = time.monotonic()
    assert said(["tool"], timeout_s=0.5) is None
    left = [each for each in psutil.process_iter(["cmdline"]) if each.info["cmdline"] == ["sleep", own]]
    psutil.wait_procs(left, timeout=5)
    assert time.monotonic() - began < 10 and not any(each.is_running() for each in left)


def test_a_program_that_does_not_stop_talking_is_cut_off(tool: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "LONGEST", 1000)
    becomes(tool, "while :; do echo yes; done")
    assert said(["tool"], timeout_s=20) is None
