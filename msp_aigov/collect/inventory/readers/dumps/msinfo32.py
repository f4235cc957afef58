"""`msinfo32 /report`: "[Section]" lines, and an item and its value with a tab between them."""

import re

from msp_aigov.collect.inventory.readers.table import Header, Record, Table

_SECTION = re.compile(r"^\[(.+)\]\s*$")
LISTS = {"display": "Name", "anzeige": "Name", "drives": "Drive", "laufwerke": "Laufwerk"}
_LABELS = ("installed physical memory (ram)", "system manufacturer", "os manufacturer", "systemhersteller")
_CORES = re.compile(r", \d+ M[Hh]z, .*$")
_BYTES = re.compile(r"\(([\d.,\u00a0\u202f ]+) [Bb]ytes\)\s*$")


def mine(text: str) -> bool:
    """Whether the text is of this kind."""
    head = text[:20_000].casefold()
    return any(f"{label}\t" in head for label in _LABELS)


def read(text: str, shown: str, known: Header) -> Table:
    """One record: the summary's items, and the adapters and drives as lists."""
    record: dict[str, object] = {}
    section = ""
    lists: dict[str, list[dict[str, str]]] = {}
    for line in text.splitlines():
        if found := _SECTION.match(line.strip()):
            section = found[1].casefold()
            continue
        label, _, value = (part.strip() for part in line.partition("\t"))
        if "\t" not in line or not label:
            continue
        if section in LISTS:
            _put(lists.setdefault(section, []), LISTS[section], label, value)
        else:
            record.setdefault(label, _CORES.sub("", value) if label in ("Processor", "Prozessor") else value)
    for name, key in (("display", "Display"), ("anzeige", "Display"), ("drives", "Drives"), ("laufwerke", "Drives")):
        if name in lists:
            record[key] = lists[name]
    return Table("text", (Record(1, record),))


def _put(items: list[dict[str, str]], first: str, label: str, value: str) -> None:
    """An item begins with its first label; "4.00 GB (4,294,967,296 bytes)" is what stands in the brackets."""
    if label == first or not items:
        items.append({})
    exact = _BYTES.search(value)
    items[-1][label] = re.sub(r"\D", "", exact[1]) + " B" if exact else value
