"""Archives and workbooks to the files and tables inside them, within bounds that no bomb passes."""

import csv
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from msp_aigov.errors import InventoryError

MAX_UNPACKED = 256 * 1024 * 1024
MAX_MEMBERS = 500
MAX_RATIO = 200
_FREE_RATIO = 8 * 1024 * 1024
_CHUNK = 1024 * 1024
_ZIP, _GZIP = b"PK\x03\x04", b"\x1f\x8b"
_BOMB = "it unpacks to far more than an inventory holds, and is refused"


@dataclass(frozen=True)
class Member:
    """One file inside an archive, or one sheet of a workbook as separated values. `problem` says why it has no data."""

    shown: str
    data: bytes
    problem: str = ""


def is_packed(raw: bytes) -> bool:
    """Whether these bytes are an archive or a workbook."""
    return raw.startswith((_ZIP, _GZIP)) or raw.startswith(b"PK\x05\x06")


def members(raw: bytes, shown: str) -> tuple[Member, ...]:
    """What is inside, one level deep and sheet by sheet."""
    try:
        if raw.startswith(_GZIP):
            with gzip.open(io.BytesIO(raw)) as stream:
                inner = _bounded(stream, len(raw), shown, [0])
            return tuple(_opened(inner, shown.removesuffix(".gz")))
        return tuple(_archive(raw, shown))
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error, lzma.LZMAError, NotImplementedError) as error:
        raise InventoryError(f"{shown}: this archive is damaged: {error}", "Export it again.") from error


def _archive(raw: bytes, shown: str) -> Iterator[Member]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        names = [info for info in archive.infolist() if not info.is_dir()]
        if any(info.filename == "xl/workbook.xml" for info in names):
            _weigh(archive, names, shown)
            yield from _sheets(raw, shown)
            return
        if len(names) > MAX_MEMBERS:
            raise InventoryError(f"{shown}: it holds {len(names)} files, more than {MAX_MEMBERS}", "Unpack it first.")
        so_far = [0]
        for info in names:
            inside = f"{shown}!{info.filename}"
            if info.filename.startswith("__MACOSX/"):
                continue
            try:
                with archive.open(info) as stream:
                    yield from _opened(_bounded(stream, info.compress_size, shown, so_far), inside)
            except RuntimeError:  # what zipfile raises for a password
                yield Member(inside, b"", "it is protected by a password")


def _opened(data: bytes, shown: str) -> Iterator[Member]:
    """A workbook inside an archive is opened, an archive inside one is not."""
    if not is_packed(data):
        yield Member(shown, data)
        return
    if data.startswith(_ZIP):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [info for info in archive.infolist() if not info.is_dir()]
            if any(info.filename == "xl/workbook.xml" for info in names):
                _weigh(archive, names, shown)
                yield from _sheets(data, shown)
                return
    yield Member(shown, b"", "an archive inside an archive is not opened")


def _weigh(archive: zipfile.ZipFile, names: list[zipfile.ZipInfo], shown: str) -> None:
    """Unpack every part once, within the bounds, before a library does."""
    so_far = [0]
    for info in names:
        with archive.open(info) as stream:
            _bounded(stream, info.compress_size, shown, so_far)


def _bounded(stream: IO[bytes] | gzip.GzipFile, packed: int, shown: str, so_far: list[int]) -> bytes:
    """The unpacked bytes; `so_far` counts over all members of one archive."""
    parts = []
    size = 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        so_far[0] += len(chunk)
        if so_far[0] > MAX_UNPACKED or (size > _FREE_RATIO and size > MAX_RATIO * max(packed, 1)):
            raise InventoryError(f"{shown}: {_BOMB}", "Unpack it yourself, and name the file inside.")
        parts.append(chunk)
    return b"".join(parts)


def _sheets(raw: bytes, shown: str) -> Iterator[Member]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if any(cell not in ("", None) for row in rows for cell in row):
                yield Member(shown if len(book.sheet_names) == 1 else f"{shown}!{name}", _separated(rows))
    except CalamineError as error:
        raise InventoryError(f"{shown}: this workbook cannot be read: {error}", "Save it again, or as CSV.") from error


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
