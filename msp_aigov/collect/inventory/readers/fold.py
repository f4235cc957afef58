"""Instances of WMI classes and nodes of lshw that describe one machine, brought together into one record."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from msp_aigov.collect.inventory.readers.table import Rejected, another

# What is told by each class alone; the first that fits names the class of an instance.
_MARKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Win32_VideoController", ("AdapterRAM",)),
    ("Win32_VideoController", ("AdapterCompatibility",)),
    ("Win32_VideoController", ("VideoProcessor",)),
    ("Win32_PhysicalMemory", ("Capacity", "BankLabel")),
    ("Win32_PhysicalMemory", ("Capacity", "DeviceLocator")),
    ("Win32_PhysicalMemory", ("Capacity", "MemoryType")),
    ("Win32_PhysicalMemory", ("Capacity", "Speed")),
    ("Win32_OperatingSystem", ("TotalVisibleMemorySize",)),
    ("Win32_OperatingSystem", ("BuildNumber", "OSArchitecture")),
    ("Win32_OperatingSystem", ("BuildNumber", "Caption")),
    ("Win32_ComputerSystem", ("TotalPhysicalMemory",)),
    ("Win32_ComputerSystem", ("Manufacturer", "Model", "Domain")),
    ("Win32_LogicalDisk", ("FreeSpace",)),
    ("Win32_Processor", ("NumberOfCores",)),
    ("Win32_Processor", ("MaxClockSpeed",)),
    ("Win32_BIOS", ("SMBIOSBIOSVersion",)),
    ("Win32_BIOS", ("BIOSVersion", "SerialNumber")),
    ("Win32_ComputerSystemProduct", ("IdentifyingNumber", "UUID")),
    ("Win32_PnPEntity", ("PNPClass",)),
    ("Win32_PnPEntity", ("ClassGuid", "PNPDeviceID")),
    ("registry", ("HardwareInformation.qwMemorySize",)),
    ("registry", ("HardwareInformation.MemorySize",)),
)
_PCI = re.compile(r"ven_([0-9a-f]{4})&dev_([0-9a-f]{4})", re.IGNORECASE)
_NEURAL = "computeaccelerator"
CLASSES = frozenset(name for name, _ in _MARKS)
_SLOTS = {"03": "display", "12": "neural", "vga": "display", "3d contr": "display", "processing acc": "neural"}
# Numbers alone name the maker; what a maker makes only for virtual machines is told with it.
PCI_VENDORS = {
    "8086": "Intel",
    "10de": "NVIDIA",
    "1002": "AMD",
    "1022": "AMD",
    "15ad": "VMware",
    "80ee": "VirtualBox",
    "1234": "QEMU bochs",
    "1af4": "Red Hat virtio",
    "1b36": "Red Hat QXL",
    "1414": "Microsoft Hyper-V",
    "1013": "Cirrus",
    "1a03": "ASPEED",
    "102b": "Matrox",
}
_COMPUTER = frozenset(("CsName", "CsManufacturer", "WindowsProductName", "OsBuildNumber", "CsTotalPhysicalMemory"))
_WHOSE = frozenset(("pscomputername", "csname"))
_LSHW = ("system", "memory", "display", "processor", "generic", "volume")


def kind_of(instance: Any) -> str:
    """The class an instance is of; empty where it is of none that we use."""
    if not isinstance(instance, dict):
        return ""
    said = str(instance.get("__CLASS") or instance.get("CreationClassName") or instance.get("CimClass") or "")
    said = said.split(":")[-1].split("/")[-1]
    if said in CLASSES:
        return said
    names = {name.casefold() for name in instance}
    return next((kind for kind, marks in _MARKS if all(mark.casefold() in names for mark in marks)), "")


def is_computer_info(item: dict[str, Any]) -> bool:
    """Whether an object is what Get-ComputerInfo gives."""
    return len(_COMPUTER & item.keys()) >= 2


def computer_info(item: dict[str, Any]) -> dict[str, Any]:
    """Its fields, of the processors the first one's name."""
    processors = item.get("CsProcessors")
    first = processors[0] if isinstance(processors, list) and processors else processors
    return {**item, "CsProcessors": first.get("Name") if isinstance(first, dict) else first}


def machine(rows: Sequence[tuple[int, Any]]) -> tuple[dict[str, Any] | None, tuple[Rejected, ...]]:
    """One record by class where every item, behind its row, is an instance or a node; None where they are not.

    Instances of a second machine are rejected at the row where the first of them says so.
    """
    items = [item for _, item in rows]
    if items and all(_is_node(item) for item in items):
        return _lshw(items), ()
    if items and all(isinstance(item, dict) and item.keys() >= {"handle", "description"} for item in items):
        return _structures(items), ()
    if items and all(
        isinstance(item, dict) and "slot" in item and item.keys() & {"class", "class_id"} for item in items
    ):
        return _slots(items), ()
    told = [(row, _by_class(item)) for row, item in rows] if rows and _by_class(rows[0][1]) else []
    if not told or not all(classes for _, classes in told):
        return None, ()
    kept, others = _first(told)
    found: dict[str, Any] = {}
    for classes in kept:
        for kind, instances in classes.items():
            found.setdefault(kind, []).extend(instances)
    return (_matched(found) if found else None), others


