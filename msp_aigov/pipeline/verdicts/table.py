"""From one CSV of any size to one Parquet of ids and verdict codes."""

import csv
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msp_aigov.assess.endpoints.demand import demands
from msp_aigov.assess.endpoints.limits import limits
from msp_aigov.collect.inventory.layout import Layout, layout
from msp_aigov.errors import ConfigError
from msp_aigov.model.rules import Rules
from msp_aigov.model.workload import Workload
from msp_aigov.pipeline.verdicts.judge import Judge
from msp_aigov.record.atomic import whole
from msp_aigov.tables.engines import opened
from msp_aigov.tables.files import Column, Engine, FileSet, Frame, Progress, Rejects, Written
from msp_aigov.tables.grouping import Figures, Question, brought_back, kinds, put_beside, with_amount

DISK = "disk_free"
MOST_DISK = 2**50  # bytes; more is a wrong unit, as for one device
FIRST_ROWS = 200_000
FEW = 1_000  # different machines; so many are judged before their spellings are told from each other
SHOWN = 10  # rows that could not be read

Spelled = tuple[Sequence[str], Sequence[Sequence[Any]]]
"""Columns, and the different cells in them: a number that stands for cells is the place of the first that say so."""


@dataclass(frozen=True)
class Judged:
    """How many rows there were, how many kinds of machine among them, and the rows that could not be read."""

    rows: int
    kinds: int
    rejects: Rejects


def write_verdicts(
    path: Path, out: Path, workloads: Sequence[Workload], rules: Rules, engine: str, progress: Progress
) -> Judged:
    """Judge every row of one CSV and write its ids and verdict codes as Parquet; the minimum first."""
    bounds, shape = limits(rules), layout(path)
    if out.resolve() == path.resolve():
        raise ConfigError(f"{out}: the verdicts would take the place of the inventory", "Name another file with --out.")
    judge = Judge(shape, demands(workloads, rules, bounds), bounds)
    tables = opened(engine)
    try:
        with tempfile.TemporaryDirectory() as folder, whole(out) as unfinished:
            table = _Table(tables, path, shape, judge, Path(folder), progress)
            written, machines = table.written(unfinished, FIRST_ROWS)
            if written.lacking:  # a machine that the first rows did not show
                written, machines = table.written(unfinished, None)
            rejects = tables.rejects(SHOWN)  # some engines look again, at the small files too
        return Judged(written.rows, machines, rejects)
    finally:
        tables.close()


