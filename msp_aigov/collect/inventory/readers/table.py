"""What every reader gives: records with the row a person would look at, and rows that are none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Header = Callable[[Sequence[str]], int]
"""How many of these column names are known to the best mapping; 0 where no mapping recognises them."""


@dataclass(frozen=True)
class Record:
    """One row or object, as the file has it: text, whole numbers, booleans, None, and nested lists and objects."""

    row: int
    values: dict[str, Any]


@dataclass(frozen=True)
class Rejected:
    """A row that is no record, and why; `aside` marks totals and remarks, with which no device is lost."""

    row: int
    reason: str
    aside: bool = False


def another(row: int, name: str) -> Rejected:
    """What is said of a second machine where an output is of one; nothing behind it is read."""
    return Rejected(row, f"another machine, {name[:60]}, in one output: keep each in its own file")


@dataclass(frozen=True)
class Table:
    """A file taken apart. `shape` names what it looked like, for messages."""

    container: str
    records: tuple[Record, ...]
    rejected: tuple[Rejected, ...] = ()
