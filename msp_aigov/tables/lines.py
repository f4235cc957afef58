"""The line of a row in its CSV, for an engine that knows the row but not where it stands."""

import csv
import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast
from urllib.parse import unquote, urlsplit

from msp_aigov.tables.files import FileSet, Reject

SHOWN = 200  # characters of a row


@dataclass(frozen=True)
class Lost:
    """A row that could not be read: the address of its file, and its cells as far as they were told apart."""

    file: str
    cells: tuple[str | None, ...]


def found(rows: Sequence[Lost], files: FileSet) -> Iterator[Reject]:
    """The rows with the lines they stand on; a file that is on another machine has none to tell."""
    taken: dict[str, set[int]] = {}
    for row in rows:
        path = unquote(urlsplit(row.file).path) if row.file.startswith("file:") else row.file
        wanted = [cell or "" for cell in row.cells]
        line = _line(path, wanted, files.delimiter, taken.setdefault(path, set()))
        yield Reject(path, line, f"does not fit the columns: {files.delimiter.join(wanted)[:SHOWN]}")


def _opened(path: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path, "rb")) if path.suffix.lower() == ".gz" else path.open("rb")


def _line(path: str, wanted: Sequence[str], delimiter: str, taken: set[int]) -> int | None:
    width = len(wanted)
    try:
        with _opened(Path(path)) as raw:
            lines = (line.decode("utf-8-sig", "replace") for line in raw)
            reader, begins = csv.reader(lines, delimiter=delimiter), 1
            for cells in reader:
                same = [*cells, *[""] * width][:width] == list(wanted)
                if same and begins not in taken:
                    taken.add(begins)
                    return begins
                begins = reader.line_num + 1
    except (OSError, EOFError, csv.Error):
        return None
    return None
