"""The checks about spend, one table each."""

from datetime import date
from decimal import Decimal

import pytest

from msp_aigov.checks.check import Brief
from msp_aigov.checks.spend import forecast_alert, recipient, uncovered
from msp_aigov.model.client import Client
from msp_aigov.model.spend import Budget, BudgetCoverage, Notification
from msp_aigov.model.text import Money
from msp_aigov.rules.load import load_rules

BRIEF = Brief(Client("one", "One"), load_rules(), date(2026, 11, 20))
TOLD = ("owner@client.example",)
SPENT = (Money(Decimal("12.5"), "EUR"),)


def notice(enabled: bool | None, forecasted: bool = True, recipients: tuple[str, ...] = TOLD) -> Notification:
    return Notification("n", enabled, Decimal(100), forecasted, recipients)


def budget(*notices: Notification) -> Budget:
    return Budget("/s/b", "AI", "/s", "Microsoft.Consumption", None, None, None, None, (), notices)


FORECASTS = [
    ((), "fail"),
    ((notice(True),), "pass"),
    ((notice(True, forecasted=False),), "fail"),
    ((notice(False),), "fail"),
    ((notice(None),), "unknown"),
    ((notice(False), notice(None)), "unknown"),
    ((notice(None), notice(True)), "pass"),
    ((notice(True, forecasted=False), notice(False)), "fail"),
]


@pytest.mark.parametrize(("notices", "outcome"), FORECASTS)
def test_a_budget_needs_a_forecast_alert_that_is_on(notices: tuple[Notification, ...], outcome: str) -> None:
    assert forecast_alert.judge.judge(budget(*notices), BRIEF).outcome == outcome


RECIPIENTS = [
    ((), "fail"),
    ((notice(True),), "pass"),
    ((notice(True, forecasted=False),), "pass"),
    ((notice(True, recipients=()),), "fail"),
    ((notice(False),), "fail"),
    ((notice(None),), "unknown"),
    ((notice(True, recipients=()), notice(False)), "fail"),
    ((notice(None, recipients=()),), "fail"),
    ((notice(False), notice(True)), "pass"),
]


@pytest.mark.parametrize(("notices", "outcome"), RECIPIENTS)
def test_somebody_must_hear_a_budgets_alerts(notices: tuple[Notification, ...], outcome: str) -> None:
    assert recipient.judge.judge(budget(*notices), BRIEF).outcome == outcome


COVERED: list[tuple[tuple[str, ...], tuple[str, ...], tuple[Money, ...], str]] = [
    (("AI",), (), SPENT, "pass"),
    (("AI",), ("open",), SPENT, "pass"),
    ((), ("open",), SPENT, "unknown"),
    ((), (), SPENT, "fail"),
    ((), (), (), "fail"),
]


@pytest.mark.parametrize(("sure", "maybe", "costs", "outcome"), COVERED)
def test_every_ai_resource_needs_a_budget_even_while_it_costs_nothing(
    sure: tuple[str, ...], maybe: tuple[str, ...], costs: tuple[Money, ...], outcome: str
) -> None:
    coverage = BudgetCoverage("/s/a", "a", "account", costs, sure, maybe)
    assert uncovered.judge.judge(coverage, BRIEF).outcome == outcome


def test_what_is_spent_under_no_budget_is_said_with_its_amount() -> None:
    coverage = BudgetCoverage("/s/a", "client-ai", "account", SPENT, ())
    values = dict(uncovered.judge.judge(coverage, BRIEF).detail.values)
    assert values["name"] == "client-ai" and SPENT[0] in values.values()
