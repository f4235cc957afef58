"""Rows reduced to the few kinds there are among them, and what was found of a kind brought back to its rows."""

from collections.abc import Sequence

import narwhals as nw

from msp_aigov.tables.files import Frame

ROWS, LEAST = "rows", "least"


def bucketed(frame: Frame, amount: str, bucket: str, factor: int, thresholds: Sequence[int]) -> Frame:
    """A text of a number as the count of thresholds it passes, times `factor`; any other spelling is -1, unknown.

    Nothing and zero are placeholders, and three digits behind a point may be thousands: all of these are unknown.
    """
    plain = nw.col(amount).str.contains(r"^[0-9]{1,15}(\.([0-9]{1,2}|[0-9]{4,6}))?$")
    number = nw.when(plain).then(nw.col(amount)).otherwise(None).cast(nw.Float64)
    number = nw.when(number > 0).then(number).otherwise(None)
    passed = nw.sum_horizontal(*[(nw.col(amount) * factor >= one).cast(nw.Int32) for one in thresholds])
    told = nw.when(nw.col(amount).is_null()).then(nw.lit(-1)).otherwise(passed)
    return frame.with_columns(number.alias(amount)).with_columns(told.cast(nw.String).alias(bucket))


def kinds(frame: Frame, keys: Sequence[str], amount: str) -> Frame:
    """One row a kind: its keys, how many rows are of it, and the least amount among them."""
    return frame.group_by(*keys).agg(nw.len().alias(ROWS), nw.col(amount).min().alias(LEAST))


def brought_back(frame: Frame, found: Frame, keys: Sequence[str], ids: Sequence[str], codes: Sequence[str]) -> Frame:
    """Every row's ids with the codes of its kind, as small whole numbers."""
    # From the left: an engine then holds the few kinds in memory, and never the rows.
    chosen = [nw.col(name) for name in ids] + [nw.col(name).cast(nw.Int8).alias(name) for name in codes]
    return frame.join(found, on=list(keys), how="left").select(*chosen)
