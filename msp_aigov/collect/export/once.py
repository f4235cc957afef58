"""What several runs of exports hold counts once."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar

KINDS = ("focuscost", "actualcost", "amortizedcost")  # they state the same money; the first that is there counts


class Dated(Protocol):
    """A group of rows: which run, which subscription and day, and how many."""

    @property
    def run(self) -> int:
        """The number of its run."""

    @property
    def subscription(self) -> str:
        """Its subscription, as the export writes it."""

    @property
    def day(self) -> date | None:
        """Its day, if it has one."""

    @property
    def rows(self) -> int:
        """How many rows it sums up."""


@dataclass(frozen=True)
class Shipment:
    """A run as its name, its kind of costs, the scope it covers and when it was written, as far as known."""

    name: str
    kind: str
    scope: str
    submitted: str


Rows = TypeVar("Rows", bound=Dated)


def once(rows: Sequence[Rows], runs: Sequence[Shipment]) -> tuple[list[Rows], tuple[str, ...]]:
    """The rows to count: within a month of a subscription the best run counts from its first day to its last, another
    only for days outside, and what is left out is said."""
    held: dict[tuple[str, str], dict[int, list[Rows]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.day is not None:
            subscription = row.subscription.lower().removeprefix("/subscriptions/")
            held[subscription, row.day.isoformat()[:7]][row.run].append(row)
    kept: list[Rows] = []
    notes: set[str] = set()
    for (subscription, month), by_run in sorted(held.items()):
        counted: list[tuple[int, date, date]] = []
        for number in sorted(by_run, key=_worth(by_run, runs), reverse=True):
            before = [one for one in counted if not _apart(runs[number].scope, runs[one[0]].scope)]
            days = [row.day for row in by_run[number] if row.day]
            own = [row for row in by_run[number] if row.day and not _within(row.day, before)]
            kept += own
            if len(own) < len(by_run[number]):
                best = runs[before[0][0]]
                notes.add(_note(f"{month} of {subscription or 'no subscription'}", runs[number], best))
            counted.append((number, min(days), max(days)))
    return kept, tuple(sorted(notes))


def _within(day: date, spans: Sequence[tuple[int, date, date]]) -> bool:
    return any(first <= day <= last for _, first, last in spans)


def _apart(one: str, other: str) -> bool:
    """Two scopes inside subscriptions, neither in the other, share no charge."""
    both = one.startswith("/subscriptions/") and other.startswith("/subscriptions/")
    return both and not f"{one}/".startswith(f"{other}/") and not f"{other}/".startswith(f"{one}/")


def _note(what: str, left: Shipment, best: Shipment) -> str:
    if left.kind.lower() != best.kind.lower():
        return f"{what}: {left.name} states the same costs another way, left out for {best.kind}"
    return f"{what}: also in {left.name}, counted once from {best.name}"


def _worth(by_run: dict[int, list[Rows]], runs: Sequence[Shipment]) -> Callable[[int], tuple[Any, ...]]:
    def key(number: int) -> tuple[Any, ...]:
        days = [row.day for row in by_run[number] if row.day]
        kind = runs[number].kind.lower()
        rank = KINDS.index(kind) if kind in KINDS else len(KINDS)
        count = sum(row.rows for row in by_run[number])
        return -rank, runs[number].submitted, max(days), count, runs[number].name

    return key
