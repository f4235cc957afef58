"""Progress on stderr: drawn for a person at a terminal, and of very long work a line now and then elsewhere."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from msp_aigov.model.answers import Answer
from msp_aigov.model.client import Client

SAY_EVERY = 25  # looks between two lines where nobody watches a terminal: about five seconds


class Reads:
    """Counts reads as they come in, and shows the count where somebody watches."""

    def __init__(self, show: bool) -> None:
        self._show = show
        self._lock = threading.Lock()
        self._read = self._gaps = 0
        self._width = 0

    def done(self, client: Client, answer: Answer) -> None:
        """One more answer about a client; called from several threads."""
        with self._lock:
            self._read += answer.state == "read"
            self._gaps += answer.state != "read"
            if self._show:
                self._draw(f"{client.id}: {self._read} read, {self._gaps} not readable   {answer.ask.source}")

    def _draw(self, words: str) -> None:
        line = words[:78]
        sys.stderr.write("\r" + line.ljust(self._width))
        sys.stderr.flush()
        self._width = len(line)

    def clear(self) -> None:
        """Take the line away again."""
        if self._show and self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()


@contextmanager
def reads(no_progress: bool) -> Iterator[Reads]:
    """The counter of one command; nothing is drawn without a terminal."""
    shown = Reads(sys.stderr.isatty() and not no_progress)
    try:
        yield shown
    finally:
        shown.clear()


@contextmanager
def share(doing: str) -> Iterator[Callable[[float], None]]:
    """What hears shares from 0 to 1 of one long piece of work, and shows them."""
    looks, width, watched = 0, 0, sys.stderr.isatty()

    def show(done: float) -> None:
        nonlocal looks, width
        looks += 1
        line = f"{doing}: {done:4.0%}"
        if watched:
            width = len(line)
            sys.stderr.write(f"\r{line}")
            sys.stderr.flush()
        elif looks % SAY_EVERY == 0:
            sys.stderr.write(f"{line}\n")

    try:
        yield show
    finally:
        if width:
            sys.stderr.write("\r" + " " * width + "\r")
            sys.stderr.flush()
