"""Verdicts of very many devices: judged once for each distinct hardware, joined back to every row in the engine."""

import csv
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from msp_aigov.assess.endpoints.demand import Demand, demands
from msp_aigov.assess.endpoints.fit import disk_needed, fit
from msp_aigov.assess.endpoints.join import grouped_devices
from msp_aigov.assess.endpoints.limits import Limits, limits
from msp_aigov.assess.endpoints.minimum import minimum
from msp_aigov.collect.inventory.layout import Layout, layout, seen_of
from msp_aigov.model.device import Device, VerdictKind
from msp_aigov.model.rules import Rules
from msp_aigov.model.seen import Seen
from msp_aigov.model.workload import Workload
from msp_aigov.tables.engines import opened
from msp_aigov.tables.files import Column, Engine, FileSet, Frame, Progress, Written
from msp_aigov.tables.grouping import Question, brought_back, kinds, numbered

CODES: dict[VerdictKind, int] = {"ready": 0, "ready_after": 1, "replace": 2, "not_suitable": 3, "unknown": 4}
OUT_OF_SCOPE = 5  # what the inventory says is no computer
DISK = "disk_free"
DISKS = (2**50, 1, None)  # bytes: enough for anything, too little for anything, and not known
FIRST_ROWS = 200_000


@dataclass(frozen=True)
class Judged:
    """How many rows there were, how many different machines among them, and how many rows could not be read."""

    rows: int
    distinct: int
    rejected: int


def write_verdicts(
    path: Path, out: Path, workloads: Sequence[Workload], rules: Rules, engine: str, progress: Progress
) -> Judged:
    """Judge every row of one CSV and write its ids and verdict codes as Parquet; the minimum first."""
    bounds, shape = limits(rules), layout(path)
    bench = _Bench(shape, demands(workloads, rules, bounds), bounds)
    tables = opened(engine)
    try:
        frame = numbered(tables.scan(_files(path, shape)), DISK, shape.disk.mark, shape.disk.unit)
        machines = _machines(tables, frame, shape, progress)
        written = _written(tables, frame, bench, machines, out, progress)
        if written.lacking:  # a machine that the first rows did not show
            machines = tables.rows(kinds(frame, _keys(shape)), progress)
            written = _written(tables, frame, bench, machines, out, progress)
        rejected = tables.rejects(0).count  # some engines look again, at the codes' file too
        return Judged(written.rows, len(machines), rejected)
    finally:
        tables.close()


def _machines(tables: Engine, frame: Frame, shape: Layout, progress: Progress) -> list[tuple[Any, ...]]:
    """The different machines, each with how many rows there are of it at least.

    Most fleets hold few. Where none of the first rows is the only one of its kind, hardly another kind is to come.
    """
    first = tables.rows(kinds(frame.head(FIRST_ROWS), _keys(shape)), progress)
    counts = [row[-1] for row in first]
    if sum(counts) < FIRST_ROWS or min(counts) > 1:
        return first
    return tables.rows(kinds(frame, _keys(shape)), progress)


def _files(path: Path, shape: Layout) -> FileSet:
    ids, hardware = _names(shape.ids, "id"), zip(_keys(shape), shape.hardware or ("",), strict=True)
    columns = [Column(name, source) for name, source in zip(ids, shape.ids, strict=True)]
    columns += [Column(name, source) for name, source in hardware]
    columns += [Column(DISK, shape.disk.column)]
    return FileSet((str(path),), "csv", tuple(columns), shape.header, shape.delimiter)


def _names(sources: Sequence[str], prefix: str) -> list[str]:
    return [f"{prefix}{number}" for number in range(len(sources))]


def _keys(shape: Layout) -> list[str]:
    """The columns that tell machines apart; an empty one where the file has none."""
    return _names(shape.hardware or ("",), "h")


def _written(
    tables: Engine, frame: Frame, bench: "_Bench", machines: Sequence[Sequence[Any]], out: Path, progress: Progress
) -> Written:
    """Judge the machines and write every row with the codes of its own."""
    keys, questions = _keys(bench.shape), bench.questions()
    columns = [*keys, *(name for one in questions for name in one.columns)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "codes.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(bench.judged([row[: len(keys)] for row in machines]))
        judged = tables.scan(FileSet((str(path),), "csv", tuple(Column(n, n) for n in columns), tuple(columns)))
        back = brought_back(frame, judged, keys, _names(bench.shape.ids, "id"), DISK, questions)
        return tables.write(back, str(out), questions[0].name, progress)


class _Bench:
    """Judges machines: a verdict knows free disk only as enough, too little or unknown."""

    def __init__(self, shape: Layout, wanted: Sequence[Demand], bounds: Limits) -> None:
        self.shape, self._wanted, self._bounds = shape, wanted, bounds
        self._needs = (bounds.disk_min_bytes, *(disk_needed(demand, bounds) for demand in wanted))

    def questions(self) -> list[Question]:
        """The minimum, then each workload, by the free disk that each needs in the unit of its column."""
        names = ["minimum", *(f"w{number}" for number in range(1, len(self._needs)))]
        factor = self.shape.disk.factor or 1
        return [
            Question(name, need / factor, f"{name}_enough", f"{name}_short", f"{name}_unknown")
            for name, need in zip(names, self._needs, strict=True)
        ]

    def judged(self, machines: Sequence[Sequence[str]]) -> Iterator[list[str | int]]:
        """The cells of each machine, then each question's code: with enough disk, with too little, and not known."""
        told = [machine[: len(self.shape.hardware)] for machine in machines]
        for machine, seen in zip(machines, seen_of(self.shape, told), strict=True):
            grouped, _, _, _ = grouped_devices([replace(seen, names=("machine",))])
            codes = self._codes(grouped[0][0]) if grouped else [OUT_OF_SCOPE] * len(DISKS) * len(self._needs)
            yield [*machine, *codes]

    def _codes(self, device: Device) -> Iterator[int]:
        facts = [Seen(free, "read" if free else "missing", self.shape.disk.column, "bytes") for free in DISKS]
        cases = [replace(device, facts=replace(device.facts, disk_free_bytes=fact)) for fact in facts]
        for number in range(len(self._needs)):
            yield from (CODES[self._verdict(number, case)] for case in cases)

    def _verdict(self, number: int, device: Device) -> VerdictKind:
        if number:
            return fit(device, self._wanted[number - 1], self._bounds).verdict
        return minimum(device, self._bounds).verdict
