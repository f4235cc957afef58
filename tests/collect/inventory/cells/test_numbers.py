"""Amounts: the unit is the column's or the value's own, the decimal mark is the column's."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msp_aigov.collect.inventory.cells import numbers

GB = 2**30


@pytest.mark.parametrize(
    ("raw", "unit", "mark", "value"),
    [
        ("16384", "MB", "", 16 * GB),
        ("48,0 GB", "", "", 48 * GB),
        ("15.5 GB", "", "", int(15.5 * GB)),
        ("16,384 MB", "", ".", 16 * GB),
        ("16.384 MB", "", ",", 16 * GB),
        ("1.234,5", "MB", "", int(Decimal("1234.5") * 2**20)),
        ("16\u202f384", "MB", "", 16 * GB),
        ("16 Go", "", "", 16 * GB),
        ("16,384 MB", "", "", None),
        ("16", "", "", None),
        ("16 GBit", "", "", None),
        ("1,2,3", "GB", ".", None),
        ("16GB DDR4", "", "", None),
        ("", "GB", "", None),
        ("-1", "GB", "", -GB),
    ],
)
def test_an_amount_reads_in_one_way_or_not_at_all(raw, unit, mark, value):
    assert numbers.to_bytes(raw, unit, mark) == value


@pytest.mark.parametrize(
    ("column", "mark"),
    [
        (["15,7 GB", "16.384 MB"], ","),
        (["15.7", "16,384"], "."),
        (["16.384", "8.192"], ""),
        (["15.7", "15,7"], ""),
        (["x", ""], ""),
    ],
)
def test_the_decimal_mark_comes_from_what_is_plain(column, mark):
    assert numbers.decimal_mark(column) == mark


@given(whole=st.integers(0, 10**9), part=st.integers(0, 9), mark=st.sampled_from(".,"))
def test_a_written_number_reads_back(whole, part, mark):
    grouped = f"{whole:,}".replace(",", "." if mark == "," else ",")
    assert numbers.number(f"{grouped}{mark}{part}", mark) == Decimal(f"{whole}.{part}")


@given(st.text(max_size=50))
def test_any_text_is_an_amount_or_none(raw):
    assert isinstance(numbers.to_bytes(raw, "GB", numbers.decimal_mark([raw])), int | None)
