"""`lspci`, plain or with -mm: the display adapters and processing accelerators among the devices."""

import re
from collections.abc import Iterator

from msp_aigov.collect.inventory.readers.fold import PCI_VENDORS
from msp_aigov.collect.inventory.readers.table import Header, Record, Table

_SLOT = r"(?:[0-9a-f]{4,8}:)?[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]"
_PLAIN = re.compile(rf"^{_SLOT} (?P<class>[^:\"]+?): (?P<device>.+)$", re.IGNORECASE)
_QUOTED = re.compile(rf'^{_SLOT} "([^"]*)" "([^"]*)" "([^"]*)"', re.IGNORECASE)
_PAIR = re.compile(r"^(Slot|Class|Vendor|Device):\s+(.+)$")
_DISPLAY = re.compile(r"vga|3d controller|display controller|\b03[08][0-9a-f]\b|\b0302\b", re.IGNORECASE)
_NEURAL = re.compile(r"processing accelerators?|\b1200\b", re.IGNORECASE)
_IDS = re.compile(r"\s*\[[0-9a-f]{4}(:[0-9a-f]{4})?\]|\s*\(rev [0-9a-f]+\)|\s*\(prog-if.*\)", re.IGNORECASE)


def mine(text: str) -> bool:
    """Whether the text is of this kind."""
    lines = [line for line in text[:8000].splitlines() if line.strip()][:8]
    return bool(lines) and sum(bool(re.match(rf"^(Slot:\s+)?{_SLOT}\b", line, re.IGNORECASE)) for line in lines) >= 1


def read(text: str, shown: str, known: Header) -> Table:
    """One record with the adapters and accelerators found."""
    display, neural = [], []
    for kind, name in _devices(text):
        if _DISPLAY.search(kind):
            display.append({"Name": name})
        elif _NEURAL.search(kind):
            neural.append({"Name": name})
    return Table("text", (Record(1, {"lspci": "PCI devices", "display": display, "neural": neural}),))


def _devices(text: str) -> Iterator[tuple[str, str]]:
    block: dict[str, str] = {}
    for line in [*text.splitlines(), ""]:
        pair = _PAIR.match(line)
        if pair:
            block.setdefault(pair[1], pair[2].strip())
        elif not line.strip() and "Class" in block:
            yield block["Class"], _named(block.get("Vendor", ""), block.get("Device", ""))
            block = {}
        elif quoted := _QUOTED.match(line):
            yield quoted[1], _named(quoted[2], quoted[3])
        elif plain := _PLAIN.match(line):
            yield plain["class"], _IDS.sub("", plain["device"]).strip()


def _named(vendor: str, device: str) -> str:
    vendor = PCI_VENDORS.get(vendor.casefold(), vendor)
    return f"{_IDS.sub('', vendor)} {_IDS.sub('', device)}".strip()
