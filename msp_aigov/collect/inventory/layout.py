"""The layout of a CSV too large to hold: which of its columns tell a row's ids, its hardware and its free disk."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from msp_aigov.collect.inventory import pick
from msp_aigov.collect.inventory.cellreader import CellReader
from msp_aigov.collect.inventory.cells import numbers
from msp_aigov.collect.inventory.mapping import Mapping, catalogue, chosen, known, split_unit
from msp_aigov.collect.inventory.readers import csv as table
from msp_aigov.collect.inventory.shape import sighting
from msp_aigov.errors import InventoryError
from msp_aigov.model.device import Sighting

_HEAD = 65_536
# What changes no verdict has no part in telling machines apart.
_ASIDE = frozenset(("serial", "last_seen", "purchase_date", "warranty_end", "site", "user", "disk_free_bytes"))


@dataclass(frozen=True)
class Layout:
    """Columns by what they tell. `factor` is bytes in one unit of the column `disk`."""

    mapping: Mapping
    header: tuple[str, ...]
    delimiter: str
    ids: tuple[str, ...]
    hardware: tuple[str, ...]
    disk: str
    factor: int


def layout(path: Path) -> Layout:
    """Recognise the columns from the first rows; the file must be UTF-8 with its header in the first row."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD).decode("utf-8-sig", "ignore")
    except OSError as error:
        raise InventoryError(f"{path}: cannot be opened: {error.strerror}", "Check the path.") from error
    mappings = [one for one in catalogue().values() if "csv" in one.containers]
    delimiter, row = table.dialect(head, lambda header: max(known(one, header) for one in mappings))
    if row != 1:
        raise InventoryError(f"{path}: its first row is no header that is known", "Take out the rows above it.")
    header = tuple(table.distinct(next(table.rows(head, delimiter, str(path)))[1]))
    mapping = chosen(mappings, [known(one, header) for one in mappings])
    rules = [rule for name, rule in mapping.facts if name not in _ASIDE]
    adapters = [mapping.gpus.name, mapping.gpus.vram] if mapping.gpus else []
    hardware = _used(header, [*rules, mapping.os, mapping.npu, *adapters])
    disks = [
        (rule, name) for fact, rule in mapping.facts if fact == "disk_free_bytes" for name in _used(header, [rule])
    ]
    disk, unit = (disks[0][1], disks[0][0].unit) if disks else ("", "b")
    unit = split_unit(disk)[1] if unit == "header" else unit
    ids = _used(header, [mapping.names, dict(mapping.facts).get("serial", mapping.names), mapping.entra_id])
    return Layout(mapping, header, delimiter, ids, hardware, disk, numbers.UNITS.get(unit.casefold(), 0))


def seen_of(shape: Layout, hardware: Sequence[str]) -> Sighting:
    """A row of this hardware as the mapping reads it."""
    cells = pick.cells(shape.mapping, dict(zip(shape.hardware, hardware, strict=True)))
    nameless = replace(shape.mapping, alone=True)  # the ids stay in the engine
    return sighting(nameless, CellReader("row", "json", ()), "row", 0, cells)


def _used(header: Sequence[str], rules: Sequence[object]) -> tuple[str, ...]:
    empty = dict.fromkeys(header, "")
    return tuple(dict.fromkeys(name for rule in rules for name, _ in pick.columns(rule, empty)))  # type: ignore[arg-type]
