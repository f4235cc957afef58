"""Every request that arrived and what became of it."""

import json
import threading
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from msp_aigov.errors import ConfigError

READ_ONLY_POSTS = ("/query", "/forecast", "/generatecostdetailsreport")


@dataclass(frozen=True)
class LogEntry:
    """One request; `tenant` is the bearer token's, or the one in the token endpoint's path; `status` 0 is no answer."""

    method: str
    path: str
    query: str
    status: int
    tenant: str
    body: str | None
    fault: str
    api: str


class RequestLog:
    """A thread-safe list of requests, copied line by line to a file when there is one."""

    def __init__(self, path: Path | None = None) -> None:
        self._entries: list[LogEntry] = []
        self._lock = threading.Lock()
        try:
            self._file = path.open("a", encoding="utf-8") if path else None
        except OSError as exc:
            raise ConfigError(f"{path}: {exc.strerror}", "The request log needs a file that can be written.") from exc

    @property
    def entries(self) -> tuple[LogEntry, ...]:
        """All requests so far, in the order in which they were answered."""
        with self._lock:
            return tuple(self._entries)

    def add(self, entry: LogEntry) -> None:
        """Remember one request."""
        with self._lock:
            self._entries.append(entry)
            if self._file and not self._file.closed:
                self._file.write(json.dumps(asdict(entry)) + "\n")
                self._file.flush()

    def counts(self) -> dict[tuple[str, str, str], int]:
        """How often each (tenant, method, path) was asked."""
        return dict(Counter((entry.tenant, entry.method, entry.path) for entry in self.entries))

    def writes(self) -> tuple[LogEntry, ...]:
        """The requests that would have changed something in Azure, refused ones included."""
        return tuple(entry for entry in self.entries if entry.api == "arm" and is_write(entry.method, entry.path))

    def close(self) -> None:
        """Close the file; later requests are still remembered."""
        with self._lock:
            if self._file:
                self._file.close()


def is_write(method: str, path: str) -> bool:
    """Whether a request changes Azure; a few named POSTs only read."""
    if method == "POST":
        return not path.lower().endswith(READ_ONLY_POSTS)
    return method not in ("GET", "HEAD", "OPTIONS")
