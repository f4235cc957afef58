"""The journal of writes: a line before and a line after each, on the disk before anything goes on."""

import json
import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from msp_aigov.act.budgets.plan import PlannedBudget
from msp_aigov.errors import RunError

Line = dict[str, object]


class Journal:
    """An append-only file of JSON lines, held by one process at a time; the system drops the lock when that dies."""

    def __init__(self, path: Path, plan: str, tool: str, now: Callable[[], datetime]) -> None:
        self._path, self._now, self._about = path, now, {"plan": plan, "tool_version": tool}
        self._lock = FileLock(f"{path}.lock")

    def __enter__(self) -> Self:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
            self._file = self._path.open("a+b")
        except Timeout as error:
            raise RunError(f"{self._path}: another `budget apply` is writing", "Wait until it has finished.") from error
        except OSError as error:
            self._lock.release()
            raise RunError(f"{self._path}: cannot be written: {error.strerror}", "Name another --journal.") from error
        self._end_torn_line()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        self._lock.release()

    def write(self, event: str, budget: PlannedBudget, **said: object) -> None:
        """Put one line on the disk; a journal that cannot be written stops everything."""
        line: Line = {"at": self._now().isoformat(), "event": event, **self._about, **key_of(budget)}
        line |= {"client": budget.client, "action": budget.action, **said}
        try:
            self._file.write(json.dumps(line).encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise RunError(
                f"{self._path}: cannot be written: {error.strerror}", "Nothing more was sent. Mend the disk."
            ) from error

    def unfinished(self) -> tuple[Line, ...]:
        """The last line of every write that was begun and whose outcome nobody wrote down."""
        begun: dict[tuple[str, ...], Line] = {}
        self._file.seek(0)
        for raw in self._file:
            line = _line(raw)
            key = tuple(str(line.get(name)) for name in ("provider", "scope", "name"))
            if line.get("event") == "before":
                begun[key] = line
            elif line.get("event") == "outcome":
                begun.pop(key, None)
        return tuple(begun.values())

    def _end_torn_line(self) -> None:
        """A process killed while writing leaves half a line; the next line must not be glued to it."""
        size = self._file.seek(0, os.SEEK_END)
        if size:
            self._file.seek(size - 1)
            if self._file.read(1) != b"\n":
                self._file.write(b"\n")


def key_of(budget: PlannedBudget) -> Mapping[str, str]:
    """What identifies a budget in the journal."""
    return {"provider": budget.provider, "scope": budget.scope, "name": budget.name}


def _line(raw: bytes) -> Line:
    try:
        line = json.loads(raw)
    except ValueError:
        return {}
    return line if isinstance(line, dict) else {}
