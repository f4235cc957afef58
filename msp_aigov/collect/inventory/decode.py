"""Bytes of a file to text: which encoding, and whether it is text at all."""

import codecs
import hashlib
import re
from collections.abc import Callable
from io import TextIOWrapper
from typing import IO

from msp_aigov.errors import InventoryError

UNDERSTOOD = (
    "Understood are CSV, XLSX, JSON, XML and property lists, alone, in zip or gz, of the products that "
    "`msp-aigov endpoints map` lists, tables with columns such as device, serial, ram_gb, cpu, gpu, os_build and "
    "disk_free_gb, and what dxdiag, msinfo32, systeminfo, Get-ComputerInfo, wmic, dmidecode, lshw, lspci, "
    "system_profiler, nvidia-smi and `foundry report` print. `msp-aigov endpoints map FILE` proposes a mapping for "
    "another table."
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_TEXT = (
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"%PDF", "a PDF document"),
    (b"SQLite format 3", "a SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"(\xb5/\xfd", "a Zstandard archive"),
)
# What Office names the whole of an encrypted document.
_LOCKED = "EncryptedPackage".encode("utf-16-le")
SAMPLE = 8192
_HEAD = 1024 * 1024
# Letters of code page 850 inside words; an apostrophe (0x92) stands inside words in 1252 too.
_CONSOLE = re.compile(rb"(?<=[A-Za-z])[\x80-\x91\x93-\x9a\xa0-\xa5](?=[A-Za-z\xe1])")


# Two or more of hiragana, katakana and the common ideographs.
_JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]{2,}")


def text(raw: bytes, shown: str, encoding: str | None = None) -> str:
    """The text of a file; `encoding` overrides what its bytes suggest."""
    _refuse(raw, shown)
    if encoding is not None:
        return _decoded(raw, shown, encoding)
    decoded = _decoded(raw, shown, suggested(raw))
    if _is_junk(decoded[:SAMPLE]):
        raise InventoryError(f"{shown}: this is binary data, not text", UNDERSTOOD)
    return decoded


def beginning(raw: IO[bytes], shown: str, encoding: str | None, container: Callable[[str], str]) -> str:
    """The container that a large file is in by its first bytes; it is at its beginning again afterwards."""
    start = raw.read(_HEAD)
    raw.seek(0)
    _refuse(start, shown)
    try:
        words = start.decode(encoding or suggested(start[:SAMPLE]), "replace").removeprefix("\ufeff")
    except LookupError:
        return ""  # who reads it whole says so
    if encoding is None and _is_junk(words[:SAMPLE]):
        raise InventoryError(f"{shown}: this is binary data, not text", UNDERSTOOD)
    return container(words)


def surveyed(raw: IO[bytes]) -> tuple[str, str]:
    """The SHA-256 of a large file and its encoding by all of its bytes; it is at its beginning again afterwards."""
    digest, encoding = hashlib.sha256(), ""
    decoder = codecs.getincrementaldecoder("utf-8")()
    while chunk := raw.read(_HEAD):
        digest.update(chunk)
        encoding = encoding or suggested(chunk[:SAMPLE])
        try:
            if encoding == "utf-8":
                decoder.decode(chunk)
        except UnicodeDecodeError:
            encoding = _code_page(chunk)
    raw.seek(0)
    return digest.hexdigest(), encoding


def opened(raw: IO[bytes], shown: str, encoding: str) -> TextIOWrapper:
    """The text of a large file, to be read piece by piece."""
    try:
        return TextIOWrapper(raw, encoding, newline="")
    except (LookupError, ValueError) as error:
        raise unfit(shown, encoding) from error


def _refuse(raw: bytes, shown: str) -> None:
    for magic, what in _NOT_TEXT:
        if raw.startswith(magic):
            if _LOCKED in raw:
                raise InventoryError(f"{shown}: this workbook is protected by a password", "Save it without one.")
            raise InventoryError(f"{shown}: this is {what}, not a table as text", f"Export it as CSV. {UNDERSTOOD}")
    if raw[257:262] == b"ustar":
        raise InventoryError(f"{shown}: this is a tar archive", "Unpack it, and name the files inside, or zip them.")


def unfit(shown: str, encoding: str) -> InventoryError:
    """What to raise where a text is not in the encoding it is read by."""
    hint = "Say which one it is with `encoding:` beside the file, for instance `encoding: cp850`."
    return InventoryError(f"{shown}: it cannot be read as {encoding!a} text", hint)


def _decoded(raw: bytes, shown: str, encoding: str) -> str:
    try:
        return raw.decode(encoding).removeprefix("\ufeff")
    except (LookupError, ValueError) as error:
        raise unfit(shown, encoding) from error


def suggested(raw: bytes) -> str:
    """The encoding that bytes suggest; of a sample cut from a larger file too."""
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return name
    sample = raw[:SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(len(sample) // 2, 1)
    if odd * 3 > half and even * 20 < half:
        return "utf-16-le"
    if even * 3 > half and odd * 20 < half:
        return "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(raw, final=len(raw) != SAMPLE)
    except UnicodeDecodeError:
        return _code_page(raw[:_HEAD])
    return "utf-8"


def _code_page(sample: bytes) -> str:
    """A console writes its letters where a window's code page has punctuation, and the other way round."""
    if _is_japanese(sample):
        return "cp932"
    console = len(_CONSOLE.findall(sample))
    return "cp850" if console > sum(byte >= 0xC0 for byte in sample) or not _is_window(sample) else "cp1252"


def _is_japanese(sample: bytes) -> bool:
    """Whether the bytes make words of kana and kanji; what western letters make by chance stands alone."""
    try:
        words = codecs.getincrementaldecoder("cp932")().decode(sample, final=len(sample) != _HEAD)
    except UnicodeDecodeError:
        return False
    wide = sum(ord(char) >= 0x80 for char in words)
    return sum(len(word) for word in _JAPANESE.findall(words)) * 2 > wide


def _is_window(sample: bytes) -> bool:
    return not any(byte in b"\x81\x8d\x8f\x90\x9d" for byte in sample)


def _is_junk(sample: str) -> bool:
    control = sum(1 for char in sample if ord(char) < 32 and char not in "\t\r\n\0\x0c\x1a")
    # A few stray escapes stand in cells that people typed; binary data is full of them.
    return (control > 8 and control * 50 > len(sample)) or sample.count("\0") * 10 > len(sample)
