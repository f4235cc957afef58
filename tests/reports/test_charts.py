"""The curve of a month."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from msp_aigov.model.text import Money, Text
from msp_aigov.reports.blocks import Chart, ChartLine, Share, Shares
from msp_aigov.reports.charts.bars import bar_chart
from msp_aigov.reports.charts.curve import line_chart

DAYS = [date(2026, 10, day) for day in (1, 2, 30)]


def chart(*values: str, level: str | None = None) -> Chart:
    """A chart of three days."""
    points = tuple(zip(DAYS, map(Decimal, values), strict=True))
    line = ChartLine(Text("budget, {level} a day", level=level), Decimal(level)) if level else None
    return Chart(Text("Spend"), Text("rising <fast>"), "EUR", points, line)


@pytest.mark.parametrize(
    "values", [("0", "0", "0"), ("1", "2", "75.2"), ("-5", "0", "3"), ("0.0001", "0.0004", "0"), ("1e9", "2", "1")]
)
def test_no_value_falls_off_the_drawing(values: tuple[str, ...]) -> None:
    drawn = line_chart(chart(*values), 340, 210, "en")
    for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", drawn):
        assert 0 <= float(x) <= 340 and 0 <= float(y) <= 210


def test_the_budget_is_a_line_with_its_name() -> None:
    drawn = line_chart(chart("1", "2", "3", level="45"), 1040, 260, "en")
    assert "budget, 45 a day" in drawn and 'class="level"' in drawn


def test_what_is_expected_is_a_band_behind_the_curve_that_stays_on_the_drawing() -> None:
    values = chart("1", "2", "3")
    last = values.points[-1][0]
    ahead = tuple((last + timedelta(days=n), Decimal(3), Decimal(3 + 10 * n)) for n in (1, 2))
    drawn = line_chart(replace(values, band=ahead), 340, 210, "en")
    assert drawn.index('class="band"') < drawn.index('class="curve"')
    for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", drawn):
        assert 0 <= float(x) <= 340 and 0 <= float(y) <= 210


def test_the_words_are_escaped() -> None:
    assert 'aria-label="rising &lt;fast&gt;"' in line_chart(chart("1", "2", "3"), 340, 210, "en")


def shares(*percents: str) -> Shares:
    """A bar for each share of a hundred euro."""
    parts = (Share(Text.verbatim(f"model <{n}>"), Money(Decimal(p), "EUR"), Decimal(p)) for n, p in enumerate(percents))
    return Shares(Text("By model"), Text("mostly <one>"), tuple(parts))


def test_a_bar_is_as_long_as_its_share_and_never_longer_than_the_drawing() -> None:
    drawn = bar_chart(shares("75.0", "120", "-5"), 400, "en")
    assert re.findall(r'class="share" x="0" y="\d+" width="([\d.]+)"', drawn) == ["300.0", "400.0", "0.0"]


def test_bars_say_the_same_in_words_and_escape_what_a_client_wrote() -> None:
    drawn = bar_chart(shares("75.0"), 400, "en")
    assert 'aria-label="mostly &lt;one&gt;"' in drawn and "model &lt;0&gt;" in drawn and "75.0 %, 75.00 EUR" in drawn


def test_a_name_too_long_for_the_drawing_is_cut() -> None:
    long = replace(shares("1"), parts=(Share(Text.verbatim("x" * 300), Money(Decimal(1), "EUR"), Decimal(1)),))
    assert "xxx…" in bar_chart(long, 340, "en")
