"""Archives to the files inside them, down to an archive within an archive, within bounds that no bomb passes."""

import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from msp_aigov.collect.inventory.readers import workbook
from msp_aigov.errors import InventoryError

MAX_UNPACKED = 256 * 1024 * 1024
MAX_MEMBERS = 500
MAX_RATIO = 200
# As a zip of zips, one for each site, or .csv.gz in a zip.
LEVELS = 2
_FREE_RATIO = 8 * 1024 * 1024
_CHUNK = 1024 * 1024
_LONGEST_NAME = 200
_ZIP, _GZIP = b"PK\x03\x04", b"\x1f\x8b"
# zipfile raises the last of these for a compression that it does not know.
_DAMAGE = (zipfile.BadZipFile, OSError, EOFError, zlib.error, lzma.LZMAError, NotImplementedError, ValueError)
_BY_HAND = "Unpack it yourself, and name the files inside."


@dataclass(frozen=True)
class Member:
    """One file inside an archive, or one sheet of a workbook as separated values. `problem` says why it has no data."""

    shown: str
    data: bytes
    problem: str = ""


@dataclass
class _Left:
    """What the files of one archive may still take, on all levels together."""

    size: int
    count: int


def is_packed(raw: bytes) -> bool:
    """Whether these bytes are an archive or a workbook."""
    return raw.startswith((_ZIP, _GZIP)) or raw.startswith(b"PK\x05\x06")


def members(raw: bytes, shown: str) -> tuple[Member, ...]:
    """What is inside; what cannot be read is named with its problem, and an error where that is the archive itself."""
    try:
        return tuple(_opened(raw, shown, LEVELS, _Left(MAX_UNPACKED, MAX_MEMBERS)))
    except _DAMAGE as error:
        raise InventoryError(f"{shown}: this archive is damaged: {error}", "Export it again.") from error


def _opened(raw: bytes, shown: str, levels: int, left: _Left) -> Iterator[Member]:
    """A file as it is, the sheets of a workbook, or what is in an archive of which `levels` more may be opened."""
    if not is_packed(raw):
        yield Member(shown, raw)
    elif raw.startswith(_GZIP):
        if not levels:
            raise InventoryError(f"{shown}: an archive as deep as this one is not opened", _BY_HAND)
        with gzip.open(io.BytesIO(raw)) as stream:
            inner = _bounded(stream, len(raw), shown, left)
        yield from _opened(inner, shown.removesuffix(".gz"), levels - 1, left)
    else:
        yield from _zipped(raw, shown, levels, left)


def _zipped(raw: bytes, shown: str, levels: int, left: _Left) -> Iterator[Member]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        files = [info for info in archive.infolist() if not info.is_dir()]
        if workbook.is_one([info.filename for info in files]):
            _weigh(archive, files, shown, left)
            yield from (Member(name, data) for name, data in workbook.sheets(raw, archive, shown))
            return
        if not levels:
            raise InventoryError(f"{shown}: an archive as deep as this one is not opened", _BY_HAND)
        if len(files) > left.count:
            raise InventoryError(f"{shown}: it holds {len(files)} files, more than {left.count}", _BY_HAND)
        left.count -= len(files)
        for info, name in zip(files, _names(files), strict=True):
            if not info.filename.startswith("__MACOSX/"):
                yield from _member(archive, info, f"{shown}!{name}", levels, left)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, shown: str, levels: int, left: _Left) -> Iterator[Member]:
    """What one file inside holds; one that cannot be read costs no other."""
    if info.flag_bits & 1:
        yield Member(shown, b"", "it is protected by a password")
        return
    try:
        with archive.open(info) as stream:
            data = _bounded(stream, info.compress_size, shown, left)
        found = tuple(_opened(data, shown, levels - 1, left))
    except InventoryError as error:
        yield Member(shown, b"", error.message.removeprefix(f"{shown}: "))
    except _DAMAGE as error:
        yield Member(shown, b"", f"it is damaged: {error}")
    else:
        yield from found


def _names(files: Sequence[zipfile.ZipInfo]) -> Iterator[str]:
    """The names people are shown: short, printable, and each once."""
    taken: set[str] = set()
    for number, info in enumerate(files, 1):
        name = "".join(char if char.isprintable() else "?" for char in info.filename)[-_LONGEST_NAME:]
        yield name if name not in taken else f"{name} #{number}"
        taken.add(name)


def _weigh(archive: zipfile.ZipFile, files: Sequence[zipfile.ZipInfo], shown: str, left: _Left) -> None:
    """Unpack every part once, within the bounds, before a library does."""
    for info in files:
        with archive.open(info) as stream:
            _bounded(stream, info.compress_size, shown, left)


def _bounded(stream: IO[bytes] | gzip.GzipFile, packed: int, shown: str, left: _Left) -> bytes:
    """The unpacked bytes, taken off what is left for the whole archive."""
    parts = []
    size = 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        left.size -= len(chunk)
        if left.size < 0 or (size > _FREE_RATIO and size > MAX_RATIO * max(packed, 1)):
            raise InventoryError(f"{shown}: it unpacks to far more than an inventory holds, and is refused", _BY_HAND)
        parts.append(chunk)
    return b"".join(parts)
