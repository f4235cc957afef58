"""What an engine is told about files, and what it says of rows it could not read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

# Every row has its day and its amount, or cannot be read; a figure may be missing.
Kind = Literal["text", "day", "amount", "figure"]
# How days are written: year first, or month or day first behind a slash.
Days = Literal["iso", "us", "eu"]
# An amount keeps 18 decimals, more than any bill states; 20 digits before the point.
PRECISION, SCALE = 38, 18
Frame = Any  # a narwhals LazyFrame; its rows stay in the engine
Progress = Callable[[float], None]


@dataclass(frozen=True)
class Column:
    """A column of ours, and the file's column it comes from; no source means it is empty."""

    name: str
    source: str
    kind: Kind = "text"


@dataclass(frozen=True)
class FileSet:
    """Files of one layout. `header` is every column of a CSV in its order."""

    paths: tuple[str, ...]
    format: Literal["csv", "parquet"]
    columns: tuple[Column, ...]
    header: tuple[str, ...] = ()
    delimiter: str = ","
    days: Days = "iso"


@dataclass(frozen=True)
class Reject:
    """One row that could not be read; `line` is None where the engine does not know it."""

    file: str
    line: int | None
    reason: str


@dataclass(frozen=True)
class Rejects:
    """How many rows could not be read, and the first of them."""

    count: int
    sample: tuple[Reject, ...]


@dataclass(frozen=True)
class Written:
    """How many rows were written, and how many of them lack a value that was asked after."""

    rows: int
    lacking: int


class Engine(Protocol):
    """Where tables live. A frame made by `scan` goes through `operations` and comes back by `rows`."""

    def names(self, path: str) -> tuple[str, ...]:
        """The columns of a Parquet file."""
        ...

    def scan(self, files: FileSet) -> Frame:
        """The rows of the files as a frame with our columns; nothing is read yet."""
        ...

    def held(self, frame: Frame, progress: Progress) -> Frame:
        """Compute a frame once and keep it in the engine, so that several questions to it read no file again."""
        ...

    def rows(self, frame: Frame, progress: Progress) -> list[tuple[Any, ...]]:
        """Read and compute; `progress` hears shares from 0 to 1."""
        ...

    def write(self, frame: Frame, path: str, column: str, progress: Progress) -> Written:
        """Compute a frame into one Parquet file, or a folder of them where the engine works in parts.

        What is told of the rows says how many have nothing in that column.
        """
        ...

    def rejects(self, sample: int) -> Rejects:
        """What the reads so far could not read."""
        ...

    def close(self) -> None:
        """Let go of memory and files."""
        ...
