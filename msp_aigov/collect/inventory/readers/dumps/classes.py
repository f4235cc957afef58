"""Instances of one WMI class as a table: wmic's columns, `wmic /format:csv`, and `Export-Csv` of CIM instances."""

import csv
import io
import re
from collections.abc import Iterator

from msp_aigov.collect.inventory.decode import UNDERSTOOD
from msp_aigov.collect.inventory.readers import fold
from msp_aigov.collect.inventory.readers.csv import MAX_ROW
from msp_aigov.collect.inventory.readers.table import Header, Record, Rejected, Table
from msp_aigov.errors import InventoryError

_NAME = re.compile(r"[A-Za-z_]\w*")
_WHOSE = ("Node", "PSComputerName", "__SERVER")
# Without one of these a table with such a column may be any tool's, of many machines.
_TOLD = frozenset((*_WHOSE, "CimClass", "__CLASS", "CreationClassName", "CimInstanceProperties"))
_RULE = re.compile(r"^[-\s]+$")


def mine(text: str) -> bool:
    """Whether the text is of this kind."""
    header, separator = _header(text[:20_000])
    names = {name for name, _ in header}
    return bool(fold.kind_of(dict(header))) and (not separator or bool(names & _TOLD))


def read(text: str, shown: str, known: Header) -> Table:
    """One record for each machine that the rows name, or one where they name none."""
    csv.field_size_limit(MAX_ROW)
    machines: dict[str, list[tuple[int, dict[str, str]]]] = {}
    try:
        items = list(_instances(text))
    except csv.Error as error:
        raise InventoryError(f"{shown}: a row of it cannot be read: {error}", UNDERSTOOD) from error
    for row, item in enumerate(items, 2):
        whose = next((item[name] for name in _WHOSE if item.get(name)), "") or fold.named(item)
        machines.setdefault(whose, []).append((row, item))
    records: list[Record] = []
    rejected: list[Rejected] = []
    for whose, held in machines.items():
        folded, others = fold.machine(held)
        rejected += others
        if folded is not None:
            records.append(Record(len(records) + 1, {**folded, **({"Node": whose} if whose else {})}))
    if not records:
        rejected.append(Rejected(1, "no class of hardware in it that is known"))
    return Table("text", tuple(records), tuple(rejected))


def _header(text: str) -> tuple[list[tuple[str, int]], str]:
    """The names of the columns, each with where it begins, and the separator; "" where columns stand by position."""
    line = next((line for line in _lines(text) if line.strip() and not line.startswith("#TYPE")), "")
    for separator in ",;\t":
        names = next(csv.reader([line], delimiter=separator), [])
        if len(names) > 1:
            return [(name.strip(), at) for at, name in enumerate(names)], separator
    found = list(_NAME.finditer(line))
    # Two spaces end every column but the last, also where the name fills it.
    apart = re.split(r" {2,}", line.strip())
    return ([(one.group(), one.start()) for one in found] if len(apart) == len(found) > 1 else []), ""


def _instances(text: str) -> Iterator[dict[str, str]]:
    header, separator = _header(text)
    lines = [line for line in _lines(text) if line.strip() and not line.startswith("#TYPE")][1:]
    if separator:
        for cells in csv.reader(io.StringIO("\n".join(lines)), delimiter=separator):
            yield {name: cell.strip() for (name, _), cell in zip(header, cells, strict=False)}
        return
    ends = [*(start for _, start in header[1:]), None]
    for line in lines if header else ():
        if not _RULE.match(line):
            yield {name: line[at:end].strip() for (name, at), end in zip(header, ends, strict=True)}


def _lines(text: str) -> list[str]:
    # wmic ends lines with CR CR LF, which many readers make two lines of.
    return re.split(r"\r*\n|\r", text.lstrip("\ufeff"))
