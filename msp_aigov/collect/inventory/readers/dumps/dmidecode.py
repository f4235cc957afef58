"""`dmidecode`: structures under "Handle" lines, each with a title and indented labels."""

import re

from msp_aigov.collect.inventory.readers.table import Header, Record, Table

_HANDLE = re.compile(r"^Handle 0x[0-9A-Fa-f]+.*$", re.MULTILINE)
_PAIR = re.compile(r"^\t([^\t:][^:]*): ?(.*)$")
USED = ("System Information", "Processor Information", "Memory Device", "BIOS Information", "Base Board Information")
_EMPTY = ("no module installed", "not installed", "none", "unknown", "")


def mine(text: str) -> bool:
    """Whether the text is of this kind."""
    return bool(_HANDLE.search(text[:60_000])) or text.lstrip().startswith("# dmidecode")


def read(text: str, shown: str, known: Header) -> Table:
    """One record: the structures used, by title; memory slots without a module are left out."""
    found: dict[str, list[dict[str, str]]] = {}
    for structure in _HANDLE.split(text.replace("\r", ""))[1:]:
        lines = [line for line in structure.split("\n") if line.strip()]
        title = lines[0].strip() if lines else ""
        if title not in USED:
            continue
        labels = {match[1].strip(): match[2].strip() for line in lines[1:] if (match := _PAIR.match(line))}
        if title == "Memory Device" and labels.get("Size", "").casefold() in _EMPTY:
            continue
        found.setdefault(title, []).append(labels)
    return Table("text", (Record(1, dict(found)),))
