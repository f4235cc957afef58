"""All deployments together, and the hour at which a budget is crossed."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from msp_aigov.assess.spend.outlook.crossing import together
from msp_aigov.model.money.outlook import LiveSpend
from msp_aigov.model.spend import CostLine
from msp_aigov.model.text import Money
from tests.assess.spend.outlook.test_meaning import ACCOUNT, TODAY, usd
from tests.assess.spend.outlook.test_now import NOW, estimate, hours_of, until


def line(day: int, amount: str) -> CostLine:
    return CostLine("22", ACCOUNT, "", "", "", date(2026, 11, day), usd(amount))


def crossed(*found: LiveSpend, limit: Money | None = usd("400")) -> Any:
    lines = [line(day, "10") for day in range(1, 21)]
    return together(found, "USD", lines, limit, "target", TODAY)


def test_the_month_is_billed_days_and_then_measured_hours() -> None:
    total = crossed(estimate(hours_of(20, "1000000")))
    assert (total.billed, total.billed_until) == (usd("180.00"), date(2026, 11, 18))
    # ACCOUNT's subscription is not the one that is billed here: all of its month is measured.
    assert total.month == usd("646.00") and "already" in total.said.template


def test_the_hour_at_which_the_budget_is_crossed_is_named() -> None:
    total = crossed(estimate(until(NOW, "InputTokens", *["1000000"] * 9, "0")), limit=usd("200"))
    assert total.month == usd("189.00") and total.crossing == NOW + timedelta(hours=11)
    assert crossed(estimate(until(NOW, "InputTokens", "1000", "0")), limit=usd("900")).crossing is None
    assert "nothing to cross" in crossed(estimate(), limit=None).said.template


def test_with_a_deployment_unknown_the_crossing_is_at_the_latest_and_the_sum_at_least() -> None:
    total = crossed(estimate(until(NOW, "InputTokens", *["1000000"] * 9, "0")), estimate(), limit=usd("200"))
    assert total.unknown == ("d",) and total.said.template.endswith("or sooner")
    silent = crossed(estimate())
    assert (silent.today, silent.hourly, silent.crossing) == (
        None,
        None,
        None,
    ) and "cannot be said" in silent.said.template


def test_the_curve_of_the_day_adds_what_is_seen_and_marks_what_is_not() -> None:
    one = estimate(until(NOW, "InputTokens", *["1000000"] * 8, None, "0"))
    two = estimate(until(NOW, "OutputTokens", "0", *["250000"] * 7, None, None))
    assert crossed(one, two).hours == (*[Decimal("1.0000")], *[Decimal("2.0000")] * 7, None, Decimal("0.0000"))
