"""`nvidia-smi`: its table, its -q listing, or its CSV of a query, all about the cards of one machine."""

import csv
import re

from msp_aigov.collect.inventory.decode import UNDERSTOOD
from msp_aigov.collect.inventory.readers.table import Header, Record, Table
from msp_aigov.errors import InventoryError

_ROW = re.compile(
    r"^\|\s+\d+\s+((?:NVIDIA|Tesla|Quadro|GeForce|GRID)\b.*?)\s+(?:On|Off|N/A|WDDM|TCC|MCDM)\b", re.MULTILINE
)
_USE = re.compile(r"(\d+)MiB\s*/\s*(\d+)MiB")
_NAME = re.compile(r"^\s*Product Name\s*:\s*(.+)$", re.MULTILINE)
_TOTAL = re.compile(r"FB Memory Usage\s*\n\s*Total\s*:\s*(\d+ MiB)")
_DRIVER = re.compile(r"Driver Version\s*:\s*([\d.]+)")


def mine(text: str) -> bool:
    """Whether the text is of this kind."""
    first = text.lstrip().split("\n", 1)[0]
    return "NVIDIA-SMI" in text[:2000] or "NVSMI LOG" in text[:2000] or ("memory.total" in first and "name" in first)


def read(text: str, shown: str, known: Header) -> Table:
    """One record with the cards and the driver."""
    text = text.replace("\r", "")
    if "memory.total" in text.lstrip().split("\n", 1)[0]:
        try:
            cards = _queried(text)
        except csv.Error as error:
            raise InventoryError(f"{shown}: a row of it cannot be read: {error}", UNDERSTOOD) from error
    elif names := _NAME.findall(text):
        totals = [*_TOTAL.findall(text), *("" for _ in names)]
        cards = [{"Name": name.strip(), "Memory": total} for name, total in zip(names, totals, strict=False)]
    else:
        totals = [f"{total} MiB" for _, total in _USE.findall(text)]
        cards = [
            {"Name": name, "Memory": total}
            for name, total in zip(_ROW.findall(text), [*totals, *[""] * 64], strict=False)
        ]
    driver = _DRIVER.search(text)
    return Table("text", (Record(1, {"nvidia-smi": driver[1] if driver else "", "cards": cards}),))


def _queried(text: str) -> list[dict[str, str]]:
    rows = [[cell.strip() for cell in row] for row in csv.reader(text.strip().split("\n"))]
    names = [re.sub(r"\s*\[.*\]$", "", name) for name in rows[0]]
    unit = " MiB" if "[MiB]" in text.split("\n", 1)[0] else ""
    cards = []
    for row in rows[1:]:
        cells = dict(zip(names, row, strict=False))
        total = cells.get("memory.total", "")
        cards.append({"Name": cells.get("name", ""), "Memory": total + unit if total.isdigit() else total})
    return [card for card in cards if card["Name"]]
