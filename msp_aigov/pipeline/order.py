"""What is asked of a run, and what it leaves."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from msp_aigov import __version__
from msp_aigov.azure.cloud import endpoints_named
from msp_aigov.errors import Crash
from msp_aigov.model.answers import Answer
from msp_aigov.model.client import Client, Fleet
from msp_aigov.model.document import Document
from msp_aigov.model.rules import Rules

Done = Callable[[Client, Answer], None]
PARTS = ("spend", "guardrails", "endpoints", "workloads")


def now() -> datetime:
    """The clock of the program, UTC, whole seconds; nothing else looks at the time."""
    return datetime.now(UTC).replace(microsecond=0)


def pause(seconds: float) -> None:
    """Wait before looking again."""
    time.sleep(seconds)


@dataclass(frozen=True)
class Order:
    """Whose clients, by which rules; where the fleet folder and its runs are; which parts; how to wait; the clock.

    `done` hears of every answer as it comes in, from several threads.
    """

    fleet: Fleet
    clients: tuple[Client, ...]
    rules: Rules
    folder: Path
    runs: Path
    parts: tuple[str, ...] = PARTS
    sleep: Callable[[float], None] = time.sleep
    done: Done = lambda client, answer: None
    clock: Callable[[], datetime] = now

    def identity(self) -> str:
        """What must be equal for a run to continue another: configuration, rules, program, clients, cloud, files."""
        digest = hashlib.sha256()
        parts = (self.fleet.digest, self.rules.digest, __version__, *self.parts, *(c.id for c in self.clients))
        parts += tuple(endpoints_named())
        files = [self.folder / file.path for client in self.clients for file in client.inventories]
        files += [self.folder / path for client in self.clients if client.azure for path in client.azure.from_]
        for part in (*parts, *map(_fingerprint, files)):
            digest.update(part.encode() + b"\0")
        return digest.hexdigest()


@dataclass(frozen=True)
class Finished:
    """What an audit left: the document, its folder, and the bugs caught on the way."""

    document: Document
    path: Path
    resumed: bool
    crashes: tuple[Crash, ...]


def _fingerprint(path: Path) -> str:
    """Size and time of a file, or of all in a folder: enough to see that one was replaced between two attempts."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    return "\n".join(f"{file} {_size_and_time(file)}" for file in files)


def _size_and_time(file: Path) -> str:
    try:
        stat = file.stat()
    except OSError:
        return "absent"
    return f"{stat.st_size} {stat.st_mtime_ns}"
