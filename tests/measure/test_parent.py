"""Children that crash, hang, fail and babble."""

import sys
from pathlib import Path

import pytest

from msp_aigov.measure import parent


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A script that stands in for the child's interpreter."""
    script = tmp_path / "python"
    monkeypatch.setattr(sys, "executable", str(script))
    return script


def becomes(script: Path, body: str) -> None:
    script.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    script.chmod(0o755)


def test_a_segfault_is_a_crash_with_its_signal(child: Path) -> None:
    becomes(child, "kill -SEGV $$")
    outcome = parent.run({"job": "decoder"}, 10)
    assert (outcome.state, outcome.reason) == ("crashed", "the child process crashed (SIGSEGV)")


def test_a_child_that_hangs_is_stopped(child: Path) -> None:
    becomes(child, "exec sleep 30")
    assert parent.run({"job": "decoder"}, 0.2).state == "timeout"


def test_an_error_is_told_by_its_last_line(child: Path) -> None:
    becomes(child, "echo Traceback >&2; echo 'ImportError: no module' >&2; exit 1")
    assert parent.run({"job": "decoder"}, 10).reason == "ImportError: no module"


def test_words_of_a_library_before_the_result_are_passed_over(child: Path) -> None:
    becomes(child, """echo 'warning: hello'; echo '{"figure": 1}'""")
    outcome = parent.run({"job": "decoder"}, 10)
    assert (outcome.state, outcome.seen["figure"]) == ("ok", 1)


def test_bytes_that_are_no_text_do_not_hide_the_result(child: Path) -> None:
    becomes(child, r"""printf 'caf\351\n' >&2; printf 'caf\351\n{"figure": 1}\n'""")
    assert parent.run({"job": "decoder"}, 10).seen["figure"] == 1


def test_a_child_without_a_result_failed(child: Path) -> None:
    becomes(child, "echo 'no result'")
    assert parent.run({"job": "decoder"}, 10).state == "failed"


def test_a_child_knows_that_it_must_not_talk_to_anybody(child: Path) -> None:
    becomes(child, """echo "{\\"ci\\": \\"$CI\\"}" """)
    assert parent.run({"job": "decoder"}, 10).seen["ci"] == "true"


def test_without_an_interpreter_nothing_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert parent.run({"job": "decoder"}, 1).state == "failed"
