"""Tables as separated values, in the dialects that inventory tools write."""

import csv
import io
import re
from collections.abc import Iterator
from typing import IO

from msp_aigov.collect.inventory.decode import UNDERSTOOD, unfit
from msp_aigov.collect.inventory.readers.table import Header, Record, Rejected, Table
from msp_aigov.errors import InventoryError

SEPARATORS = (",", ";", "\t", "|")
MAX_ROW = 16 * 1024 * 1024
_HEAD_CHARS = 65_536
_HEAD_ROWS = 60
_END = "\x1eend of file"
_SEPARATOR_LINE = re.compile(r"^\s*\"?sep=(.)\"?\s*$", re.IGNORECASE)
_TOTAL = re.compile(r"^\W*(total|totals|count|summe|gesamt|anzahl|nombre|sum)\b(?![-_.]\w)", re.IGNORECASE)


def read(text: str, shown: str, known: Header) -> Table:
    """Find the separator and the header under which a mapping recognises the columns, then read every row."""
    every = list(records(io.StringIO(text, newline=""), shown, known))
    kept = tuple(row for row in every if isinstance(row, Record))
    return Table("csv", kept, tuple(row for row in every if isinstance(row, Rejected)))


def records(stream: IO[str], shown: str, known: Header) -> Iterator[Record | Rejected]:
    """The rows below the header of a text of any size, which stands at its beginning."""
    try:
        head = stream.read(_HEAD_CHARS)
        stream.seek(0)
    except UnicodeDecodeError as error:
        raise unfit(shown, error.encoding) from error
    separator, header_row = dialect(head, known)
    if not separator:
        raise InventoryError(f"{shown}: no row holds columns of an inventory that is known", UNDERSTOOD)
    columns: list[str] = []
    for number, cells in _rows(stream, separator, shown):
        if number < header_row or not any(cell.strip() for cell in cells):
            continue
        if number == header_row:
            columns = distinct(cells)
        else:
            yield _unusable(number, cells, columns) or Record(number, dict(zip(columns, cells, strict=False)))


def dialect(text: str, known: Header) -> tuple[str, int]:
    """The separator and the number of the header row, by how many columns are known; ("", 0) where none is."""
    head = text[:_HEAD_CHARS]
    said = _SEPARATOR_LINE.match(head.split("\n", 1)[0])
    best, found = 0, ("", 0)
    for separator in (said.group(1),) if said else SEPARATORS:
        for number, cells in _head(head, separator):
            score = known(cells)
            if score > best:
                best, found = score, (separator, number)
    return found


def _head(head: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(head, newline=""), delimiter=separator), 1):
            if number > _HEAD_ROWS:
                return
            yield number, cells
    except (csv.Error, TypeError, ValueError):  # a separator the module does not take: not this dialect
        return


def rows(text: str, separator: str, shown: str) -> Iterator[tuple[int, list[str]]]:
    """Rows as a spreadsheet numbers them."""
    return _rows(io.StringIO(text, newline=""), separator, shown)


def _rows(stream: IO[str], separator: str, shown: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(MAX_ROW)  # the default refuses a cell above 128 KiB
    lines = _Lines(stream)
    number = 0
    cells: list[str] = []
    try:
        for number, cells in enumerate(csv.reader(lines, delimiter=separator), 1):
            lines.held = 0
            if cells != [_END]:
                if cells and cells[-1].endswith(_END):
                    break
                yield number, cells
    except csv.Error as error:
        raise InventoryError(f"{shown}:{number + 1}: this row cannot be read: {error}") from error
    except UnicodeDecodeError as error:
        raise unfit(f"{shown}:{number + 1}", error.encoding) from error
    if cells != [_END]:
        raise InventoryError(
            f"{shown}:{number}: a quote is opened in this row and never closed", "Export the file again, or mend it."
        )


class _Lines:
    """The lines of a text and a mark behind the last; a row that goes on for too many of them is a csv.Error."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream, self.held = stream, 0

    def __iter__(self) -> Iterator[str]:
        while line := self._stream.readline(MAX_ROW + 1):
            self.held += len(line)
            if self.held > MAX_ROW:
                raise csv.Error(f"it is longer than {MAX_ROW // 2**20} MiB: a quote may be open, or this is no table")
            yield line
        # A quote that is never closed would swallow the rest in silence: then this mark is not a row of its own.
        yield _END


def distinct(header: list[str]) -> list[str]:
    """Column names as written; a name that stands twice gets its number, for both columns are read."""
    names: list[str] = []
    for name in header:
        name = name.strip().removeprefix("\ufeff")
        earlier = sum(1 for other in names if other == name or other.startswith(f"{name} #"))
        names.append(f"{name} #{earlier + 1}" if earlier else name)
    return names


def _unusable(number: int, cells: list[str], columns: list[str]) -> Rejected | None:
    """Why a row is no record, if it is none."""
    if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
        reason = f"{len(cells)} cells under {len(columns)} columns: a separator stands unquoted in a cell"
        return Rejected(number, reason)
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) <= 2 < len(columns) and _TOTAL.match(filled[0]):
        return Rejected(number, f"a total, not a device: {filled[0].strip()[:60]}", aside=True)
    if len(cells) == 1 and len(columns) > 2:
        return Rejected(number, f"one cell under {len(columns)} columns: a remark, not a device", aside=True)
    return None
