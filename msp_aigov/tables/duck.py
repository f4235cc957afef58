"""The embedded engine: DuckDB in a fixed amount of memory."""

import threading
from typing import Any

import duckdb
import narwhals as nw

from msp_aigov.errors import AigovError
from msp_aigov.tables.files import PRECISION, SCALE, Column, FileSet, Frame, Progress, Reject, Rejects

MEMORY = "1GB"  # of DuckDB's own; what does not fit goes to a temporary folder
TYPES = {"text": "VARCHAR", "day": "DATE", "amount": f"DECIMAL({PRECISION},{SCALE})"}
LOOK_EVERY = 0.2  # seconds between two looks at how far a query has come


class Duck:
    """Tables in this process."""

    def __init__(self) -> None:
        self._connection = duckdb.connect()
        self._connection.execute(f"set memory_limit = '{MEMORY}'")
        self._connection.execute("set preserve_insertion_order = false")
        self._connection.execute("set enable_progress_bar = true")
        self._connection.execute("set enable_progress_bar_print = false")

    def names(self, path: str) -> tuple[str, ...]:
        """The columns of a Parquet file, from its footer."""
        try:
            return tuple(self._connection.sql(f"select * from read_parquet({_text(path)}) limit 0").columns)
        except duckdb.Error as error:
            raise AigovError(f"{path}: is no Parquet file: {str(error).splitlines()[0]}") from error

    def scan(self, files: FileSet) -> Frame:
        """The files as a relation; for CSV every unreadable row is kept aside with its line."""
        reader = _csv(files) if files.format == "csv" else f"read_parquet({_list(files.paths)}, union_by_name = true)"
        chosen = ", ".join(f"{_value(column)} as {_name(column.name)}" for column in files.columns)
        return nw.from_native(self._connection.sql(f"select {chosen} from {reader}"))

    def rows(self, frame: Frame, progress: Progress) -> list[tuple[Any, ...]]:
        """Compute in a thread of DuckDB's own, and say how far it is."""
        finished = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(finished, progress), daemon=True)
        watcher.start()
        try:
            return list(nw.to_native(frame).fetchall())
        except duckdb.Error as error:
            raise AigovError(f"the export cannot be read: {str(error).splitlines()[0]}") from error
        finally:
            finished.set()
            watcher.join()

    def write(self, frame: Frame, path: str) -> None:
        """Stream a frame into a Parquet file."""
        # A CSV tells no number of rows, and a wrong guess puts the many rows of a join into memory, not the few.
        self._connection.execute("set disabled_optimizers = 'build_side_probe_side'")
        try:
            nw.to_native(frame).write_parquet(path)
        except duckdb.Error as error:
            raise AigovError(f"{path}: cannot be written: {str(error).splitlines()[0]}") from error
        finally:
            self._connection.execute("reset disabled_optimizers")

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

    def _watch(self, finished: threading.Event, progress: Progress) -> None:
        while not finished.wait(LOOK_EVERY):
            progress(max(0.0, self._connection.query_progress()) / 100)


def _csv(files: FileSet) -> str:
    kinds = {column.source: column.kind for column in files.columns}
    types = ", ".join(f"{_text(name)}: {_text(TYPES[kinds.get(name, 'text')])}" for name in files.header)
    days = ", dateformat = '%m/%d/%Y'" if files.us_days else ""
    return (
        f"read_csv({_list(files.paths)}, auto_detect = false, header = true, delim = {_text(files.delimiter)},"
        f" quote = '\"', escape = '\"', strict_mode = true, max_line_size = 4000000,"
        f" columns = {{{types}}}, store_rejects = true, rejects_limit = 0{days})"
    )


def _value(column: Column) -> str:
    if not column.source:
        return "''" if column.kind == "text" else f"cast(null as {TYPES[column.kind]})"
    if column.kind == "text":
        return f"coalesce(cast({_name(column.source)} as VARCHAR), '')"
    return f"cast({_name(column.source)} as {TYPES[column.kind]})"


def _list(paths: tuple[str, ...]) -> str:
    return "[" + ", ".join(_text(path) for path in paths) + "]"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _name(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'
