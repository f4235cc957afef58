"""Errors a person can mend, and the one place that turns a crash into a value."""

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


class AigovError(Exception):
    """Something the user can mend: what is wrong, and how to put it right."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ConfigError(AigovError):
    """Mistakes in what the user wrote, each as `file:line: what was expected`."""

    def __init__(self, message: str | Sequence[str], hint: str = "") -> None:
        self.mistakes = (message,) if isinstance(message, str) else tuple(message)
        super().__init__("\n".join(self.mistakes), hint)


class InventoryError(AigovError):
    """An inventory file, or a row of one, that cannot be read."""


class RunError(AigovError):
    """A run folder that is missing, locked, altered or not to be written."""


@dataclass(frozen=True)
class Crash:
    """A bug caught at a boundary: where it happened, and the trace to paste into an issue."""

    where: str
    message: str
    trace: str


@dataclass(frozen=True)
class Guarded(Generic[T]):
    """What a guarded call gave: its value, or the crash that took its place."""

    value: T | None
    crash: Crash | None = None


def guarded(where: str, call: Callable[[], T]) -> Guarded[T]:
    """Run `call`; a bug in it becomes a `Crash`, so that everything else goes on. Mendable errors pass through."""
    try:
        return Guarded(call())
    except AigovError:
        raise
    except Exception as error:  # noqa: BLE001 - the one broad except of the program
        return Guarded(None, Crash(where, f"{type(error).__name__}: {error}", traceback.format_exc()))