class _Table:
    """The rows of one file in an engine. `first` is how many of them are looked at before all are; None for all."""

    def __init__(
        self, tables: Engine, path: Path, shape: Layout, judge: Judge, folder: Path, progress: Progress
    ) -> None:
        self._tables, self._shape, self._judge, self._folder, self._progress = tables, shape, judge, folder, progress
        # A file that tells of no hardware still has machines, all of one kind.
        self._hardware = shape.hardware or ("",)
        self._ids = [f"id{number}" for number in range(len(shape.ids))]
        names = [f"h{number}" for number in range(len(self._hardware))]
        self._keys = dict(zip(self._hardware, names, strict=True))
        columns = [*zip(self._ids, shape.ids, strict=True), *zip(names, self._hardware, strict=True)]
        disks = {f"disk{number}": disk for number, disk in enumerate(shape.disks)}
        columns += [(name, disk.column) for name, disk in disks.items()]
        # By their places: an engine does not tell names apart that differ in case only.
        places = {"": "", **{name: f"column{number}" for number, name in enumerate(shape.header, 1)}}
        chosen = tuple(Column(name, places[source]) for name, source in columns)
        header = tuple(f"column{number}" for number in range(1, len(shape.header) + 1))
        rows = tables.scan(FileSet((str(path),), "csv", chosen, header, shape.delimiter))
        figures = [Figures(name, disk.factor, disk.mark, disk.unit) for name, disk in disks.items()]
        self._frame = with_amount(rows, DISK, figures, MOST_DISK)

    def written(self, out: Path, first: int | None) -> tuple[Written, int]:
        """Write every row with the codes of its machine; and how many kinds of machine there are."""
        frame, keys, spelled = self._frame, list(self._keys.values()), dict[str, Spelled]()
        machines = self._shown(frame, keys, first)
        if machines is None or len(machines) > FEW:
            frame, keys, spelled = self._reduced(first)
            machines = [row for row in self._kinds(frame, keys, first) if None not in row]
        codes = self._judge.codes([self._spelled_out(keys, row, spelled) for row in machines])
        questions = self._questions()
        answers = [name for one in questions for name in one.columns]
        told = ([*row, *code] for row, code in zip(machines, codes, strict=True))
        judged = self._small("codes", [*keys, *answers], told)
        back = brought_back(frame, judged, keys, self._ids, DISK, questions)
        return self._tables.write(back, str(out), questions[0].name, self._progress), len(machines)

    def _reduced(self, first: int | None) -> tuple[Frame, list[str], dict[str, Spelled]]:
        """The frame with one more column for each group of spellings, which stands for them; and the keys then."""
        frame, keys, spelled = self._frame, list(self._keys.values()), dict[str, Spelled]()
        for number, group in enumerate(self._shape.spellings):
            name, columns = f"c{number}", [self._keys[column] for column in group]
            cells = self._kinds(frame, columns, first)
            classes = list(self._judge.alike([self._row(columns, row) for row in cells]))
            told = ([*row, place] for row, place in zip(cells, classes, strict=True))
            frame = put_beside(frame, self._small(name, [*columns, name], told), columns)
            keys, spelled[name] = [*(key for key in keys if key not in columns), name], (columns, cells)
        return frame, keys, spelled

    def _kinds(self, frame: Frame, keys: Sequence[str], first: int | None) -> list[Sequence[Any]]:
        """The different values of some columns together, from the first rows where these show all."""
        found = self._shown(frame, keys, first)
        if found is None:
            found = [row[:-1] for row in self._tables.rows(kinds(frame, keys), self._progress)]
        return found

    def _shown(self, frame: Frame, keys: Sequence[str], first: int | None) -> list[Sequence[Any]] | None:
        """The different values that the first rows hold; None where others are to be expected.

        Most fleets hold few. Where none of the first rows is the only one of its kind, hardly another kind is to come.
        """
        if first is None:
            return None
        found = self._tables.rows(kinds(frame.head(first), keys), self._progress)
        counts = [row[-1] for row in found]
        return [row[:-1] for row in found] if sum(counts) < first or min(counts) > 1 else None

    def _small(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Frame:
        """A table made here, in the engine."""
        path = self._folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(rows)
        return self._tables.scan(FileSet((str(path),), "csv", tuple(Column(n, n) for n in columns), tuple(columns)))

    def _row(self, keys: Sequence[str], values: Sequence[Any]) -> list[str]:
        """The cells of a whole row of hardware, empty where nothing is given."""
        given = dict(zip(keys, values, strict=True))
        return [given.get(self._keys[column], "") for column in self._shape.hardware]

    def _spelled_out(self, keys: Sequence[str], values: Sequence[Any], spelled: Mapping[str, Spelled]) -> list[str]:
        """The cells of one machine of a kind."""
        given = dict(zip(keys, values, strict=True))
        for name, (columns, cells) in spelled.items():
            given |= zip(columns, cells[int(given.pop(name))], strict=True)
        return self._row(tuple(given), tuple(given.values()))

    def _questions(self) -> list[Question]:
        """The minimum, then each workload, by the bytes of free disk that each needs."""
        names = ["minimum", *(f"w{number}" for number in range(1, len(self._judge.needs)))]
        return [
            Question(name, need, f"{name}_enough", f"{name}_short", f"{name}_unknown")
            for name, need in zip(names, self._judge.needs, strict=True)
        ]
