"""Typed values from the cells of one file, each with its evidence."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from fnmatch import fnmatchcase
from typing import Any, NamedTuple, TypeVar

from msp_aigov.collect.inventory.cells import dates, numbers, sentinels
from msp_aigov.collect.inventory.mapping import Rule, split_unit
from msp_aigov.collect.inventory.pick import Cells, columns
from msp_aigov.model.seen import Seen, missing

T = TypeVar("T")
_SHOWN = 80
_RANK = ("read", "default", "inferred", "capped", "contradicted", "sentinel", "missing")


class Raw(NamedTuple):
    """One cell: the column's name, its text, and where it stands with what was there."""

    column: str
    text: str
    source: str


class CellReader:
    """Reads the cells of one file; number and date formats are judged for each column over all rows."""

    def __init__(self, file: str, container: str, records: Iterable[Cells]) -> None:
        self._file = file
        self._container = container
        self._records = tuple(records)
        self._marks: dict[str, numbers.Mark] = {}
        self._orders: dict[str, dates.Order] = {}
        self._units: dict[str, str] = {}

    def raws(self, rule: Rule, row: int, cells: Cells) -> list[Raw]:
        """The cells that a rule and those after it name in one record, best first, empty ones too."""
        return [raw for link in rule.chain for raw in self._raws(link, row, cells)]

    def _raws(self, rule: Rule, row: int, cells: Cells) -> list[Raw]:
        place = f"{self._file}:{row}"
        texts = ((column, _text(value)) for column, value in _values(rule, cells))
        return [
            Raw(column, _translated(rule, text) if rule.means else text, f"{place} {column}={text[:_SHOWN]}")
            for column, text in texts
        ]

    def best(self, rule: Rule, row: int, cells: Cells, read: Callable[[Raw], Seen[T]]) -> Seen[T]:
        """The best of what the columns of a rule say; two columns of one name that disagree are contradicted."""
        raws = self._raws(rule, row, cells)
        if not raws:
            names = ", ".join(rule.columns[:3])
            return missing(f"{self._file}:{row} has no column {names}" if names else "")
        if len(raws) == 1:
            return read(raws[0])
        seen = [(raw, read(raw)) for raw in raws]
        raw, first = min(seen, key=lambda pair: _RANK.index(pair[1].state))
        for other, twin in seen:
            if other.column.startswith(f"{raw.column} #") and twin.state == "read" and twin.value != first.value:
                return Seen(first.value, "contradicted", f"{first.source}; {twin.source}", first.unit)
        return first

    def words(self, rule: Rule, row: int, cells: Cells) -> Seen[str]:
        """A text; a placeholder is a sentinel."""
        return _first(self.best(link, row, cells, plain_words) for link in rule.chain)

    def size(self, rule: Rule, row: int, cells: Cells, least: int, most: int) -> Seen[int]:
        """Bytes; what lies outside `least` to `most` is not believed."""
        return _first(self._sized(link, row, cells, least, most) for link in rule.chain)

    def _sized(self, rule: Rule, row: int, cells: Cells, least: int, most: int) -> Seen[int]:
        if rule.total:
            return self._total(rule, row, cells, least, most)
        return self.best(rule, row, cells, lambda raw: self._size(rule, raw, least, most))

    def day(self, rule: Rule, row: int, cells: Cells) -> Seen[date]:
        """A UTC day."""
        return _first(self._dated(link, row, cells) for link in rule.chain)

    def _dated(self, rule: Rule, row: int, cells: Cells) -> Seen[date]:
        return self.best(rule, row, cells, lambda raw: self._day(rule, raw))

    def _size(self, rule: Rule, raw: Raw, least: int, most: int) -> Seen[int]:
        if not raw.text.strip():
            return missing(f"{raw.source}(empty)", "bytes")
        unit = split_unit(raw.column)[1] if rule.unit == "header" else rule.unit
        told = bool(unit) or numbers.has_unit(raw.text)
        unit = unit if told else self._deduced(rule, raw.column, least, most)
        amount = numbers.to_bytes(raw.text, unit, self._mark(rule, raw.column))
        if sentinels.is_placeholder(raw.text) or (amount is not None and amount <= 0):
            return Seen(None, "sentinel", raw.source, "bytes")
        if amount is None:
            amount = self._only_plausible(raw.text, unit, least, most)
        if amount is None:
            return missing(f"{raw.source} {numbers.why_not(raw.text, unit)}", "bytes")
        if not least <= amount <= most:
            return missing(f"{raw.source} is not plausible as {unit.upper() or 'bytes'}", "bytes")
        if not told:
            note = f" ({unit.upper()}: no other unit is possible in this column)"
            return Seen(amount, "inferred", raw.source + note, "bytes")
        note = "" if numbers.has_unit(raw.text) else f" ({unit.upper()})"
        return Seen(amount, "read", raw.source + note, "bytes")

    def _deduced(self, rule: Rule, column: str, least: int, most: int) -> str:
        """The one unit under which every plain number of a column is possible; empty where there are several."""
        if column not in self._units:
            mark = self._mark(rule, column)
            told = {text for text in self._column(rule, column) if not sentinels.is_placeholder(text)}
            plain = [text for text in told if text.strip() and not numbers.has_unit(text)]
            self._units[column] = numbers.only_unit(plain, mark, least, most)
        return self._units[column]

    @staticmethod
    def _only_plausible(text: str, unit: str, least: int, most: int) -> int | None:
        """Of two numbers that a text may write, the one that is possible at all: 15,998 MB of memory is no 16 MB."""
        both = [numbers.to_bytes(text, unit, mark) for mark in (".", ",")]
        possible = [one for one in both if one is not None and least <= one <= most]
        return possible[0] if len(possible) == 1 and None not in both and least > 1 else None

    def _total(self, rule: Rule, row: int, cells: Cells, least: int, most: int) -> Seen[int]:
        parts = [self._size(rule, raw, 1, most) for raw in self._raws(rule, row, cells)]
        good = [part for part in parts if part.value is not None]
        doubtful = [part for part in parts if part.state == "missing"]
        total = sum(part.value or 0 for part in good)
        source = "; ".join(part.source for part in (*good, *doubtful)[:8])
        if not good or doubtful or not least <= total <= most:  # an empty slot is 0, an unread one is not
            return missing(source or f"{self._file}:{row} lists none in {rule.each}", "bytes")
        return Seen(total, "read", source, "bytes")

    def _day(self, rule: Rule, raw: Raw) -> Seen[date]:
        if not raw.text.strip():
            return missing(f"{raw.source}(empty)")
        read = dates.day(raw.text, rule.unit, self._order(rule, raw.column))
        if sentinels.is_placeholder(raw.text) or (read and sentinels.is_placeholder_day(read)):
            return Seen(None, "sentinel", raw.source)
        return Seen(read, "read", raw.source) if read else missing(f"{raw.source} cannot be read as a day")

    def _mark(self, rule: Rule, column: str) -> numbers.Mark:
        if self._container == "json":
            return "."
        if column not in self._marks:
            self._marks[column] = numbers.decimal_mark(self._column(rule, column))
        return self._marks[column]

    def _order(self, rule: Rule, column: str) -> dates.Order:
        if column not in self._orders:
            self._orders[column] = dates.order(self._column(rule, column))
        return self._orders[column]

    def _column(self, rule: Rule, column: str) -> Iterator[str]:
        for cells in self._records:
            yield from (_text(value) for name, value in _values(rule, cells) if name == column)


