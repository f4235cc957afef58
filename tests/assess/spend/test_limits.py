"""What a month should not exceed, and that a budget is never taken for one of the same name elsewhere."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from msp_aigov.assess.spend.limits import least_of, limit_of
from msp_aigov.assess.spend.resources import resources_of
from msp_aigov.model.cloud import AiAccount
from msp_aigov.model.seen import missing
from msp_aigov.model.spend import Budget, BudgetCoverage, BudgetFilter, CostLine, Spend
from msp_aigov.model.text import Money

DAY = date(2026, 11, 20)


def usd(amount: int) -> Money:
    return Money(Decimal(amount), "USD")


def budget(scope: str, amount: int, name: str = "ai", grain: str = "Monthly") -> Budget:
    identity = f"{scope}/{name}"
    return Budget(identity, name, scope, "Microsoft.Consumption", usd(amount), grain, None, None, (), ())


def covered(resource: str, *names: str, cost: int = 5) -> BudgetCoverage:
    return BudgetCoverage(resource, resource, "account", (usd(cost),), names)


def spend(*resources: BudgetCoverage, budgets: tuple[Budget, ...], target: Money | None = None) -> Spend:
    return Spend(DAY, DAY, "retail", (), (), (), (), (), resources, budgets, target)


ONE, TWO = "/subscriptions/1/rg/x", "/subscriptions/2/rg/y"
BOTH = covered(ONE, "ai"), covered(TWO, "ai")


def test_budgets_of_the_same_name_in_two_subscriptions_are_two() -> None:
    found = spend(*BOTH, budgets=(budget("/subscriptions/1", 100), budget("/subscriptions/2", 900)))
    assert (least_of(found, ONE, "USD"), least_of(found, TWO, "USD")) == (usd(100), usd(900))
    assert limit_of(found, "USD") == (usd(1000), "2 budgets together")


def test_the_smallest_budget_over_all_of_it_is_the_limit_and_one_over_a_part_is_not() -> None:
    wide, part = budget("/subscriptions/1", 500, "wide"), budget(ONE, 50, "part")
    whole = spend(covered(ONE, "wide", "part"), covered("/subscriptions/1/z", "wide"), budgets=(wide, part))
    assert limit_of(whole, "USD") == (usd(500), "the budget wide")
    assert limit_of(spend(covered(ONE, "part"), covered(TWO), budgets=(part,)), "USD") == (None, "")


@pytest.mark.parametrize(("grain", "currency"), [("Quarterly", "USD"), ("Monthly", "EUR")])
def test_a_quarter_or_another_currency_is_no_limit_of_the_month(grain: str, currency: str) -> None:
    found = spend(covered(ONE, "ai"), budgets=(budget("/subscriptions/1", 100, grain=grain),))
    assert limit_of(found, currency) == (None, "")


def test_the_clients_target_goes_before_every_budget() -> None:
    found = spend(*BOTH, budgets=(budget("/subscriptions/1", 100),), target=usd(7))
    assert limit_of(found, "USD") == (usd(7), "your target")


def test_a_target_with_a_scope_is_held_only_against_the_spend_inside_it() -> None:
    def scoped(*budgets: Budget) -> Spend:
        return replace(spend(*BOTH, budgets=budgets, target=usd(7)), target_scope="/subscriptions/1")

    other, stale = budget("/subscriptions/2", 900), budget("/subscriptions/1", 3)
    assert limit_of(scoped(), "USD") == (None, "")
    assert limit_of(scoped(other, stale), "USD") == (usd(907), "2 budgets together")
    assert limit_of(replace(scoped(), resources=BOTH[:1]), "USD") == (usd(7), "your target")
    assert least_of(scoped(stale), ONE, "USD") == usd(3)


def test_a_budget_misses_marketplace_models_only_where_it_watches_an_account_itself() -> None:
    saas = "/subscriptions/1/resourcegroups/g/providers/microsoft.saas/resources/claude"
    account = "/subscriptions/2/resourcegroups/g/providers/microsoft.cognitiveservices/accounts/a"
    known = AiAccount(account, "a", "2", "g", "westeurope", "AIServices", missing(), missing(), missing())
    bought = CostLine("1", saas, "", "", "Marketplace", DAY, usd(5))
    elsewhere = (BudgetFilter("dimension", "ResourceGroupName", ("web",)),)
    budgets = (replace(budget("/subscriptions/1", 9), filters=elsewhere), budget("/subscriptions/2", 9))
    found = resources_of((known,), [bought], (), budgets, DAY, frozenset({saas}))
    assert {item.kind: item.missed_by for item in found} == {"marketplace": (), "account": ()}
