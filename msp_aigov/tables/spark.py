"""The engine past one machine: PySpark, local or by Spark Connect."""

import re
from typing import Any

import narwhals as nw

from msp_aigov.errors import AigovError
from msp_aigov.tables.files import PRECISION, SCALE, Column, FileSet, Frame, Progress, Reject, Rejects, Written
from msp_aigov.tables.lines import Lost, found

AMOUNT = f"decimal({PRECISION},{SCALE})"
TYPES = {"text": "string", "day": "date", "amount": AMOUNT, "figure": AMOUNT}
DAYS = {"us": "MM/dd/yyyy", "eu": "dd/MM/yyyy"}
PATTERN = re.compile(r"([\[\]{}*?\\])")
BAD, CELLS = "_unreadable_row", "_cells"


class Spark:
    """Tables in a Spark session. Spark knows the file of an unreadable row; its line is looked up in that file."""

    def __init__(self, remote: str | None = None) -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise AigovError("the engine spark is not installed", "pip install 'msp-aigov[spark]'") from error
        builder = SparkSession.builder.appName("msp-aigov").config("spark.sql.session.timeZone", "UTC")
        builder = builder.remote(remote) if remote else _local(builder)
        self._spark: Any = builder.getOrCreate()
        # With pruning a short row looks whole whenever the query leaves out the columns it lacks.
        self._spark.conf.set("spark.sql.csv.parser.columnPruning.enabled", "false")
        self._bad: list[tuple[FileSet, Any]] = []

    def names(self, path: str) -> tuple[str, ...]:
        """The columns of a Parquet file."""
        from pyspark.errors import PySparkException

        try:
            return tuple(self._spark.read.parquet(_literal(path)).columns)
        except PySparkException as error:
            raise AigovError(f"{path}: is no Parquet file: {str(error).splitlines()[0]}") from error

    def scan(self, files: FileSet) -> Frame:
        """The files as a data frame; unreadable rows of a CSV are looked up when asked for."""
        from pyspark.sql import functions as f

        if files.format == "parquet":
            raw = self._spark.read.option("mergeSchema", "true").parquet(*map(_literal, files.paths))
        else:
            raw = self._csv(files)
        return nw.from_native(
            raw.select(*(_value(f, column, files.format).alias(column.name) for column in files.columns))
        )

    def held(self, frame: Frame, progress: Progress) -> Frame:
        """A frame in the cluster's memory, computed when it is first asked."""
        return nw.from_native(nw.to_native(frame).cache())

    def rows(self, frame: Frame, progress: Progress) -> list[tuple[Any, ...]]:
        """Compute on the cluster; Spark Connect tells no progress."""
        from pyspark.errors import PySparkException

        try:
            return [tuple(row) for row in nw.to_native(frame).collect()]
        except PySparkException as error:
            raise AigovError(f"the export cannot be read: {str(error).splitlines()[0]}") from error

    def write(self, frame: Frame, path: str, column: str, progress: Progress) -> Written:
        """Compute a frame into a folder of Parquet files."""
        from pyspark.sql import functions as f

        nw.to_native(frame).write.mode("overwrite").parquet(path)
        rows, full = self._spark.read.parquet(_literal(path)).agg(f.count(f.lit(1)), f.count(f"`{column}`")).first()
        return Written(rows, rows - full)

    def rejects(self, sample: int) -> Rejects:
        """One more pass over the files, for the rows that did not fit."""
        from pyspark.sql import functions as f

        count, said = 0, list[Reject]()
        for files, frame in self._bad:
            # Spark refuses a query of the unreadable rows alone, so that one more column is asked.
            count += frame.agg(f.count(f.lit(1)), f.max(f.col(f"`{files.header[0]}`"))).first()[0]
            named = frame.select(f.input_file_name().alias("file"), CELLS)
            lost = [Lost(row["file"], tuple(row[CELLS])) for row in named.limit(sample).collect()]
            said += found(lost, files)
        return Rejects(count, tuple(said[:sample]))

    def close(self) -> None:
        """Leave a shared session running; stop a local one."""
        self._spark.stop()

    def _csv(self, files: FileSet) -> Any:
        from pyspark.sql import functions as f

        schema = ", ".join(f"`{name}` string" for name in (*files.header, BAD))
        told = {"header": True, "sep": files.delimiter, "escape": '"', "multiLine": True}
        reader = self._spark.read.options(**told, columnNameOfCorruptRecord=BAD)
        raw = reader.schema(schema).csv([*map(_literal, files.paths)])
        typed = {c.source: _typed(f, c, files) for c in files.columns if c.source and c.kind in ("day", "amount")}
        unfit = f.col(f"`{BAD}`").isNotNull()
        for value in typed.values():
            unfit = unfit | value.isNull()
        marked = raw.withColumn("_unfit", f.coalesce(unfit, f.lit(False)))
        cells = f.array(*(f.col(f"`{name}`") for name in files.header))
        self._bad.append((files, marked.filter("_unfit").withColumn(CELLS, cells)))
        return marked.filter("not _unfit").withColumns(typed)


def _local(builder: Any) -> Any:
    """On one machine: two hundred parts, as on a cluster, cost more to start than their sums."""
    return builder.master("local[*]").config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "4")


def _literal(path: str) -> str:
    """A path in which nothing stands for other names."""
    return PATTERN.sub(r"\\\1", path)


def _typed(f: Any, column: Column, files: FileSet) -> Any:
    if column.kind == "amount":
        return f.expr(f"try_cast(`{column.source}` as {AMOUNT})")
    if files.days in DAYS:
        return f.expr(f"cast(try_to_timestamp(`{column.source}`, '{DAYS[files.days]}') as date)")
    return f.expr(f"try_cast(substr(`{column.source}`, 1, 10) as date)")


def _value(f: Any, column: Column, written: str) -> Any:
    if not column.source and column.kind == "text":
        return f.lit("")
    if not column.source:
        return f.lit(None).cast(TYPES[column.kind])
    if column.kind == "text":
        return f.coalesce(f.col(f"`{column.source}`").cast("string"), f.lit(""))
    if written == "csv" and column.kind != "figure":
        return f.col(f"`{column.source}`")
    if column.kind == "day":
        return f.expr(f"try_cast(`{column.source}` as date)")
    # By way of text: a binary fraction would bring digits that nobody wrote.
    return f.expr(f"try_cast(cast(`{column.source}` as string) as {AMOUNT})")
