"""Spend: what is AI, what it cost, in whose currency, and what no budget covers."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msp_aigov.assess.spend.assess import OTHER, assess, price_basis
from msp_aigov.assess.spend.facts import Read
from msp_aigov.assess.spend.recognise import Recognised
from msp_aigov.assess.spend.sums import added
from msp_aigov.model.client import BudgetTarget, Client
from msp_aigov.model.cloud import AiAccount, Subscription
from msp_aigov.model.seen import missing
from msp_aigov.model.spend import Budget, CostLine, DaySpend, ServiceSpend, Spend
from msp_aigov.model.text import Money
from msp_aigov.rules.load import load_rules
from tests.assess.spend.test_coverage import RESOURCE, SUB, budget

RULES = load_rules()
TODAY = date(2026, 11, 20)
KEY = SUB.rsplit("/", 1)[-1]
TYPE = "microsoft.cognitiveservices/accounts"


def line(amount: str, currency: str = "EUR", **fields: Any) -> CostLine:
    about: dict[str, Any] = {"resource": RESOURCE, "resource_type": TYPE, "service": "Foundry Models"}
    about = {**about, "publisher": "", "day": date(2026, 11, 5), **fields}
    return CostLine(subscription=KEY, cost=Money(Decimal(amount), currency), **about)


def account(identity: str = RESOURCE) -> AiAccount:
    name = identity.rsplit("/", 1)[-1]
    scopes = (identity, KEY, "one")
    return AiAccount(identity, name, KEY, "rg-ai", "westeurope", "AIServices", missing(), missing(), missing(), scopes)


def spent(
    *lines: CostLine, accounts: tuple[AiAccount, ...] = (), budgets: tuple[Budget, ...] = (), target: Any = None
) -> Spend:
    read = Read(accounts=accounts, lines=lines, budgets=budgets)
    return assess(Client("one", "One", budget=target), TODAY, read, RULES)


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


@pytest.mark.parametrize(
    ("service", "kind", "ai"),
    [
        ("Foundry Models", "", True),
        ("azure openai", "", True),
        ("Virtual Machines", TYPE, True),
        ("Virtual Machines", "microsoft.compute/virtualmachines", False),
        ("Openai tools", "microsoft.saas/resources", False),
        ("", "", False),
    ],
)
def test_ai_is_known_by_type_or_by_a_listed_service(service: str, kind: str, ai: bool) -> None:
    assert Recognised(RULES).is_ai(line("1", service=service, resource_type=kind)) is ai


def test_currencies_are_never_added_across() -> None:
    found = spent(line("1.10"), line("2.20"), line("5", "USD"), line("7", "GBP", day=date(2026, 10, 31)))
    assert found.totals == (euros("3.30"), Money(Decimal(5), "USD"))
    assert found.last_month == (Money(Decimal(7), "GBP"),)


def test_only_this_month_and_last_month_count() -> None:
    days = [date(2026, 11, 1), date(2026, 10, 1), date(2026, 9, 30), date(2025, 11, 5)]
    found = spent(*(line(str(10**number), day=day) for number, day in enumerate(days)))
    assert (found.totals, found.last_month) == ((euros("1"),), (euros("10"),))


def test_last_month_of_january_is_december() -> None:
    january = date(2026, 1, 15)
    lines = [line("3", day=date(2025, 12, 31)), line("4", day=date(2026, 1, 1))]
    found = assess(Client("one", "One"), january, Read(lines=lines), RULES)
    assert (found.last_month, found.totals) == ((euros("3"),), (euros("4"),))
    assert (found.period_from, found.period_to) == (date(2026, 1, 1), january)


def test_everything_that_is_not_ai_is_one_explicit_line_after_the_services() -> None:
    machine = {"service": "Virtual Machines", "resource_type": "microsoft.compute/virtualmachines"}
    bandwidth = {"service": "Bandwidth", "resource_type": ""}
    found = spent(line("90", **machine), line("9", **bandwidth), line("2", service="Azure OpenAI"), line("1"))
    assert found.services == (
        ServiceSpend("Azure OpenAI", True, euros("2")),
        ServiceSpend("Foundry Models", True, euros("1")),
        ServiceSpend(OTHER, False, euros("99")),
    )
    assert found.totals == (euros("3"),)


def test_ai_without_a_service_name_is_still_ai() -> None:
    assert spent(line("1", service="")).services == (ServiceSpend("Unnamed service", True, euros("1")),)


def test_days_come_in_order_one_for_each_currency() -> None:
    found = spent(line("1"), line("2", "USD"), line("3", day=date(2026, 10, 9)), line("4"))
    assert found.days == (
        DaySpend(date(2026, 10, 9), euros("3")),
        DaySpend(date(2026, 11, 5), euros("5")),
        DaySpend(date(2026, 11, 5), Money(Decimal(2), "USD")),
    )


def test_an_account_that_cost_nothing_is_there_all_the_same() -> None:
    (resource,) = spent(accounts=(account(),)).resources
    assert (resource.resource_name, resource.kind, resource.costs) == ("client-ai", "account", ())
    assert resource.scopes == (RESOURCE, KEY, "one")


def test_a_resource_that_only_the_invoice_knows_is_there_too() -> None:
    (resource,) = spent(line("4", resource=RESOURCE + "-gone")).resources
    assert (resource.resource_name, resource.kind, resource.costs) == ("client-ai-gone", "resource", (euros("4"),))


def test_what_no_budget_covers_is_counted_and_what_one_may_cover_counts_too() -> None:
    second = RESOURCE.replace("rg-ai", "rg-two")
    over = budget("rg", scope=f"{SUB}/resourcegroups/rg-ai")
    open_one = budget("open", understood=False)
    found = spent(line("4"), line("9", resource=second), budgets=(over, open_one))
    assert [(item.covered_by, item.maybe_covered_by) for item in found.resources] == [
        (("rg",), ("open",)),
        ((), ("open",)),
    ]
    assert found.uncovered == (euros("9"),)


def test_the_target_is_spread_over_the_days_of_the_month() -> None:
    found = spent(target=BudgetTarget(currency="EUR", monthly=Decimal(100)))
    assert (found.target, found.target_daily) == (euros("100"), euros("3.33"))
    assert spent().target is spent().target_daily is None


def test_a_target_for_one_of_two_subscriptions_is_no_limit_of_the_whole_forecast() -> None:
    inside = [line("90", day=date(2026, 11, day)) for day in (5, 6)]
    elsewhere = line("500", resource=RESOURCE.replace(KEY, "another"))
    target = BudgetTarget(currency="EUR", monthly=Decimal(400), scope=SUB.upper() + "/")
    assert [each.limit for each in spent(*inside, target=target).forecasts] == [euros("400")]
    found = spent(*inside, elsewhere, target=target)
    assert [each.limit for each in found.forecasts] == [None]
    assert (found.target, found.target_daily, found.target_scope) == (euros("400"), None, SUB.lower())


def test_the_order_of_what_was_read_changes_nothing() -> None:
    lines = [line("1"), line("2", "USD"), line("3", resource=RESOURCE + "2"), line("4", day=date(2026, 10, 9))]
    accounts = (account(), account(RESOURCE + "0"))
    budgets = (budget("b"), budget("a"))
    one = spent(*lines, accounts=accounts, budgets=budgets)
    assert one == spent(*reversed(lines), accounts=accounts[::-1], budgets=budgets[::-1])


@given(st.lists(st.tuples(st.integers(-(10**9), 10**9), st.sampled_from(["EUR", "USD", "GBP"]))))
def test_sums_are_exact_and_one_per_currency(pairs: list[tuple[int, str]]) -> None:
    costs = [Money(Decimal(cents).scaleb(-4), currency) for cents, currency in pairs]
    sums = added(costs)
    assert [cost.currency for cost in sums] == sorted({currency for _, currency in pairs})
    for cost in sums:
        assert cost.amount == Decimal(sum(c for c, currency in pairs if currency == cost.currency)).scaleb(-4)


@pytest.mark.parametrize(
    ("offers", "basis"),
    [
        (["PayAsYouGo_2014-09-01"], "retail"),
        (["CSP_2015-05-01", "PayAsYouGo_2014-09-01"], "retail"),
        (["EnterpriseAgreement_2014-09-01"], "negotiated"),
        (["EnterpriseAgreement_2014-09-01", "CSP_2015-05-01"], "unknown"),
        (["Sponsored_2016-01-01"], "unknown"),
        ([None], "unknown"),
        ([], "unknown"),
    ],
)
def test_the_basis_of_prices_is_said_only_where_the_offers_agree(offers: list[str | None], basis: str) -> None:
    assert price_basis(Subscription("s", "S", None, offer=offer) for offer in offers) == basis
