"""What a source offers."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol

from msp_aigov.model.answers import Answer


class Source(Protocol):
    """A module that reads one thing. `PER` is the kind of scope it is asked once for; `ROLE` the right it needs.

    Azure sources offer `fetch(session, ask) -> Wire` beside this, and `queries(today)` where one scope takes several.
    """

    SOURCE: str
    PER: str

    def parse(self, answer: Answer) -> Iterable[Any]:
        """Shape an answer that was read into facts; a ValueError says that it cannot be understood."""
        ...


def queries_of(source: Source, today: date) -> tuple[str, ...]:
    """The queries a source asks at each scope: one without words unless it says otherwise."""
    queries = getattr(source, "queries", None)
    return ("",) if queries is None else queries(today)
