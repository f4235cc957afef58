"""`dxdiag /t`: sections under dashed titles, blocks of "Label: value" in each."""

import re
from collections.abc import Iterator

from msp_aigov.collect.inventory.readers.table import Header, Record, Table

_TITLE = re.compile(r"^-{5,}\s*\n(?P<title>[^\n]+)\n-{5,}[ \t]*$", re.MULTILINE)
_PAIR = re.compile(r"^\s*([^:\n]{1,40}?): ?(.*)$")
_CORES = re.compile(r"\s*\(\d+ CPUs\).*$")
SYSTEM, DISPLAY, COMPUTE, DRIVES = "System Information", "Display Devices", "MCDM Devices", "Disk & DVD/CD-ROM Drives"


def mine(text: str) -> bool:
    """Whether the text is of this kind."""
    return "DxDiag Version" in text or ("System Information" in text and "Card name:" in text)


def read(text: str, shown: str, known: Header) -> Table:
    """One record: the system's labels, and a list of blocks for every other section used."""
    sections = dict(_sections(text.replace("\r", "")))
    system = next(iter(_blocks(sections.get(SYSTEM, ""))), {})
    for label in ("Memory", "Available OS Memory"):
        if label in system:
            system[label] = system[label].removesuffix("RAM").strip()
    if "Processor" in system:
        system["Processor"] = _CORES.sub("", system["Processor"]).strip()
    if "32-bit" in system.get("Operating System", ""):
        system["Architecture"] = "x86"
    # A section without a block says that there is none; a section that is not there says nothing.
    lists = {name: list(_blocks(sections[name])) for name in (DISPLAY, COMPUTE, DRIVES) if name in sections}
    return Table("text", (Record(1, {SYSTEM: system, **lists}),))


def _sections(text: str) -> Iterator[tuple[str, str]]:
    titles = list(_TITLE.finditer(text))
    for title, following in zip(titles, [*titles[1:], None], strict=True):
        yield title["title"].strip(), text[title.end() : following.start() if following else len(text)]


def _blocks(text: str) -> Iterator[dict[str, str]]:
    """Blocks between blank lines; the label that began the first block begins one too."""
    block: dict[str, str] = {}
    for line in text.split("\n"):
        match = _PAIR.match(line)
        if match and match[1].strip() not in block:
            block[match[1].strip()] = match[2].strip()
        elif (not line.strip() or match) and block:
            if match and match[1].strip() != next(iter(block)):
                continue
            yield block
            block = {match[1].strip(): match[2].strip()} if match else {}
    if block:
        yield block
