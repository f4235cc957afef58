"""`dxdiag`: with /t sections under dashed titles and blocks of "Label: value" in each, with /x the same as XML."""

import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from msp_aigov.collect.inventory.readers.table import Header, Record, Rejected, Table, another

_TITLE = re.compile(r"^-{5,}\s*\n(?P<title>[^\n]+)\n-{5,}[ \t]*$", re.MULTILINE)
_PAIR = re.compile(r"^\s*([^:\n]{1,40}?): ?(.*)$")
_CORES = re.compile(r"\s*\(\d+ CPUs\).*$")
SYSTEM, DISPLAY, COMPUTE, DRIVES = "System Information", "Display Devices", "MCDM Devices", "Disk & DVD/CD-ROM Drives"
ROOT = "DxDiag"
# Elements of the XML, spelled as Windows spells them, by the titles and labels of the text.
_LISTS = {"DisplayDevices": DISPLAY, "MCDMDevices": COMPUTE, "LogicalDisks": DRIVES}
_LABELS = {
    "Time": "Time of this report",
    "MachineName": "Machine name",
    "OperatingSystem": "Operating System",
    "SystemManufacturer": "System Manufacturer",
    "SystemModel": "System Model",
    "AvaliableOSMem": "Available OS Memory",
    "AvailableOSMem": "Available OS Memory",
    "CardName": "Card name",
    "ChipType": "Chip type",
    "DedicatedMemory": "Dedicated Memory",
    "DriverVersion": "Driver Version",
    "DeviceName": "Device Name",
    "Description": "Name",
    "DriveLetter": "Drive",
    "FreeSpace": "Free Space",
}


def mine(text: str) -> bool:
    """Whether the text is of this kind."""
    return "DxDiag Version" in text or ("System Information" in text and "Card name:" in text)


def read(text: str, shown: str, known: Header) -> Table:
    """One record: the system's labels, and a list of blocks for every other section used."""
    sections: dict[str, str] = {}
    others: tuple[Rejected, ...] = ()
    for line, title, section in _sections(text.replace("\r", "")):
        if title == SYSTEM and title in sections:
            others = (another(line, _system(section).get("Machine name", "")),)
            break
        sections.setdefault(title, section)
    # A section without a block says that there is none; a section that is not there says nothing.
    lists = {name: list(_blocks(sections[name])) for name in _LISTS.values() if name in sections}
    return replace(_table(_system(sections.get(SYSTEM, "")), lists), rejected=others)


def _system(section: str) -> dict[str, str]:
    return next(iter(_blocks(section)), {})


def from_xml(root: Element) -> Table:
    """The same record from what /x writes."""
    system = root.find("SystemInformation")
    lists = {title: root.find(name) for name, title in _LISTS.items()}
    found = {title: [_labelled(item) for item in section] for title, section in lists.items() if section is not None}
    return _table({} if system is None else _labelled(system), found)


def _labelled(items: Element) -> dict[str, str]:
    return {_LABELS.get(item.tag, item.tag): (item.text or "").strip() for item in items}


def _table(system: dict[str, str], lists: dict[str, list[dict[str, str]]]) -> Table:
    for label in ("Memory", "Available OS Memory"):
        if label in system:
            system[label] = system[label].removesuffix("RAM").strip()
    if "Processor" in system:
        system["Processor"] = _CORES.sub("", system["Processor"]).strip()
    if "32-bit" in system.get("Operating System", ""):
        system["Architecture"] = "x86"
    return Table("text", (Record(1, {SYSTEM: system, **lists}),))


def _sections(text: str) -> Iterator[tuple[int, str, str]]:
    """The line that each section begins with, its title, and what stands in it."""
    titles = list(_TITLE.finditer(text))
    ends = [*(title.start() for title in titles[1:]), len(text)]
    for title, end in zip(titles, ends, strict=False):  # of a text without titles, one end too many
        yield text.count("\n", 0, title.start()) + 1, title["title"].strip(), text[title.end() : end]


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
