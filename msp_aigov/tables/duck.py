"""The embedded engine: DuckDB in a fixed amount of memory."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
import narwhals as nw

from msp_aigov.errors import AigovError
from msp_aigov.tables.files import PRECISION, SCALE, Column, FileSet, Frame, Progress, Reject, Rejects, Written

MEMORY = "1GB"  # of DuckDB's own; what does not fit goes to a temporary folder
AMOUNT = f"DECIMAL({PRECISION},{SCALE})"
TYPES = {"text": "VARCHAR", "day": "DATE", "amount": AMOUNT, "figure": AMOUNT}
DAYS = {"iso": "", "us": "%m/%d/%Y", "eu": "%d/%m/%Y"}
PATTERN = re.compile(r"([\[*?])")
NEVER = "\x01"  # what no cell holds: an empty amount is no amount, and its row is named
LOOK_EVERY = 0.2  # seconds between two looks at how far a query has come


class Duck:
    """Tables in this process."""

    def __init__(self) -> None:
        self._connection = duckdb.connect()
        self._held = 0
        self._connection.execute(f"set memory_limit = '{MEMORY}'")
        self._connection.execute("set preserve_insertion_order = false")
        self._connection.execute("set TimeZone = 'UTC'")
        self._connection.execute("set enable_progress_bar = true")
        self._connection.execute("set enable_progress_bar_print = false")

    def names(self, path: str) -> tuple[str, ...]:
        """The columns of a Parquet file, from its footer."""
        try:
            return tuple(self._connection.sql(f"select * from read_parquet({_text(_literal(path))}) limit 0").columns)
        except duckdb.Error as error:
            raise AigovError(f"{path}: is no Parquet file: {str(error).splitlines()[0]}") from error

    def scan(self, files: FileSet) -> Frame:
        """The files as a relation; for CSV every unreadable row is kept aside with its line."""
        reader = _csv(files) if files.format == "csv" else f"read_parquet({_list(files.paths)}, union_by_name = true)"
        chosen = ", ".join(f"{_value(column, files.format)} as {_name(column.name)}" for column in files.columns)
        try:
            return nw.from_native(self._connection.sql(f"select {chosen} from {reader}"))
        except duckdb.Error as error:
            raise AigovError(f"{files.paths[0]}: cannot be read: {str(error).splitlines()[0]}") from error

    def held(self, frame: Frame, progress: Progress) -> Frame:
        """A temporary table."""
        self._held += 1
        name = f"held_{self._held}"
        with self._watched(progress):
            nw.to_native(frame).create(name)
        return nw.from_native(self._connection.table(name))

    def rows(self, frame: Frame, progress: Progress) -> list[tuple[Any, ...]]:
        """Compute in threads of DuckDB's own, and say how far it is."""
        with self._watched(progress):
            return list(nw.to_native(frame).fetchall())

    def write(self, frame: Frame, path: str, column: str, progress: Progress) -> Written:
        """Stream a frame into a Parquet file."""
        # A CSV tells no number of rows, and a wrong guess puts the many rows of a join into memory, not the few.
        self._connection.execute("set disabled_optimizers = 'build_side_probe_side'")
        try:
            with self._watched(progress, f"{path}: cannot be written"):
                nw.to_native(frame).write_parquet(path)
            told = f"select count(*), count(*) - count({_name(column)}) from read_parquet({_text(_literal(path))})"
            (found,) = self._connection.execute(told).fetchall()
        finally:
            self._connection.execute("reset disabled_optimizers")
        return Written(*found)

    def rejects(self, sample: int) -> Rejects:
        """Every line counted once, however many of its columns are wrong."""
        asked = (
            "select s.file_path, e.line, min(e.error_message) from reject_errors e"
            " join reject_scans s using (scan_id, file_id) group by all"
        )
        try:
            count = self._connection.execute(f"select count(*) from ({asked})").fetchone()
            found = self._connection.execute(f"{asked} order by all limit {int(sample)}").fetchall()
        except duckdb.CatalogException:  # no CSV was read
            return Rejects(0, ())
        said = tuple(Reject(file, line, reason.splitlines()[0]) for file, line, reason in found)
        return Rejects(int(count[0]) if count else 0, said)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    @contextmanager
    def _watched(self, progress: Progress, wrong: str = "the export cannot be read") -> Iterator[None]:
        finished = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(finished, progress), daemon=True)
        watcher.start()
        try:
            yield
        except duckdb.Error as error:
            raise AigovError(f"{wrong}: {str(error).splitlines()[0]}") from error
        finally:
            finished.set()
            watcher.join()

    def _watch(self, finished: threading.Event, progress: Progress) -> None:
        while not finished.wait(LOOK_EVERY):
            progress(max(0.0, self._connection.query_progress()) / 100)


def _csv(files: FileSet) -> str:
    # A figure may be missing, so that it is told apart from an unreadable one only after reading.
    kinds = {column.source: column.kind for column in files.columns if column.kind != "figure"}
    types = ", ".join(f"{_text(name)}: {_text(TYPES[kinds.get(name, 'text')])}" for name in files.header)
    days = f", dateformat = {_text(DAYS[files.days])}" if DAYS[files.days] else ""
    return (
        f"read_csv({_list(files.paths)}, auto_detect = false, header = true, delim = {_text(files.delimiter)},"
        f" quote = '\"', escape = '\"', strict_mode = true, max_line_size = 4000000, nullstr = {_text(NEVER)},"
        f" columns = {{{types}}}, store_rejects = true, rejects_limit = 0{days})"
    )


def _value(column: Column, written: str) -> str:
    if not column.source:
        return "''" if column.kind == "text" else f"cast(null as {TYPES[column.kind]})"
    name = _name(column.source)
    if column.kind == "text":
        return f"coalesce(cast({name} as VARCHAR), '')"
    if written == "csv" and column.kind != "figure":
        return name  # read as its type, or rejected
    if column.kind == "day":
        return f"try_cast({name} as DATE)"
    # By way of text: a binary fraction would bring digits that nobody wrote.
    told = f"case when typeof({name}) in ('DOUBLE', 'FLOAT') then cast({name} as VARCHAR) end"
    return f"coalesce(try_cast({told} as {AMOUNT}), try_cast({name} as {AMOUNT}))"


def _list(paths: tuple[str, ...]) -> str:
    return "[" + ", ".join(_text(_literal(path)) for path in paths) + "]"


def _literal(path: str) -> str:
    """A path in which nothing stands for other names."""
    return PATTERN.sub(r"[\1]", path)


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _name(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'
