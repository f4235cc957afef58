"""Spend now: quantity times price, nothing unseen counted as zero, and the hour at which a budget is crossed."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from msp_aigov.assess.spend.outlook.billed import Billed
from msp_aigov.assess.spend.outlook.live import live
from msp_aigov.assess.spend.outlook.prices import PriceList
from msp_aigov.assess.spend.outlook.use import EVERY, IMAGES, OPENAI, use_of
from msp_aigov.model.cloud import Deployment
from msp_aigov.model.money.outlook import LiveSpend
from msp_aigov.model.money.usage import UsagePoint, UsageSeries
from tests.assess.spend.outlook.test_meaning import (
    ACCOUNT,
    BOTH,
    NUMBERS,
    TODAY,
    deployed,
    price_list,
    priced,
    series,
    usd,
)


def estimate(
    *found: UsageSeries,
    prices: PriceList | None = None,
    one: Deployment | None = None,
    billed: Billed = Billed(),
    today: date = TODAY,
    defined: tuple[str, ...] | None = None,
) -> LiveSpend:
    one = one or deployed()
    known = frozenset({*OPENAI, *EVERY, IMAGES} if defined is None else defined)
    return live(one, "a", use_of(one, found), prices or price_list(*BOTH), "USD", today, billed, NUMBERS, known)


def until(hour: datetime, metric: str, *values: str | None, tier: str = "") -> UsageSeries:
    """A series of hours, the last of which was running when it was read."""
    start = hour - timedelta(hours=len(values) - 1)
    points = (UsagePoint(start + timedelta(hours=n), None if v is None else Decimal(v)) for n, v in enumerate(values))
    return UsageSeries(ACCOUNT, "d", metric, tier, tuple(points), hour)


def test_an_estimate_is_quantity_times_price() -> None:
    now = estimate(series("ProcessedPromptTokens", "1000000"), series("GeneratedTokens", "250000"))
    assert (now.today, now.month, now.hourly) == (usd("48.00"), usd("96.00"), usd("2.00"))
    assert len(now.hours) == 24 and now.why.template == ""


def test_two_families_of_metrics_are_never_added() -> None:
    both = [series("ProcessedPromptTokens", "1000000"), series("InputTokens", "1000000")]
    assert estimate(*both).month == usd("48.00")


def test_a_null_hour_is_unseen_and_not_zero() -> None:
    now = estimate(series("ProcessedPromptTokens", "1000000", hours=24), series("GeneratedTokens", None, hours=24))
    assert sum(quantity.unseen_hours for quantity in now.quantities) == 24 and "no data" in now.why.template


def test_a_tier_without_a_meter_and_a_missing_price_are_unknown() -> None:
    tiered = estimate(series("ProcessedPromptTokens", "1000000", tier="priority"))
    unpriced = estimate(series("ProcessedPromptTokens", "1"), prices=price_list(*priced(("output", "4"))))
    assert tiered.today is tiered.month is unpriced.today is unpriced.month is None
    assert "no price" in tiered.why.template


def test_no_metric_at_all_is_unknown() -> None:
    assert estimate().today is None and "unknown" in estimate().why.template


NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_hours_without_data_are_no_zero_anywhere() -> None:
    now = estimate(until(NOW, "InputTokens", *[None] * 20), until(NOW, "OutputTokens", *[None] * 20))
    assert (now.today, now.month, now.month_filled, now.hourly, now.ratio) == (None,) * 5
    assert "unknown, not zero" in now.why.template


def test_a_day_in_which_one_of_two_metrics_is_silent_is_unknown() -> None:
    now = estimate(until(NOW, "InputTokens", *["1000000"] * 20), until(NOW, "OutputTokens", *["0"] * 5, *[None] * 15))
    assert now.today is None and now.month == usd("20.00")


def test_the_running_hour_counts_for_today_and_not_for_the_rate() -> None:
    now = estimate(until(NOW, "InputTokens", *["1000000"] * 9, "500000"))
    assert (now.today, now.hourly, now.until) == (usd("9.50"), usd("1.00"), NOW)


def test_unseen_hours_are_filled_with_the_mean_of_the_seen_ones_and_the_method_says_so() -> None:
    now = estimate(until(NOW, "InputTokens", "1000000", None, None, "3000000", "0"))
    assert (now.month, now.month_filled) == (usd("4.00"), usd("8.00"))
    assert ("hours", 2) in now.method.values and "mean" in now.method.template
    assert now.hours[-4:] == (None, None, Decimal("3.0000"), Decimal("0.0000"))


def test_hours_before_the_first_seen_one_are_not_filled() -> None:
    now = estimate(until(NOW, "InputTokens", None, None, "1000000", "1000000", "0"))
    assert now.month_filled == usd("2.00") and now.quantities[0].unseen_hours == 2


def hours_of(day: int, hourly: str | None, metric: str = "InputTokens") -> UsageSeries:
    """From the first of November to hour 9 of the 20th."""
    return until(NOW, metric, *[hourly] * ((day - 1) * 24 + 10))


def test_the_ratio_holds_whole_days_of_billing_against_the_same_days_of_use() -> None:
    costs = tuple((date(2026, 11, day), "input", Decimal("24.60")) for day in range(1, 20))
    now = estimate(hours_of(20, "1000000"), billed=Billed(costs))
    assert now.billed_until == date(2026, 11, 18) and now.billed == usd("442.80")
    assert now.ratio == Decimal("1.025")  # 18 days x 24.60 billed, 18 x 24.00 estimated; the 19th is not settled


def test_a_day_with_a_gap_is_left_out_of_the_ratio_on_both_sides() -> None:
    points = hours_of(20, "1000000")
    holed = UsageSeries(
        ACCOUNT, "d", "InputTokens", "", (UsagePoint(points.points[0].hour, None), *points.points[1:]), NOW
    )
    costs = tuple((date(2026, 11, day), "input", Decimal(24)) for day in range(1, 20))
    now = estimate(holed, billed=Billed(costs))
    assert (now.billed, now.ratio) == (usd("408.00"), Decimal("1.000"))


def test_a_meter_shared_with_another_deployment_gives_no_ratio() -> None:
    costs = ((date(2026, 11, 2), "input", Decimal(24)),)
    assert estimate(hours_of(20, "1000000"), billed=Billed(costs, alone=False)).ratio is None


def test_each_service_tier_has_its_own_price() -> None:
    dear = priced(("input", "2"))[0]
    prices = price_list(*BOTH, *[type(dear)(**{**dear.__dict__, "tier": "priority"})])
    now = estimate(
        until(NOW, "ProcessedPromptTokens", "1000000", "0", tier="default"),
        until(NOW, "ProcessedPromptTokens", "1000000", "0", tier="Priority"),
        prices=prices,
    )
    assert now.today == usd("3.00") and [each.tier for each in now.quantities] == ["default", "Priority"]


def test_old_prices_are_marked() -> None:
    assert not estimate(hours_of(20, "1")).quantities[0].old
    later = estimate(until(NOW + timedelta(days=30), "InputTokens", "1", "1"), today=date(2026, 12, 20))
    assert later.quantities[0].old


PICTURES = until(NOW, "GeneratedImages", "10", "10", "0")


def test_an_image_is_priced_by_its_own_price_before_tokens() -> None:
    assert estimate(PICTURES, prices=price_list(*priced(("image", "40000")))).today == usd("0.80")


def test_an_image_counts_by_its_output_tokens_where_they_are_measured() -> None:
    now = estimate(PICTURES, until(NOW, "OutputTokens", "1000000", "0", "0"))
    assert now.today == usd("4.00") and [each.metric for each in now.quantities] == ["OutputTokens"]


def test_an_image_counts_by_the_tokens_billed_for_one_lately() -> None:
    costs = tuple((date(2026, 11, day), "output", Decimal("4.80")) for day in range(1, 19))
    now = estimate(hours_of(20, "2", "GeneratedImages"), billed=Billed(costs))
    assert now.today == usd("2.00") and now.quantities[0].price_source.startswith("25000 tokens an image, as last")


def test_an_image_that_nothing_tells_about_is_a_range() -> None:
    now = estimate(PICTURES)
    assert now.today is None and now.today_range == (usd("0.02"), usd("0.52"))


def ptu(**changed: Any) -> Deployment:
    return deployed(sku="GlobalProvisionedManaged", capacity=50, **changed)


def test_provisioned_throughput_costs_its_units_every_hour_whatever_is_asked() -> None:
    busy = until(NOW, "ProvisionedUtilization", *["3"] * 10)
    tokens = until(NOW, "InputTokens", *["9000000"] * 10)
    rate = price_list(*BOTH, *[type(BOTH[0])(**{**p.__dict__, "unit": "1 Hour"}) for p in priced(("provisioned", "2"))])
    now = estimate(busy, tokens, one=ptu(), prices=rate)
    assert (now.today, now.hourly) == (usd("900.00"), usd("100.00"))
    unpriced, unseen = estimate(busy, one=ptu()), estimate(tokens, one=ptu(), prices=rate)
    assert unpriced.today is unseen.today is None


@pytest.mark.parametrize("tier", ["priority", "flex"])
def test_no_tier_borrows_the_price_of_another(tier: str) -> None:
    assert price_list(*BOTH).find(deployed(), "input", tier) is None


def test_a_metric_that_the_account_does_not_define_is_unknown_where_it_would_cost_something() -> None:
    tokens = hours_of(20, "1000000")
    half = estimate(tokens, defined=("InputTokens",))
    assert half.today is None and ("metrics", "OutputTokens") in half.why.values
    embedding = estimate(tokens, defined=("InputTokens",), prices=price_list(*priced(("input", "1"))))
    assert embedding.today == usd("10.00")


def test_metrics_that_could_not_be_read_are_not_called_undefined() -> None:
    one = deployed()
    now = live(one, "a", use_of(one, ()), price_list(*BOTH), "USD", TODAY, Billed(), NUMBERS, None)
    assert now.today is None and "could not be read" in now.why.template


def test_a_count_without_data_is_unknown_and_a_counted_zero_is_zero() -> None:
    (nothing,) = estimate(until(NOW, "InputTokens", None, None)).quantities
    (zero,) = estimate(until(NOW, "InputTokens", "0", "0")).quantities
    assert (nothing.today, nothing.month, zero.today, zero.month) == (None, None, 0, 0)
