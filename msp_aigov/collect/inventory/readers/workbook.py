"""Workbooks to tables as separated values, one a sheet, after a look at what reading them would take."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from msp_aigov.errors import InventoryError

# A library holds every cell of the rectangle around all cells, and a shared text once for each cell that names it.
MAX_CELLS = 20_000_000
MAX_TEXT = 512 * 1024 * 1024
_OTHERS = ("content.xml", "xl/workbook.bin")
_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\sr=["']([A-Z]{1,3})(\d{1,7})["']""")
_SHARED = re.compile(rb"""<(?:\w+:)?c\b[^>]*\st=["']s["'][^>]*>\s*<(?:\w+:)?v>(\d{1,9})<""")
_TEXT = re.compile(rb"<(?:\w+:)?si\b.*?</(?:\w+:)?si>|<(?:\w+:)?si/>", re.DOTALL)


def is_one(names: Sequence[str]) -> bool:
    """Whether an archive with these files is a workbook."""
    return "xl/workbook.xml" in names or ("mimetype" in names and "content.xml" in names) or "xl/workbook.bin" in names


def sheets(raw: bytes, archive: zipfile.ZipFile, shown: str) -> Iterator[tuple[str, bytes]]:
    """Every sheet that holds anything, under its name where there are several."""
    from python_calamine import CalamineError, CalamineWorkbook

    names = archive.namelist()
    if any(other in names for other in _OTHERS):
        raise InventoryError(f"{shown}: a workbook of this kind is not read", "Save it as XLSX or CSV.")
    _weigh(archive, shown)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if any(cell not in ("", None) for row in rows for cell in row):
                yield (shown if len(book.sheet_names) == 1 else f"{shown}!{name}"), _separated(rows)
    except CalamineError as error:
        raise InventoryError(f"{shown}: this workbook cannot be read: {error}", "Save it again, or as CSV.") from error


def _weigh(archive: zipfile.ZipFile, shown: str) -> None:
    """Refuse what is small in the file and would not fit in memory."""
    texts: list[int] | None = None
    for name in archive.namelist():
        if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
            continue
        sheet = archive.read(name)
        if _area(sheet) > MAX_CELLS:
            raise InventoryError(f"{shown}: {name} spans more than {MAX_CELLS:,} cells", "Save only its table, or CSV.")
        if texts is None:
            shared = archive.read("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in archive.namelist() else b""
            texts = [len(found.group()) for found in _TEXT.finditer(shared)]
        if sheet.count(b"<v") * max(texts, default=0) > MAX_TEXT and _told(sheet, texts) > MAX_TEXT:
            raise InventoryError(f"{shown}: {name} repeats its texts to far more than an inventory holds")


def _area(sheet: bytes) -> int:
    """The cells in the rectangle from the first row and column to the last that are named."""
    columns, rows = set[bytes](), set[bytes]()
    for column, row in _CELL.findall(sheet):
        columns.add(column)
        rows.add(row)
    return max(map(_number, columns), default=0) * max(map(int, rows), default=0)


def _number(column: bytes) -> int:
    number = 0
    for letter in column:
        number = number * 26 + letter - 64
    return number


def _told(sheet: bytes, texts: Sequence[int]) -> int:
    return sum(texts[int(place)] for place in _SHARED.findall(sheet) if int(place) < len(texts))


def _separated(rows: list[list[Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8", "replace")


def _cell(value: Any) -> str:
    """A cell as a person sees it: whole numbers without a point, days without a clock of zeros."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