def named(item: Any) -> str:
    """The machine that an instance says it is of; empty where it says none."""
    return next((name for _, name in _names(_by_class(item))), "")


def _by_class(item: Any) -> dict[str, list[Any]]:
    """The instances in an item by their class; empty where it holds anything else."""
    kind = kind_of(item)
    if kind:
        return {kind: [item]}
    known = isinstance(item, dict) and all(
        (key in CLASSES or key in ("ComputerInfo", "gpus_registry")) and isinstance(value, dict | list)
        for key, value in item.items()
    )
    return {key: value if isinstance(value, list) else [value] for key, value in item.items()} if known else {}


def _first(
    told: Sequence[tuple[int, dict[str, list[Any]]]],
) -> tuple[list[dict[str, list[Any]]], tuple[Rejected, ...]]:
    """What is of the first machine. Where its name does not come first, what bears none may be of the second."""
    seen: dict[str, str] = {}
    for place, (row, classes) in enumerate(told):
        for key, name in _names(classes):
            if seen.setdefault(key, name).casefold() != name.casefold():
                before = [one for _, one in told[:place]]
                sure = [one for one in before if any(_names(before[0])) or any(_names(one))]
                return sure, (another(row, name),)
    return [classes for _, classes in told], ()


def _names(classes: dict[str, list[Any]]) -> Iterator[tuple[str, str]]:
    """What says whose an instance is, behind the property; a cluster's name and its computer's may differ."""
    for kind, instances in classes.items():
        whose = _WHOSE | {"name"} if kind == "Win32_ComputerSystem" else _WHOSE
        for key, value in (pair for one in instances if isinstance(one, dict) for pair in one.items()):
            if key.casefold() in whose and value and isinstance(value, str):
                yield key, value


def _matched(found: dict[str, Any]) -> dict[str, Any]:
    """Adapters with the memory that the registry keeps for the same chip; keys of removed cards stay out."""
    exact = {}
    for key in found.pop("registry", []):
        if isinstance(key, dict) and (ids := _PCI.search(str(key.get("MatchingDeviceId", "")))):
            size = key.get("HardwareInformation.qwMemorySize") or key.get("HardwareInformation.MemorySize")
            exact[ids.group().casefold()] = size
    adapters = found.get("Win32_VideoController", [])
    for adapter in adapters if isinstance(adapters, list) else []:
        ids = _PCI.search(str(adapter.get("PNPDeviceID", ""))) if isinstance(adapter, dict) else None
        if ids and exact.get(ids.group().casefold()):
            adapter["registry memory"] = exact[ids.group().casefold()]
    entities = [one for one in found.get("Win32_PnPEntity", []) if isinstance(one, dict)]
    if entities:
        found["neural"] = [one for one in entities if str(one.get("PNPClass", "")).casefold() == _NEURAL]
    return found


def _is_node(item: Any) -> bool:
    return (
        isinstance(item, dict)
        and "id" in item
        and "class" in item
        and bool({"children", "handle", "businfo"} & set(item))
    )


def _lshw(items: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Nodes of a tree by their class; of memory only what is the system's."""
    found: dict[str, Any] = {"lshw": []}
    waiting = list(items)
    while waiting:
        node = waiting.pop(0)
        waiting += [child for child in node.get("children", []) if isinstance(child, dict)]
        kind = str(node.get("class", ""))
        if kind == "memory" and str(node.get("description", "")).casefold() != "system memory":
            continue
        if kind in _LSHW:
            found.setdefault(kind, []).append(node)
    return found


def _structures(items: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Structures of SMBIOS by their title, under dmidecode's own labels; slots without a module are left out."""
    found: dict[str, Any] = {}
    for item in items:
        values = item.get("values") or {}
        labels = {name.replace("_", " ").title(): value for name, value in values.items()}
        if item["description"] == "Memory Device" and not str(labels.get("Size", ""))[:1].isdigit():
            continue
        found.setdefault(str(item["description"]), []).append(labels)
    return found


def _slots(items: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """PCI devices by what they are: adapters (class 03) and accelerators (class 12)."""
    found: dict[str, Any] = {"lspci": "PCI devices", "display": [], "neural": []}
    for item in items:
        told = str(item.get("class") or "").casefold()
        kind = _SLOTS.get(str(item.get("class_id", ""))[:2]) or next((_SLOTS[w] for w in _SLOTS if w in told), "")
        if kind:
            vendor = str(item.get("vendor") or PCI_VENDORS.get(str(item.get("vendor_id")), "PCI"))
            found[kind].append({"Name": f"{vendor} {item.get('device') or item.get('device_id', '')}".strip()})
    return found


def one_key_objects(value: Any) -> Any:
    """A list of objects with one key each, as some agents write an object, made objects again.

    A key that comes again begins the next object, and a list that makes one object only is that object.
    """
    if isinstance(value, dict):
        return {key: one_key_objects(inner) for key, inner in value.items()}
    if not isinstance(value, list):
        return value
    pairs = [pair for one in value if isinstance(one, dict) and len(one) == 1 for pair in one.items()]
    if len(pairs) < len(value) or len({key for key, _ in pairs}) < 2:
        return [one_key_objects(one) for one in value]
    made: list[dict[str, Any]] = [{}]
    for key, inner in pairs:
        if key in made[-1]:
            made.append({})
        made[-1][key] = one_key_objects(inner)
    return made[0] if len(made) == 1 else made
