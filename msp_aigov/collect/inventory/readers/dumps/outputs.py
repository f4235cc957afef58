"""What our own scripts printed on many machines, as an RMM gives it back: in a table's cells, or one after another."""

import csv
import io
import json
import re
from collections.abc import Iterator

from msp_aigov.collect.inventory.readers import benched
from msp_aigov.collect.inventory.readers.json import documents, listed, more_pages, paged
from msp_aigov.collect.inventory.readers.table import Header, Record, Rejected, Table

_PROBE = r'\{\s*"msp_aigov_probe"'
_BENCH = r'\{\s*"schema_version"\s*:\s*\d+\s*,\s*"tool"\s*:\s*"msp-aigov'
_START = re.compile(f"{_PROBE}|{_BENCH}")
_IN_CELL = re.compile(f"{_PROBE}|{_BENCH}".replace('"', '""'))
_IN_STRING = re.compile(r'\{(?:\s|\\[nrt])*\\"(?:msp_aigov_probe|schema_version)\\"')
_SEPARATORS = ",;\t"
_SILENT = "no output of the collector in this row"
_CUT = "what the script printed is not whole: the RMM may have cut it"


def mine(text: str) -> bool:
    """Whether the text is of this kind."""
    return bool(_IN_CELL.search(text) or _START.search(text))


def in_strings(text: str) -> bool:
    """Whether a text of JSON holds such outputs as its strings, as an RMM's interface gives them."""
    return bool(_IN_STRING.search(text))


def read(text: str, shown: str, known: Header) -> Table:
    """One record for each output, wherever it stands; a row of a table without one is rejected."""
    if in_strings(text):
        found = list(_strings(text, shown))
    else:
        found = list(_cells(text) if _IN_CELL.search(text) else _printed(text, 1))
    records = tuple(one for one in found if isinstance(one, Record))
    return Table("json", records, tuple(one for one in found if isinstance(one, Rejected)))


def _strings(text: str, shown: str) -> Iterator[Record | Rejected]:
    """The items of a list are counted from 1, an object that wraps a list stands for it, others have their line."""
    broken: list[Rejected] = []
    for line, document in documents(text, shown, broken):
        last = 0
        for last, item in listed(document):
            row = last or line
            told = [each for each in (item.values() if isinstance(item, dict) else [item]) if isinstance(each, str)]
            printed = [one for each in told for one in _printed(each, row, moving=False)]
            yield from printed or [Rejected(row, _SILENT)]
        yield from (paged((last or line) + 1, key) for key in more_pages(document))
    yield from broken


def _cells(text: str) -> Iterator[Record | Rejected]:
    head = text.split("\n", 1)[0]
    separator = max(_SEPARATORS, key=head.count)
    limit = csv.field_size_limit(2**24)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1):
            printed = [one for cell in row for one in _printed(cell, number, moving=False)]
            yield from printed
            if not printed and number > 1 and any(cell.strip() for cell in row):
                yield Rejected(number, _SILENT)
    finally:
        csv.field_size_limit(limit)


def _printed(text: str, row: int, moving: bool = True) -> Iterator[Record | Rejected]:
    """The outputs in a text; `moving` where its lines are the file's."""
    end = 0
    while start := _START.search(text, end):
        line = row + text.count("\n", 0, start.start()) if moving else row
        try:
            value, end = json.JSONDecoder().raw_decode(text, start.start())
        except (ValueError, RecursionError):
            yield Rejected(line, _CUT)
            end = start.end()
        else:
            yield Record(line, benched.spelled_out(value))
