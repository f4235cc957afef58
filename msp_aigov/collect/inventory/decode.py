"""Bytes of a file to text: which encoding, and whether it is text at all."""

import codecs
import re

from msp_aigov.errors import InventoryError

UNDERSTOOD = (
    "Understood are CSV, XLSX, JSON and XML, alone or in zip or gz, of the products that `msp-aigov endpoints map` "
    "lists, tables with columns such as device, serial, ram_gb, cpu, gpu, os_build and disk_free_gb, and what dxdiag, "
    "msinfo32, systeminfo, Get-ComputerInfo, wmic, dmidecode, lshw, lspci, system_profiler, nvidia-smi and "
    "`foundry report` print. `msp-aigov endpoints map FILE` proposes a mapping for another table."
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
)
SAMPLE = 8192
_HEAD = 1024 * 1024
# Letters of code page 850 inside words; an apostrophe (0x92) stands inside words in 1252 too.
_CONSOLE = re.compile(rb"(?<=[A-Za-z])[\x80-\x91\x93-\x9a\xa0-\xa5](?=[A-Za-z\xe1])")


def text(raw: bytes, shown: str, encoding: str | None = None) -> str:
    """The text of a file; `encoding` overrides what its bytes suggest."""
    for magic, what in _NOT_TEXT:
        if raw.startswith(magic):
            raise InventoryError(f"{shown}: this is {what}, not a table as text", f"Export it as CSV. {UNDERSTOOD}")
    if encoding is not None:
        return _decoded(raw, shown, encoding)
    decoded = _decoded(raw, shown, suggested(raw))
    if _is_junk(decoded[:SAMPLE]):
        raise InventoryError(f"{shown}: this is binary data, not text", UNDERSTOOD)
    return decoded


def _decoded(raw: bytes, shown: str, encoding: str) -> str:
    try:
        return raw.decode(encoding).removeprefix("\ufeff")
    except (LookupError, ValueError) as error:
        hint = "Say which one it is with `encoding:` beside the file, for instance `encoding: cp850`."
        raise InventoryError(f"{shown}: it cannot be read as {encoding!a} text", hint) from error


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
    console = len(_CONSOLE.findall(sample))
    return "cp850" if console > sum(byte >= 0xC0 for byte in sample) or not _is_window(sample) else "cp1252"


def _is_window(sample: bytes) -> bool:
    return not any(byte in b"\x81\x8d\x8f\x90\x9d" for byte in sample)


def _is_junk(sample: str) -> bool:
    control = sum(1 for char in sample if ord(char) < 32 and char not in "\t\r\n\0\x0c\x1a")
    # A few stray escapes stand in cells that people typed; binary data is full of them.
    return (control > 8 and control * 50 > len(sample)) or sample.count("\0") * 10 > len(sample)
