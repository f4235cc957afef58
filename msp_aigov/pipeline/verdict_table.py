"""Verdicts of very many devices: judged once for each distinct hardware, joined back to every row in the engine."""

import csv
import tempfile
from collections.abc import Sequence
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
from msp_aigov.tables.files import Column, FileSet, Progress
from msp_aigov.tables.grouping import brought_back, bucketed, kinds

CODES: dict[VerdictKind, int] = {"ready": 0, "ready_after": 1, "replace": 2, "not_suitable": 3, "unknown": 4}
BUCKET, DISK = "disk_bucket", "disk_free"


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
    wanted = demands(workloads, rules, bounds)
    tables = opened(engine)
    try:
        whole = tables.scan(_files(path, shape))
        frame = bucketed(whole, DISK, BUCKET, shape.factor, _thresholds(wanted, bounds))
        keys = [*_names(shape.hardware, "h"), BUCKET]
        groups = tables.rows(kinds(frame, keys, DISK), progress)
        with tempfile.TemporaryDirectory() as folder:
            codes = Path(folder) / "codes.csv"
            columns = _judge(codes, groups, keys, shape, wanted, bounds)
            judged = tables.scan(FileSet((str(codes),), "csv", tuple(Column(n, n) for n in columns), tuple(columns)))
            back = brought_back(frame, judged, keys, _names(shape.ids, "id"), columns[len(keys) :])
            tables.write(back, str(out))
            rejected = tables.rejects(10).count  # some engines look again, at the codes' file too
        return Judged(sum(int(group[len(keys)]) for group in groups), len(groups), rejected)
    finally:
        tables.close()


def _files(path: Path, shape: Layout) -> FileSet:
    columns = [Column(name, source) for name, source in zip(_names(shape.ids, "id"), shape.ids, strict=True)]
    columns += [Column(name, source) for name, source in zip(_names(shape.hardware, "h"), shape.hardware, strict=True)]
    columns += [Column(DISK, shape.disk)]
    return FileSet((str(path),), "csv", tuple(columns), shape.header, shape.delimiter)


def _names(sources: Sequence[str], prefix: str) -> list[str]:
    return [f"{prefix}{number}" for number in range(len(sources))]


def _thresholds(wanted: Sequence[Demand], bounds: Limits) -> tuple[int, ...]:
    """Free disk in bytes at which a verdict may change, the minimum's first: between two all machines are the same."""
    return (bounds.disk_min_bytes, *(disk_needed(demand, bounds) for demand in wanted))


def _judge(
    codes: Path,
    groups: Sequence[tuple[Any, ...]],
    keys: Sequence[str],
    shape: Layout,
    wanted: Sequence[Demand],
    bounds: Limits,
) -> list[str]:
    """Write a code for each distinct machine and workload; the names of the columns written."""
    columns = [*keys, "minimum", *(f"w{number}" for number in range(1, len(wanted) + 1))]
    with codes.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        bench = _Bench(shape, wanted, bounds)
        for group in groups:
            told = bench.codes(group[: len(keys) - 1], group[len(keys) + 1])
            writer.writerow([*group[: len(keys)], *told])
    return columns


class _Bench:
    """Judges machines, each question once: a verdict knows free disk only as enough, too little or unknown."""

    def __init__(self, shape: Layout, wanted: Sequence[Demand], bounds: Limits) -> None:
        self._shape, self._wanted, self._bounds = shape, wanted, bounds
        self._needs = _thresholds(wanted, bounds)
        self._devices: dict[tuple[str, ...], Device] = {}
        self._told: dict[tuple[tuple[str, ...], int, bool | None], int] = {}

    def codes(self, hardware: Sequence[str], disk: float | None) -> list[int]:
        """The code of the minimum, then of each workload; `disk` is in the unit of its column."""
        key, free = tuple(hardware), None if disk is None else int(disk * self._shape.factor)
        return [self._code(key, free, number, need) for number, need in enumerate(self._needs)]

    def _code(self, hardware: tuple[str, ...], free: int | None, number: int, need: int) -> int:
        question = (hardware, number, None if free is None else free >= need)
        if question not in self._told:
            device = self._device(hardware)
            fact = Seen(free, "missing" if free is None else "read", self._shape.disk, "bytes")
            device = replace(device, facts=replace(device.facts, disk_free_bytes=fact))
            judged = fit(device, self._wanted[number - 1], self._bounds) if number else minimum(device, self._bounds)
            self._told[question] = CODES[judged.verdict]
        return self._told[question]

    def _device(self, hardware: tuple[str, ...]) -> Device:
        """The machine of one group, read by the same mapping and rules as a row of a small file."""
        if hardware not in self._devices:
            seen = replace(seen_of(self._shape, hardware), names=("group",), kind="device", reason="")
            grouped, _, _, _ = grouped_devices([seen])
            self._devices[hardware] = grouped[0][0]
        return self._devices[hardware]
