"""The engine past one machine: PySpark, local or by Spark Connect."""

from typing import Any

import narwhals as nw

from msp_aigov.errors import AigovError
from msp_aigov.tables.files import PRECISION, SCALE, Column, FileSet, Frame, Progress, Reject, Rejects

TYPES = {"text": "string", "day": "date", "amount": f"decimal({PRECISION},{SCALE})"}
BAD = "_unreadable_row"


class Spark:
    """Tables in a Spark session. Spark knows the file of an unreadable row, not its line."""

    def __init__(self, remote: str | None = None) -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise AigovError("the engine spark is not installed", "pip install 'msp-aigov[spark]'") from error
        builder = SparkSession.builder.appName("msp-aigov").config("spark.sql.session.timeZone", "UTC")
        builder = builder.remote(remote) if remote else builder.master("local[*]").config("spark.ui.enabled", "false")
        self._spark: Any = builder.getOrCreate()
        # With pruning a short row looks whole whenever the query leaves out the columns it lacks.
        self._spark.conf.set("spark.sql.csv.parser.columnPruning.enabled", "false")
        self._bad: list[Any] = []

    def names(self, path: str) -> tuple[str, ...]:
        """The columns of a Parquet file."""
        return tuple(self._spark.read.parquet(path).columns)

    def scan(self, files: FileSet) -> Frame:
        """The files as a data frame; unreadable rows of a CSV are looked up when asked for."""
        from pyspark.sql import functions as f

        if files.format == "parquet":
            raw = self._spark.read.option("mergeSchema", "true").parquet(*files.paths)
        else:
            raw = self._csv(files)
        return nw.from_native(raw.select(*(_value(f, column).alias(column.name) for column in files.columns)))

    def rows(self, frame: Frame, progress: Progress) -> list[tuple[Any, ...]]:
        """Compute on the cluster; Spark Connect tells no progress."""
        return [tuple(row) for row in nw.to_native(frame).collect()]

    def write(self, frame: Frame, path: str) -> None:
        """Compute a frame into a folder of Parquet files."""
        nw.to_native(frame).write.mode("overwrite").parquet(path)

    def rejects(self, sample: int) -> Rejects:
        """One more pass over the files, for the rows that did not fit."""
        from pyspark.sql import functions as f

        count, said = 0, []
        for frame in self._bad:
            count += frame.count()
            for row in frame.select(f.input_file_name().alias("file"), BAD).limit(sample).collect():
                said.append(Reject(row["file"], None, f"does not fit the columns: {row[BAD][:200]}"))
        return Rejects(count, tuple(said[:sample]))

    def close(self) -> None:
        """Leave a shared session running; stop a local one."""
        self._spark.stop()

    def _csv(self, files: FileSet) -> Any:
        from pyspark.sql import functions as f

        schema = ", ".join(f"`{name}` string" for name in (*files.header, BAD))
        reader = self._spark.read.options(header=True, sep=files.delimiter, escape='"', columnNameOfCorruptRecord=BAD)
        raw = reader.schema(schema).csv(list(files.paths))
        typed = {c.source: _typed(f, c, files.us_days) for c in files.columns if c.source and c.kind != "text"}
        unfit = f.col(f"`{BAD}`").isNotNull()
        for name, value in typed.items():
            unfit = unfit | (value.isNull() & f.col(f"`{name}`").isNotNull())
        marked = raw.withColumn("_unfit", f.coalesce(unfit, f.lit(False)))
        whole = f.concat_ws(files.delimiter, *(f.col(f"`{name}`") for name in files.header))
        self._bad.append(marked.filter("_unfit").withColumn(BAD, whole))
        return marked.filter("not _unfit").withColumns(typed)


def _typed(f: Any, column: Column, us_days: bool) -> Any:
    if column.kind == "amount":
        return f.expr(f"try_cast(`{column.source}` as {TYPES[column.kind]})")
    return _day(f, column.source, us_days)


def _day(f: Any, name: str, us_days: bool) -> Any:
    if us_days:
        return f.expr(f"cast(try_to_timestamp(`{name}`, 'MM/dd/yyyy') as date)")
    return f.expr(f"try_cast(substr(`{name}`, 1, 10) as date)")


def _value(f: Any, column: Column) -> Any:
    if not column.source and column.kind == "text":
        return f.lit("")
    if not column.source:
        return f.lit(None).cast(TYPES[column.kind])
    value = f.col(f"`{column.source}`").cast(TYPES[column.kind])
    return f.coalesce(value, f.lit("")) if column.kind == "text" else value
