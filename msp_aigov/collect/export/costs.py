"""Costs from exports: read in bounded memory, summed per AI resource, meter and day, all else as one line a day."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from msp_aigov.collect.export.layout import Layout, of_csv, of_names
from msp_aigov.collect.export.once import Shipment, once
from msp_aigov.collect.export.payload import ACCOUNTS, SAAS, Facts, parsed, told
from msp_aigov.collect.export.proof import proven
from msp_aigov.collect.export.resale import charges
from msp_aigov.collect.export.runs import ExportRun, runs_at
from msp_aigov.model.answers import Answer
from msp_aigov.model.money.resale import Charge
from msp_aigov.model.spend import ExportFile, PriceBasis
from msp_aigov.tables import operations
from msp_aigov.tables.files import Engine, FileSet, Frame, Progress, Rejects

SOURCE = "export.cost"
PER = "file"
ROLE = ""
UNREADABLE = "rows that cannot be read"
QUERIES = ("", UNREADABLE)
SAMPLE = 5
KEYS = ("run", "day", "subscription", "resource", "service", "publisher", "meter", "currency")
DAY, SUMS, FLAGS = ("run", "subscription", "day"), ("rows", "empty_cost"), ("any_partner", "any_negotiated")
AI_ONLY = ("resource", "service", "publisher", "meter")


class _Day(NamedTuple):
    """What one run holds of one day of one subscription."""

    run: int
    subscription: str
    day: date | None
    rows: int
    empty: int
    partner: bool
    negotiated: bool


@dataclass(frozen=True)
class Exported:
    """What exports say. `rows` is the payload; `unreadable` says in words what could not be read, `notes` what to
    know; `last` is the last day with costs. Of a partner's export `rows` is empty: `charges` hold everything but the
    partner's price."""

    rows: str
    unreadable: str
    notes: tuple[str, ...]
    last: date | None
    files: tuple[ExportFile, ...] = ()
    basis: PriceBasis = "unknown"
    charges: tuple[Charge, ...] = ()


def read(
    paths: Sequence[Path], services: Sequence[str], engine: Engine, progress: Progress, basis: PriceBasis = "unknown"
) -> Exported:
    """Read every export at these paths once; overlapping days count once. A known `basis` is taken as said."""
    runs = runs_at(paths)
    with ThreadPoolExecutor(1) as beside:
        hashes = {path: beside.submit(proven, path) for run in runs for path in run.paths}
        try:
            return _read(runs, services, engine, progress, basis, hashes)
        finally:
            beside.shutdown(cancel_futures=True)


def _read(
    runs: Sequence[ExportRun],
    services: Sequence[str],
    engine: Engine,
    progress: Progress,
    said: PriceBasis,
    hashes: dict[Path, "Future[str]"],
) -> Exported:
    layouts = [[_layout(path, engine) for path in run.paths] for run in runs]
    shipments = [_shipment(run, kinds) for run, kinds in zip(runs, layouts, strict=True)]
    frame = _for_ai(_stacked(runs, layouts, engine), services)
    flagged = operations.differing(operations.filled(frame, "partner"), "negotiated", "listed", "agreed")
    found = engine.held(operations.summed(flagged, KEYS, ("cost",), ("partner", "negotiated")), progress)
    days = [_Day(*row) for row in engine.rows(operations.regrouped(found, DAY, SUMS, FLAGS), progress)]
    rejects = engine.rejects(SAMPLE)
    kept, doubled = once(days, shipments)
    basis = _basis(days, said, layouts)
    exported = Exported(
        rows="[]",
        unreadable="; ".join((*_rejected(rejects), *_missing(runs, days, rejects.count))),
        notes=doubled,
        last=max((day.day for day in kept if day.day is not None), default=None),
        files=_files_of(runs, shipments, {path: future.result() for path, future in hashes.items()}),
        basis=basis,
    )
    if basis == "partner":
        retail = _for_ai(_stacked(runs, layouts, engine, retail=True), services)
        return replace(exported, charges=charges(retail, KEYS, engine, shipments, progress))
    if len(kept) < len(days):
        found = operations.among(found, ("run", "subscription", "day"), [(d.run, d.subscription, d.day) for d in kept])
    return replace(exported, rows=told(found, engine, progress))


