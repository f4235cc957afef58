"""XML of inventory agents and of Windows: elements to objects, entities refused."""

import re
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from msp_aigov.collect.inventory.decode import UNDERSTOOD
from msp_aigov.collect.inventory.readers.dumps import dxdiag, msinfo32
from msp_aigov.collect.inventory.readers.table import Header, Record, Rejected, Table
from msp_aigov.errors import InventoryError

_DEEPEST = 40


def read(text: str, shown: str, known: Header) -> Table:
    """One record of an agent's REQUEST, of msinfo32's categories, of dxdiag or of nvidia-smi."""
    root = _root(text, shown)
    if root.tag == "MsInfo":
        return Table("xml", (Record(1, _msinfo(root)),))
    if root.tag == "nvidia_smi_log":
        return Table("xml", (Record(1, _cards(root)),))
    if root.tag == dxdiag.ROOT:
        return dxdiag.from_xml(root)
    record = _object(root, 0)
    if not isinstance(record, dict):
        return Table("xml", (), (Rejected(1, "an element without any in it"),))
    return Table("xml", (Record(1, {root.tag: record}),))


def _root(text: str, shown: str) -> Element:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        # The text is decoded already: what its declaration says of an encoding no longer holds.
        root: Element = fromstring(_undeclared(text).encode())
        return root
    except DefusedXmlException as error:
        raise InventoryError(f"{shown}: this XML declares entities, and is refused", UNDERSTOOD) from error
    except (ParseError, ValueError) as error:
        raise InventoryError(f"{shown}: this is not valid XML: {error}", "The file may be cut off.") from error


def _undeclared(text: str) -> str:
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\0", ""), count=1)


def _object(element: Element, depth: int) -> Any:
    """An element without others is its text; elements of one name become a list."""
    if not len(element) or depth > _DEEPEST:
        return (element.text or "").strip()
    found: dict[str, Any] = {}
    for child in element:
        value = _object(child, depth + 1)
        if child.tag not in found:
            found[child.tag] = value
        elif isinstance(found[child.tag], list):
            found[child.tag].append(value)
        else:
            found[child.tag] = [found[child.tag], value]
    return found


def _cards(root: Element) -> dict[str, Any]:
    """The same record that nvidia-smi's text gives."""
    cards = [
        {"Name": gpu.findtext("product_name", ""), "Memory": gpu.findtext("fb_memory_usage/total", "")}
        for gpu in root.iter("gpu")
    ]
    return {"nvidia-smi": root.findtext("driver_version", ""), "cards": cards}


def _msinfo(root: Element) -> dict[str, Any]:
    """The same record that msinfo32's text gives."""
    lines = []
    for category in root.iter("Category"):
        lines.append(f"[{category.get('name', '')}]")
        for item in category.findall("Data"):
            label, value = [(part.text or "").strip() for part in list(item)[:2]] + [""] * (2 - len(list(item)[:2]))
            lines.append(f"{label}\t{value}")
    return only_record(msinfo32.read("\n".join(lines), "", len))


def only_record(table: Table) -> dict[str, Any]:
    """The values of a table's only record."""
    return table.records[0].values
