"""`wmic ... /value`, `Format-List` and `Get-ComputerInfo`: "Name=Value" or "Name : Value", an instance a block."""

import html
import re
from collections.abc import Iterator

from msp_aigov.collect.inventory.readers import fold
from msp_aigov.collect.inventory.readers.table import Header, Record, Rejected, Table

_PAIR = re.compile(r"^([A-Za-z_][\w.]{1,60})\s*(=|:(?=\s|$))\s?(.*)$")
# Windows PowerShell writes a list of one in braces; of several, the first is meant.
_BRACES = re.compile(r"^\{([^{}]*?)(?:, [^{}]*)?\}$")
_COMPUTER = ("CsName", "CsManufacturer", "WindowsProductName", "OsBuildNumber", "CsTotalPhysicalMemory")


def mine(text: str) -> bool:
    """Whether the text is of this kind."""
    return any(fold.kind_of(block) or set(_COMPUTER) & set(block) for _, block in _blocks(text[:60_000]))


def read(text: str, shown: str, known: Header) -> Table:
    """One record a machine: its instances by class; what belongs to no class that we use is passed over."""
    items: list[tuple[int, dict[str, object]]] = []
    for line, block in _blocks(text):
        if set(_COMPUTER) & set(block):
            items.append((line, {"ComputerInfo": block}))
        elif fold.kind_of(block):
            items.append((line, dict(block)))
    folded, others = fold.machine(items)
    if folded is None:
        return Table("text", (), (Rejected(1, "no class of hardware in it that is known"),))
    return Table("text", (Record(1, folded),), others)


def _blocks(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Blocks between blank lines; a name that comes again begins one too, and a long value goes on in the next line."""
    block: dict[str, str] = {}
    last, start = "", 1
    # wmic ends lines with CR CR LF, which many readers make two lines of.
    for number, line in enumerate(re.split(r"\r*\n", text), 1):
        line = line.rstrip("\r")
        match = _PAIR.match(line.lstrip("\ufeff"))
        if not match and line[:1] == " " and line.strip() and last and ":" not in line[:30]:
            block[last] += line.strip()
            continue
        if block and (not line.strip() or (match and match[1] in block)):
            yield start, block
            block, last = {}, ""
        if match:
            start = start if block else number
            last = match[1]
            block[last] = _BRACES.sub(r"\1", html.unescape(match[3].strip()))
    if block:
        yield start, block
