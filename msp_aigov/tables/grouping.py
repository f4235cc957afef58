"""Rows reduced to the few kinds there are among them, and what was found of a kind brought back to its rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import narwhals as nw

from msp_aigov.tables.files import Frame

ROWS = "rows"
_FILLERS = ("123456789", "0123456789", "1234567890")


@dataclass(frozen=True)
class Question:
    """One code of a kind's rows: `enough` where their amount reaches `threshold`, `short` below it, else `unknown`.

    All four are names of columns, `threshold` is a number.
    """

    name: str
    threshold: float
    enough: str
    short: str
    unknown: str

    @property
    def columns(self) -> tuple[str, str, str]:
        """The columns that hold the three answers."""
        return self.enough, self.short, self.unknown


@dataclass(frozen=True)
class Figures:
    """A text column of amounts: `factor` of the asked unit in one of them, their decimal mark, the unit behind them."""

    column: str
    factor: int
    mark: str
    unit: str


def with_amount(frame: Frame, name: str, columns: Sequence[Figures], most: int) -> Frame:
    """One more column: the first of some in which something stands, as a number from 1 to `most`, or unknown."""
    steps = {one.column: f"{name}_of_{one.column}" for one in columns}
    # A step at a time: an engine works out each once, however often the next names it.
    frame = frame.with_columns(_number(one).alias(steps[one.column]) for one in columns)
    told = nw.lit(None).cast(nw.Float64)
    for column, step in reversed(steps.items()):
        bounded = nw.when((nw.col(step) >= 1) & (nw.col(step) <= most)).then(nw.col(step)).otherwise(None)
        told = nw.when(nw.col(column) == "").then(told).otherwise(bounded)
    return frame.with_columns(told.alias(name))


def _number(one: Figures) -> nw.Expr:
    """Digits, a decimal mark and a unit behind them; any other spelling is unknown.

    Three digits behind the mark may be thousands, and digits in their order fill a place: both are unknown.
    """
    if not one.factor:
        return nw.lit(None).cast(nw.Float64)
    text = nw.col(one.column)
    spelling = rf"^[0-9]{{1,15}}({re.escape(one.mark)}([0-9]{{1,2}}|[0-9]{{4,6}}))?{_behind(one.unit)}$"
    digits = text
    if one.unit:
        digits = digits.str.replace_all(f"{_behind(one.unit)}$", "")
    if one.mark != ".":
        digits = digits.str.replace_all(one.mark, ".", literal=True)
    plain = text.str.contains(spelling) & ~text.is_in(_FILLERS)
    return nw.when(plain).then(digits).otherwise(None).cast(nw.Float64) * one.factor


def _behind(unit: str) -> str:
    return rf" *(?i:{re.escape(unit)})" if unit else ""


def kinds(frame: Frame, keys: Sequence[str]) -> Frame:
    """One row a kind: its keys, and how many rows are of it."""
    return frame.group_by(*keys).agg(nw.len().alias(ROWS))


def put_beside(frame: Frame, found: Frame, keys: Sequence[str]) -> Frame:
    """The frame with the further columns of a small table that has one row for each different value of the keys."""
    # From the left: an engine then holds the few in memory, and never the rows.
    return frame.join(found, on=list(keys), how="left")


def brought_back(
    frame: Frame, found: Frame, keys: Sequence[str], ids: Sequence[str], amount: str, questions: Sequence[Question]
) -> Frame:
    """Every row's ids with the codes of its kind, as small whole numbers; a kind that was not found has none."""
    # Numbers before the rows are joined to them, where they are few.
    few = found.with_columns(nw.col(name).cast(nw.Int8) for one in questions for name in one.columns)
    return put_beside(frame, few, keys).select(*ids, *(_told(amount, one) for one in questions))


def _told(amount: str, one: Question) -> nw.Expr:
    short_or_not = nw.when(nw.col(amount) >= one.threshold).then(nw.col(one.enough)).otherwise(nw.col(one.short))
    return nw.when(nw.col(amount).is_null()).then(nw.col(one.unknown)).otherwise(short_or_not).alias(one.name)