def parse(answer: Answer) -> Sequence[Facts]:
    """Shape the sums into facts."""
    return () if answer.ask.query == UNREADABLE else parsed(answer.payload or "[]")


def _layout(path: Path, engine: Engine) -> Layout:
    return of_names(engine.names(str(path)), path) if path.suffix.lower() == ".parquet" else of_csv(path)


def _stacked(
    runs: Sequence[ExportRun], layouts: Sequence[Sequence[Layout]], engine: Engine, retail: bool = False
) -> Frame:
    """All runs, each under its number; the files of one run may differ in their columns."""
    frames = []
    for number, (run, kinds) in enumerate(zip(runs, layouts, strict=True)):
        alike: dict[Layout, list[Path]] = defaultdict(list)
        for path, layout in zip(run.paths, kinds, strict=True):
            alike[layout].append(path)
        scans = (engine.scan(_files(layout, paths, retail)) for layout, paths in alike.items())
        frames += [operations.labelled(scan, "run", number) for scan in scans]
    return operations.stacked(frames)


def _files(layout: Layout, paths: Sequence[Path], retail: bool) -> FileSet:
    kind: Literal["csv", "parquet"] = "csv" if layout.header else "parquet"
    columns = (*layout.columns, *layout.retail) if retail else layout.columns
    return FileSet(tuple(map(str, paths)), kind, columns, layout.header, layout.delimiter, layout.days)


def _for_ai(frame: Frame, services: Sequence[str]) -> Frame:
    """Only what may be AI keeps its resource and meter: the rest is one line per subscription and day."""
    flagged = operations.flagged(frame, "ai", {"resource": (ACCOUNTS, SAAS)}, {"service": services})
    return operations.blanked(flagged, AI_ONLY, "ai")


def _shipment(run: ExportRun, layouts: Sequence[Layout]) -> Shipment:
    return Shipment(run.name, run.kind or layouts[0].kind, run.scope, run.submitted)


def _basis(days: Sequence["_Day"], said: PriceBasis, layouts: Sequence[Sequence[Layout]]) -> PriceBasis:
    """A partner's export names the customer in its rows; an agreed price beside the list's says negotiated."""
    if any(day.partner for day in days):
        return "partner"  # whatever was said: this mistake cannot be taken back
    if said != "unknown":
        return said
    if any(day.negotiated for day in days):
        return "negotiated"
    priced = {column.name for run in layouts for each in run for column in each.columns if column.source}
    return "retail" if {"listed", "agreed"} <= priced and days else "unknown"


def _rejected(rejects: Rejects) -> Iterator[str]:
    said = [f"{item.file}{f' line {item.line}' if item.line else ''}: {item.reason}" for item in rejects.sample]
    if rejects.count:
        yield f"{rejects.count} rows cannot be read: {'; '.join(said)}"


def _files_of(
    runs: Sequence[ExportRun], shipments: Sequence[Shipment], proof: dict[Path, str]
) -> tuple[ExportFile, ...]:
    return tuple(
        ExportFile("/".join(path.parts[-2 if run.submitted else -1 :]), proof[path], shipment.kind, run.submitted)
        for run, shipment in zip(runs, shipments, strict=True)
        for path in run.paths
    )


def _missing(runs: Sequence[ExportRun], days: Sequence["_Day"], rejected: int) -> Iterator[str]:
    """What a manifest's number of rows tells is missing, and rows of tables without an amount or a day."""
    for number, run in enumerate(runs):
        own = [row for row in days if row.run == number]
        there = sum(row.rows for row in own)
        if not there and not rejected:
            yield f"{run.name}: holds no rows"
        if run.expected is not None and there + rejected < run.expected:
            yield f"{run.name}: {there} of {run.expected} rows are there"
        empty = sum(row.rows if row.day is None else row.empty for row in own)
        if empty:
            yield f"{run.name}: {empty} rows without a cost or day that can be read"
