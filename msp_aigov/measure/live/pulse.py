"""A pulse beside a live run: whoever times a server cannot tell a slow answer from a stop of its own without one."""

import time
from threading import Event, Thread
from types import TracebackType
from typing import Self

BEAT_S = 0.05


class Pulse:
    """A thread that beats until the block ends; `stopped_ns` is the longest that this process stood still meanwhile."""

    def __init__(self) -> None:
        self.stopped_ns = 0
        self._over = Event()
        self._last = time.perf_counter_ns()
        self._thread = Thread(target=self._go_on, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()
        self._beat()

    def _go_on(self) -> None:
        while not self._over.wait(BEAT_S):
            self._beat()

    def _beat(self) -> None:
        now = time.perf_counter_ns()
        self.stopped_ns = max(self.stopped_ns, now - self._last - round(BEAT_S * 1e9))
        self._last = now
