"""When the first alert of a budget can fire."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from msp_aigov.assess.spend.alerts import first_alerts
from msp_aigov.model.spend import Budget, BudgetCoverage, BudgetFilter, CostLine, FirstAlert, Notification
from msp_aigov.model.text import Money

TODAY = date(2026, 11, 20)
SUB = "/subscriptions/22"


def alert(threshold: str = "80", **changed: Any) -> Notification:
    usual = {"enabled": True, "threshold": Decimal(threshold), "forecasted": False, "recipients": ("a@b.example",)}
    return Notification("n", **{**usual, **changed})


def first(*alerts: Notification, spent: str = "100", **changed: Any) -> FirstAlert:
    """A budget of 150 USD a month, of which `spent` is gone after twenty days."""
    usual: dict[str, Any] = {"grain": "Monthly", "start": None, "end": None, "filters": ()}
    usual |= {"amount": Money(Decimal(150), "USD"), **changed}
    budget = Budget(f"{SUB}/b", "b", SUB, "Microsoft.Consumption", notifications=alerts, **usual)
    costs = (Money(Decimal(spent), "USD"),) if spent else ()
    (found,) = first_alerts([budget], [BudgetCoverage(f"{SUB}/r", "r", "account", costs, ("b",))], TODAY, 48)
    return found


def test_the_first_threshold_that_spend_reaches_at_its_rate_is_named_with_its_day() -> None:
    found = first(alert("100"), alert("80"))
    assert (found.day, found.percent) == (
        date(2026, 11, 24),
        Decimal(80),
    )  # 120 of 150, at 5 a day from 100 on the 20th


def test_a_forecast_alert_is_due_as_soon_as_the_month_will_reach_it() -> None:
    assert first(alert("100", forecasted=True)).day == TODAY
    assert first(alert("101", forecasted=True)).day is None


def test_a_threshold_already_passed_is_due() -> None:
    assert first(alert("50")).day == TODAY


@pytest.mark.parametrize("deaf", [{"enabled": False}, {"enabled": None}, {"recipients": ()}])
def test_an_alert_nobody_hears_never_counts(deaf: dict[str, Any]) -> None:
    found = first(alert("50", **deaf))
    assert (found.day, found.heard) == (None, False)


@pytest.mark.parametrize("odd", [{"amount": None}, {"grain": "Quarterly"}, {"spent": ""}])
def test_without_amount_month_or_cost_no_day_is_invented(odd: dict[str, Any]) -> None:
    assert first(alert("50"), **odd).day is None


def test_a_new_budgets_currency_is_that_of_what_it_takes_in() -> None:
    assert first(alert("80"), amount=Money(Decimal(150), "")).day == date(2026, 11, 24)


def test_a_budget_without_a_filter_is_reached_by_what_is_no_ai_too() -> None:
    budget = Budget(
        f"{SUB}/b", "b", SUB, "Microsoft.Consumption", Money(Decimal(150), "USD"), "Monthly", None, None, (), (alert(),)
    )
    ai = BudgetCoverage(f"{SUB}/r", "r", "account", (Money(Decimal(1), "USD"),), ("b",))
    lines = [
        CostLine("22", home, "", "Storage", "", TODAY, Money(Decimal(amount), "USD"))
        for home, amount in ((f"{SUB}/r", 1), (f"{SUB}/vm", 120), ("", 10), ("/subscriptions/33/vm", 900))
    ]
    filtered = replace(budget, filters=(BudgetFilter("dimension", "ResourceGroupName", ("rg",)),))
    all_of_it, part = (next(first_alerts([each], [ai], TODAY, 48, lines)) for each in (budget, filtered))
    assert (all_of_it.day, part.day) == (TODAY, None)


def test_a_budget_that_takes_in_no_ai_says_so_and_not_that_it_has_no_amount() -> None:
    budget = Budget(
        f"{SUB}/b", "b", SUB, "Microsoft.Consumption", Money(Decimal(5), ""), "Monthly", None, None, (), (alert(),)
    )
    assert "nothing it takes in" in str(next(first_alerts([budget], [], TODAY, 48)).said)
