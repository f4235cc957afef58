"""The layout of a CSV too large to hold: which of its columns tell a row's ids, its hardware and its free disk."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

from msp_aigov.collect.inventory import pick
from msp_aigov.collect.inventory.cellreader import CellReader
from msp_aigov.collect.inventory.cells import numbers
from msp_aigov.collect.inventory.mapping import Mapping, Rule, catalogue, chosen, known, split_unit
from msp_aigov.collect.inventory.readers import csv as table
from msp_aigov.collect.inventory.shape import sighting
from msp_aigov.errors import InventoryError
from msp_aigov.model.device import Sighting

_HEAD = 65_536
# What changes no verdict has no part in telling machines apart.
_ASIDE = frozenset(("serial", "last_seen", "purchase_date", "warranty_end", "site", "user", "disk_free_bytes"))
# What is worked out from some of these is worked out from them alone: of a thousand models most are no virtual machine.
_TOGETHER = (("manufacturer", "model", "is_vm"), ("os_build", "os"), ("cpu_name", "arch"))


@dataclass(frozen=True)
class Disk:
    """A column of free disk: bytes in one of its numbers, 0 where no unit is told, their mark and the unit behind."""

    column: str
    factor: int
    mark: numbers.Mark
    unit: str


@dataclass(frozen=True)
class Layout:
    """Columns by what they tell. `spellings` are those of the hardware, together, that say little in many ways.

    `disks` are asked in order: the next counts where nothing stands in those before it.
    """

    mapping: Mapping
    header: tuple[str, ...]
    delimiter: str
    ids: tuple[str, ...]
    hardware: tuple[str, ...]
    disks: tuple[Disk, ...]
    spellings: tuple[tuple[str, ...], ...] = ()


def layout(path: Path) -> Layout:
    """Recognise the columns from the first rows; the file must be UTF-8 with its header in the first row."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(_HEAD)
    except OSError as error:
        raise InventoryError(f"{path}: cannot be opened: {error.strerror}", "Check the path.") from error
    head = raw.decode("utf-8-sig", "ignore")
    mappings = [one for one in catalogue().values() if "csv" in one.containers]
    delimiter, row = table.dialect(head, lambda header: max(known(one, header) for one in mappings))
    if row != 1:
        raise InventoryError(f"{path}: its first row is no header that is known", "Take out the rows above it.")
    rows = table.rows(head, delimiter, str(path))
    header = tuple(table.distinct(next(rows)[1]))
    mapping = chosen(mappings, [known(one, header) for one in mappings])
    facts = dict(mapping.facts)
    first = list(_first(rows, len(raw) == _HEAD))
    free = _disks(header, facts.get("disk_free_bytes", Rule()), lambda name: _column(first, header.index(name)))
    ids = _used(header, (mapping.names, facts.get("serial", mapping.names), mapping.entra_id))
    telling = tuple(_telling(mapping))
    return Layout(
        mapping, header, delimiter, ids, _used(header, telling), free, tuple(_spellings(header, mapping, telling))
    )


def _spellings(header: Sequence[str], mapping: Mapping, telling: Sequence[Rule]) -> Iterator[tuple[str, ...]]:
    """Columns of a group; none where a rule outside it reads one of them, for then they are not told from it alone."""
    named = {**dict(mapping.facts), "os": mapping.os}
    for facts in _TOGETHER:
        rules = {link for name in facts if name in named for link in named[name].chain}
        others, columns = _used(header, (rule for rule in telling if rule not in rules)), _used(header, rules)
        if columns and not set(columns) & set(others):
            yield columns


def _telling(mapping: Mapping) -> Iterator[Rule]:
    """The rules that have a part in a verdict, free disk aside."""
    about = (mapping.names, mapping.entra_id, mapping.macs, mapping.organisation)
    facts = (rule for name, rule in mapping.facts if name in _ASIDE)
    aside = {link for rule in (*about, *facts) for link in rule.chain}
    return (rule for rule in mapping.rules if rule not in aside and not rule.each)


def _disks(header: Sequence[str], rule: Rule, cells: Callable[[str], list[str]]) -> tuple[Disk, ...]:
    """How free disk is written, from the first rows; two columns of one name may contradict each other: then none."""
    links = [link for link in rule.chain if not link.each]
    found = tuple(_disk(column, link, cells(column)) for link in links for column in _used(header, (link,)))
    twins = any(two.column.startswith(f"{one.column} #") for one in found for two in found)
    return () if twins else found


def _disk(column: str, rule: Rule, written: list[str]) -> Disk:
    own = {parts[1] for cell in written if (parts := numbers.split(cell)) and parts[1]}
    unit = split_unit(column)[1] if rule.unit == "header" else rule.unit
    behind = own.pop() if len(own) == 1 else ""
    factor = numbers.UNITS.get((behind or unit).casefold(), 0)
    return Disk(column, factor, numbers.decimal_mark(written) or ".", behind)


def _column(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    return [row[place] for row in rows if len(row) > place]


def _first(rows: Iterator[tuple[int, list[str]]], cut: bool) -> Iterator[list[str]]:
    """Whole rows; of a larger file the last is cut off where the first bytes end, perhaps inside a quote."""
    try:
        before: list[str] = []
        for _, cells in rows:
            if before:
                yield before
            before = cells
        if before and not cut:
            yield before
    except InventoryError:
        return


def seen_of(shape: Layout, machines: Sequence[Sequence[str]]) -> Iterator[Sighting]:
    """Rows of these machines as the mapping reads them; how numbers are written is judged over all of them."""
    nameless = replace(shape.mapping, alone=True)  # the ids stay in the engine
    values = (dict.fromkeys(column) for column in zip(*machines, strict=True))
    reader = CellReader("row", "csv", [_cells(shape, row) for row in zip_longest(*values, fillvalue="")])
    return (sighting(nameless, reader, "row", 0, _cells(shape, machine)) for machine in machines)


def _cells(shape: Layout, machine: Iterable[str]) -> pick.Cells:
    return pick.cells(shape.mapping, dict(zip(shape.hardware, machine, strict=True)))


def _used(header: Sequence[str], rules: Iterable[Rule]) -> tuple[str, ...]:
    empty = dict.fromkeys(header, "")
    return tuple(dict.fromkeys(name for rule in rules for name, _ in pick.columns(rule, empty)))
