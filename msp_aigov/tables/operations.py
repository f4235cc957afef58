"""The operations on frames, written once for every engine."""

from collections.abc import Sequence

import narwhals as nw

from msp_aigov.tables.files import Frame

ROWS, EMPTY, TOTAL, ANY = "rows", "empty", "total", "any"


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


def among(frame: Frame, columns: Sequence[str], wanted: Sequence[Sequence[object]]) -> Frame:
    """The rows whose values in these columns stand together in one of the wanted lines."""
    parts = [nw.col(name).cast(nw.String) for name in columns]
    keys = ["\x1f".join(map(str, line)) for line in wanted]
    return frame.filter(nw.concat_str(parts, separator="\x1f").is_in(keys))


def monthly(frame: Frame, name: str, day: str) -> Frame:
    """One more column: the first day of the month of another."""
    return frame.with_columns(nw.col(day).dt.truncate("1mo").cast(nw.Date).alias(name))


def counted(frame: Frame) -> Frame:
    """One row: how many there are."""
    return frame.select(nw.len().alias(ROWS))


def regrouped(frame: Frame, by: Sequence[str], sums: Sequence[str], flags: Sequence[str] = ()) -> Frame:
    """Groups put together into fewer: the keys, the sums of columns, and of each flag whether any has it."""
    made = [nw.col(name).sum().alias(name) for name in sums]
    return frame.group_by(*by).agg(*made, *(nw.col(flag).any().alias(flag) for flag in flags))


def filled(frame: Frame, name: str) -> Frame:
    """The frame with a text column turned into whether there is anything in it."""
    return frame.with_columns((nw.col(name) != nw.lit("")).alias(name))


def differing(frame: Frame, name: str, left: str, right: str) -> Frame:
    """One more column: whether two text columns both say something, and not the same."""
    one, other = nw.col(left), nw.col(right)
    both = (one != nw.lit("")) & (other != nw.lit(""))
    return frame.with_columns((both & (one != other)).alias(name))


def summed(frame: Frame, by: Sequence[str], amounts: Sequence[str], flags: Sequence[str] = ()) -> Frame:
    """One row per group: the keys and how many rows; of each amount the sum and how many rows had none; of each flag
    whether any row has it."""
    made = [nw.len().alias(ROWS)]
    for amount in amounts:
        figure = nw.col(amount)
        made += [figure.sum().alias(f"{TOTAL}_{amount}"), figure.null_count().alias(f"{EMPTY}_{amount}")]
    made += [nw.col(flag).any().alias(f"{ANY}_{flag}") for flag in flags]
    return frame.group_by(*by).agg(*made)