def _first(readings: Iterable[Seen[T]]) -> Seen[T]:
    """The first reading with a value; where none has, the first that was more than missing."""
    every: list[Seen[T]] = []
    for seen in readings:
        if seen.value is not None:
            return seen
        every.append(seen)
    return min(every, key=lambda one: _RANK.index(one.state))


def plain_words(raw: Raw) -> Seen[str]:
    """The text of one cell, spaces made single."""
    words = " ".join(raw.text.split())
    if not words:
        return missing(f"{raw.source}(empty)")
    return Seen(None, "sentinel", raw.source) if sentinels.is_placeholder(words) else Seen(words, "read", raw.source)


def holds(conditions: tuple[tuple[str, tuple[str, ...]], ...], cells: Cells) -> str:
    """The first condition that a record meets, as "column=value"; empty where none. Values may hold `*`."""
    for column, wanted in conditions:
        for name, value in columns(Rule((column,)), cells):
            words = _text(value).casefold()
            if words and any(fnmatchcase(words, pattern.casefold()) for pattern in wanted):
                return f"{name}={_text(value)[:_SHOWN]}"
    return ""


def _values(rule: Rule, cells: Cells) -> Iterable[tuple[str, Any]]:
    return _listed(rule, cells) if rule.each else columns(rule, cells)


def _listed(rule: Rule, cells: Cells) -> Iterator[tuple[str, Any]]:
    items = cells.get(rule.each)
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict) and (not rule.where or holds(rule.where, item)):
            yield from ((f"{rule.each}.{column}", item[column]) for column in rule.columns if column in item)


def _text(value: Any) -> str:
    if type(value) is str:
        return value
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(_text(one) for one in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _translated(rule: Rule, text: str) -> str:
    return dict(rule.means).get(text.strip().casefold(), text)
