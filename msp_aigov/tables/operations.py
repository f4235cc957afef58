"""The operations on frames, written once for every engine."""

from collections.abc import Sequence

import narwhals as nw

from msp_aigov.tables.files import Frame

ROWS, EMPTY, TOTAL = "rows", "empty", "total"


def stacked(frames: Sequence[Frame]) -> Frame:
    """Frames of the same columns, one below the other."""
    return nw.concat(list(frames), how="vertical") if len(frames) > 1 else frames[0]


def labelled(frame: Frame, name: str, value: int) -> Frame:
    """The frame with one more column that says the same in every row."""
    return frame.with_columns(nw.lit(value).alias(name))


def flagged(frame: Frame, name: str, holding: dict[str, Sequence[str]], equal: dict[str, Sequence[str]]) -> Frame:
    """One more column: whether any text column holds one of the parts, or equals one of the words, case aside."""
    tests = [
        nw.col(column).str.to_lowercase().str.contains(part.lower(), literal=True)
        for column, parts in holding.items()
        for part in parts
    ]
    tests += [
        nw.col(column).str.to_lowercase().is_in([word.lower() for word in words])
        for column, words in equal.items()
        if words
    ]
    return frame.with_columns(nw.any_horizontal(*tests, ignore_nulls=True).alias(name))


def blanked(frame: Frame, columns: Sequence[str], unless: str) -> Frame:
    """The frame with these text columns emptied in every row whose flag is not set."""
    return frame.with_columns(
        nw.when(nw.col(unless)).then(nw.col(column)).otherwise(nw.lit("")).alias(column) for column in columns
    )


def summed(frame: Frame, by: Sequence[str], amount: str) -> Frame:
    """One row per group: the keys, the sum of an amount, how many rows, and how many of them had no amount."""
    return frame.group_by(*by).agg(
        nw.col(amount).sum().alias(TOTAL), nw.len().alias(ROWS), nw.col(amount).null_count().alias(EMPTY)
    )
