"""Errors a person can mend pass through; a bug becomes a value with its place and trace."""

import pytest

from msp_aigov.errors import AigovError, ConfigError, Crash, InventoryError, RunError, guarded


def test_a_call_that_works_gives_its_value_and_no_crash() -> None:
    done = guarded("here", lambda: 5)
    assert (done.value, done.crash) == (5, None)


def test_a_bug_becomes_a_value_that_says_where_and_what() -> None:
    done = guarded("check X", lambda: [5][1])
    assert done.value is None
    assert isinstance(done.crash, Crash)
    assert (done.crash.where, done.crash.message) == ("check X", "IndexError: list index out of range")
    assert "test_errors.py" in done.crash.trace


@pytest.mark.parametrize("kind", [AigovError, ConfigError, InventoryError, RunError])
def test_an_error_that_a_person_can_mend_passes_through(kind: type[AigovError]) -> None:
    def fail() -> None:
        raise kind("mend me")

    with pytest.raises(kind, match="mend me"):
        guarded("here", fail)


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
def test_an_interruption_passes_through(kind: type[BaseException]) -> None:
    def fail() -> None:
        raise kind

    with pytest.raises(kind):
        guarded("here", fail)


def test_an_error_holds_its_message_and_hint() -> None:
    error = RunError("what is wrong", "how to mend it")
    assert (str(error), error.message, error.hint) == ("what is wrong", "what is wrong", "how to mend it")


def test_mistakes_of_a_configuration_are_one_or_many() -> None:
    assert ConfigError("one").mistakes == ("one",)
    many = ConfigError(["one", "two"])
    assert (many.mistakes, many.message) == (("one", "two"), "one\ntwo")
