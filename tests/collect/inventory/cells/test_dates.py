"""Days: an order of day and month that a column does not tell is not guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msp_aigov.collect.inventory.cells import dates, sentinels


@pytest.mark.parametrize(
    ("raw", "unit", "first", "day"),
    [
        ("2026-11-03", "", "", date(2026, 11, 3)),
        ("2026-11-03T23:30:00-05:00", "", "", date(2026, 11, 4)),
        ("2026-11-03T00:30:00+02:00", "", "", date(2026, 11, 2)),
        ("03.11.2026 08:00", "", "", date(2026, 11, 3)),
        ("03/11/2026", "", "", None),
        ("03/11/2026", "", "day", date(2026, 11, 3)),
        ("03/11/2026", "", "month", date(2026, 3, 11)),
        ("25/12/2026", "", "", date(2026, 12, 25)),
        ("1793600000.5", "epoch_s", "", date(2026, 11, 2)),
        ("1793600000000", "epoch_ms", "", date(2026, 11, 2)),
        ("/Date(1793600000000)/", "", "", date(2026, 11, 2)),
        ("1793600000", "", "", None),
        ("2026-02-31", "", "", None),
        ("99999999999999", "epoch_s", "", None),
        ("yesterday", "", "", None),
    ],
)
def test_a_day_reads_in_one_way_or_not_at_all(raw, unit, first, day):
    assert dates.day(raw, unit, first) == day


def test_the_order_comes_from_what_is_plain():
    assert dates.order(["03/04/2026", "25/04/2026"]) == "day"
    assert dates.order(["03/04/2026", "04/25/2026"]) == "month"
    assert dates.order(["03/04/2026", "25/04/2026", "04/25/2026"]) == ""


@given(st.text(max_size=30), st.sampled_from(["", "epoch_s", "epoch_ms"]), st.sampled_from(["", "day", "month"]))
def test_any_text_is_a_day_or_none(raw, unit, first):
    assert isinstance(dates.day(raw, unit, first), date | None)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31), date(1970, 1, 1)])
def test_never_is_no_day(day):
    assert sentinels.is_placeholder_day(day)


@pytest.mark.parametrize(
    "words", ["Default string", "To Be Filled By O.E.M.", "System Serial Number", "None", "0", "-1", "n/a"]
)
def test_placeholders_are_known(words):
    assert sentinels.is_placeholder(words)


@pytest.mark.parametrize("words", ["PF00ABC1", "10", "Dell Inc.", "O.K."])
def test_values_are_no_placeholders(words):
    assert not sentinels.is_placeholder(words)
