"""Costs from exports: read in bounded memory, summed per AI resource and day, everything else as one line a month."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from msp_aigov.collect.export.layout import Layout, of_csv, of_names
from msp_aigov.collect.export.runs import ExportRun, runs_at
from msp_aigov.model.answers import Answer
from msp_aigov.model.spend import CostLine
from msp_aigov.model.text import Money
from msp_aigov.tables import operations
from msp_aigov.tables.files import Engine, FileSet, Frame, Progress

SOURCE = "export.cost"
PER = "file"
ROLE = ""
UNREADABLE = "rows that cannot be read"
QUERIES = ("", UNREADABLE)
KINDS = ("FocusCost", "ActualCost", "AmortizedCost")  # the first kind found is read: they state the same money
SAMPLE = 5
KEYS = ("run", "ai", "day", "subscription", "resource", "service", "publisher", "currency")
ACCOUNTS = "/providers/microsoft.cognitiveservices/accounts/"


@dataclass(frozen=True)
class Exported:
    """What exports say. `rows` is the payload; `unreadable` says in words what could not be read, `notes` what to
    know; `last` is the last day with costs."""

    rows: str
    unreadable: str
    notes: tuple[str, ...]
    last: date | None


def read(paths: Sequence[Path], ai_services: Sequence[str], engine: Engine, progress: Progress) -> Exported:
    """Read every export at these paths once; overlapping months count once."""
    chosen, notes = _one_kind([(run, _layout(run, engine)) for run in runs_at(paths)])
    frames = [
        operations.labelled(engine.scan(_files(run, layout)), "run", number)
        for number, (run, layout) in enumerate(chosen)
    ]
    frame = _for_ai(operations.stacked(frames), ai_services)
    found = [_Row(*row) for row in engine.rows(operations.summed(frame, KEYS, "cost"), progress)]
    rejects = engine.rejects(SAMPLE)
    kept, doubled = _once(found, [run for run, _ in chosen])
    said = [f"{item.file}{f' line {item.line}' if item.line else ''}: {item.reason}" for item in rejects.sample]
    unreadable = f"{rejects.count} rows cannot be read: {'; '.join(said)}" if rejects.count else ""
    empty = sum(row.empty for row in found) + sum(row.rows for row in found if row.day is None)
    without = f"{empty} rows without a cost or day" if empty else ""
    short = "; ".join(filter(None, (unreadable, without, *_missing(chosen, found, rejects.count))))
    lines = sorted(row.line() for row in kept if row.day is not None)
    last = max((row.day for row in kept if row.day is not None), default=None)
    return Exported(f"[{','.join(lines)}]", short, (*notes, *doubled), last)


def parse(answer: Answer) -> Iterator[CostLine]:
    """Shape the sums into cost lines."""
    if answer.ask.query == UNREADABLE:
        return
    for day, subscription, resource, service, publisher, currency, cost in answer.json():
        yield CostLine(
            subscription=subscription,
            resource=resource,
            resource_type="microsoft.cognitiveservices/accounts" if ACCOUNTS in resource else "",
            service=service,
            publisher=publisher,
            day=date.fromisoformat(day),
            cost=Money(Decimal(str(cost)), currency),
        )


class _Row(NamedTuple):  # a dataclass takes four times as long to make
    run: int
    ai: bool
    day: date | None
    subscription: str
    resource: str
    service: str
    publisher: str
    currency: str
    total: Decimal | None
    rows: int
    empty: int

    def line(self) -> str:
        """JSON, made by hand for speed: there may be a million."""
        assert self.day is not None
        subscription = self.subscription.lower().removeprefix("/subscriptions/")
        words = (self.day.isoformat(), subscription, self.resource.lower(), self.service, self.publisher, self.currency)
        amount = f"{self.total or Decimal(0):.18f}".rstrip("0").rstrip(".")
        return f"{json.dumps(words)[:-1]}, {amount}]"


def _layout(run: ExportRun, engine: Engine) -> Layout:
    path = run.paths[0]
    return of_names(engine.names(str(path)), path) if path.suffix.lower() == ".parquet" else of_csv(path)


def _files(run: ExportRun, layout: Layout) -> FileSet:
    kind = "csv" if layout.header else "parquet"
    paths = tuple(str(path) for path in run.paths)
    return FileSet(paths, kind, layout.columns, layout.header, layout.delimiter, layout.us_days)  # type: ignore[arg-type]


def _for_ai(frame: Frame, services: Sequence[str]) -> Frame:
    """Only AI keeps its resource and day of the month: the rest is one line per subscription, service apart."""
    flagged = operations.flagged(frame, "ai", {"resource": [ACCOUNTS]}, {"service": list(services)})
    return operations.blanked(flagged, ("resource", "publisher", "service"), "ai")


def _one_kind(runs: list[tuple[ExportRun, Layout]]) -> tuple[list[tuple[ExportRun, Layout]], tuple[str, ...]]:
    kinds = {(run.kind or layout.kind).lower() for run, layout in runs}
    kind = next((kind for kind in KINDS if kind.lower() in kinds), KINDS[0])
    kept = [(run, layout) for run, layout in runs if (run.kind or layout.kind).lower() == kind.lower()]
    left = [run.name for run, layout in runs if (run.kind or layout.kind).lower() != kind.lower()]
    return kept, tuple(f"{name}: states the same costs another way, left out for {kind}" for name in left)


def _once(rows: Sequence[_Row], runs: Sequence[ExportRun]) -> tuple[list[_Row], tuple[str, ...]]:
    """Of runs that hold the same month of the same subscription only one counts: the newest, the fullest."""
    held: dict[tuple[str, str], dict[int, list[_Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        month = row.day.isoformat()[:7] if row.day else ""
        held[row.subscription.lower(), month][row.run].append(row)
    kept: list[_Row] = []
    notes: set[str] = set()
    for (subscription, month), by_run in sorted(held.items()):
        best = max(by_run, key=_freshness(by_run, runs))
        kept += by_run[best]
        for other in sorted(set(by_run) - {best}):
            notes.add(f"{month} of {subscription}: also in {runs[other].name}, counted once from {runs[best].name}")
    return kept, tuple(sorted(notes))


def _freshness(by_run: dict[int, list[_Row]], runs: Sequence[ExportRun]) -> Callable[[int], tuple[Any, ...]]:
    def key(number: int) -> tuple[Any, ...]:
        days = [row.day for row in by_run[number] if row.day]
        count = sum(row.rows for row in by_run[number])
        return runs[number].submitted, max(days, default=date.min), count, runs[number].name

    return key


def _missing(chosen: Sequence[tuple[ExportRun, Layout]], rows: Sequence[_Row], rejected: int) -> Iterator[str]:
    """A manifest says how many rows there are; fewer read means a damaged copy, or rows that were said already."""
    for number, (run, _) in enumerate(chosen):
        read_rows = sum(row.rows for row in rows if row.run == number)
        if run.expected is not None and read_rows < run.expected and not rejected:
            yield f"{run.name}: {read_rows} of {run.expected} rows are there"
