"""Cost rows and budgets: every digit kept, every filter understood or said not to be."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from msp_aigov.collect.azure import budgets, cost
from msp_aigov.model.spend import Budget, BudgetFilter, CostLine
from msp_aigov.model.text import Money
from tests.collect.azure.said import ACCOUNT, GROUP, SUBSCRIPTION, answer, listed

COLUMNS = ["PreTaxCost", "UsageDate", "ResourceId", "ServiceName", "Currency"]


def lines(*rows: list[Any], columns: list[str] | None = None) -> list[CostLine]:
    page = {"properties": {"columns": [{"name": name} for name in columns or COLUMNS], "rows": list(rows)}}
    return list(cost.parse(answer("azure.cost", {"pages": [page]})))


def line_of(amount: str) -> CostLine:
    row = f'[{amount}, 20261120, {json.dumps(ACCOUNT)}, "Foundry Models", "EUR"]'
    named = json.dumps([{"name": name} for name in COLUMNS])
    text = f'{{"pages": [{{"properties": {{"columns": {named}, "rows": [{row}]}}}}]}}'
    (made,) = cost.parse(answer("azure.cost", text))
    return made


@pytest.mark.parametrize("amount", ["0.1", "1e-7", "1.2345678901234567890123E+3", "-3", "0", "0.000000000000000000001"])
def test_a_cost_is_exact_to_its_last_digit(amount: str) -> None:
    assert line_of(amount).cost == Money(Decimal(amount), "EUR")


def test_a_cost_line_says_what_cost_it_and_when() -> None:
    made = line_of("1.25")
    assert (made.subscription, made.resource) == (SUBSCRIPTION, ACCOUNT.lower())
    assert made.resource_type == "microsoft.cognitiveservices/accounts"
    assert (made.service, made.day) == ("Foundry Models", date(2026, 11, 20))


def test_columns_are_read_by_name_in_any_order_and_case() -> None:
    (made,) = lines(["EUR", "x", 20261101, 2], columns=["CURRENCY", "servicename", "UsageDate", "Cost"])
    assert (made.cost, made.day, made.service) == (Money(Decimal(2), "EUR"), date(2026, 11, 1), "x")


def test_every_page_counts() -> None:
    page = {"properties": {"columns": [{"name": name} for name in COLUMNS], "rows": [[1, 20261101, "", "s", "EUR"]]}}
    assert len(list(cost.parse(answer("azure.cost", {"pages": [page, None, page]})))) == 2


BAD_ROWS = [
    [],
    [1],
    [None, 20261101, "", "s", "EUR"],
    [True, 20261101, "", "s", "EUR"],
    ["much", 20261101, "", "s", "EUR"],
    [1, 20261101, "", "s", None],
    [1, 20261101, "", "s", 5],
    "row",
]


@pytest.mark.parametrize("row", BAD_ROWS)
def test_a_row_without_cost_or_currency_is_an_answer_not_understood(row: Any) -> None:
    with pytest.raises(ValueError, match="without cost or currency"):
        lines(row)


@pytest.mark.parametrize("body", [{}, {"pages": None}, {"pages": [{"properties": []}]}, [], None, 5])
def test_an_answer_without_rows_has_no_lines(body: Any) -> None:
    assert list(cost.parse(answer("azure.cost", body))) == []


@pytest.mark.parametrize(
    ("resource", "kind"),
    [
        (ACCOUNT + "/projects/p", "microsoft.cognitiveservices/accounts"),
        ("/subscriptions/s/resourceGroups/g", ""),
        ("", ""),
        (5, ""),
        ("/providers/", ""),
    ],
)
def test_the_type_of_a_resource_comes_from_its_id(resource: Any, kind: str) -> None:
    (made,) = lines([1, 20261101, resource, "s", "EUR"])
    assert made.resource_type == kind


def test_every_period_begins_on_the_first_of_a_month_and_the_last_ends_today() -> None:
    for today in (date(2026, 1, 1), date(2026, 1, 31), date(2028, 2, 29)):
        periods = cost.queries(today)
        assert all(period.split("..")[0].endswith("-01") for period in periods)
        assert periods[-1].split("..")[1] == today.isoformat()


def test_a_querys_body_takes_in_whole_days_and_groups_by_two_things_at_most() -> None:
    body = cost.body_of("2025-12-01..2026-01-31")
    assert body["timePeriod"] == {"from": "2025-12-01T00:00:00Z", "to": "2026-01-31T23:59:59Z"}
    assert len(body["dataset"]["grouping"]) == 2


def budget(properties: Any = None, query: str = "Microsoft.Consumption", **fields: Any) -> Budget:
    identity = f"subscriptions/{SUBSCRIPTION}/providers/Microsoft.Consumption/budgets/AI"
    raw = {"id": identity, "name": "AI", "properties": properties, **fields}
    (made,) = budgets.parse(listed("azure.budgets", raw, query=query))
    return made


@pytest.mark.parametrize("provider", budgets.PROVIDERS)
def test_a_budget_knows_which_provider_listed_it(provider: str) -> None:
    assert budget({}, query=provider).provider == provider


SCOPES = [
    (f"subscriptions/{SUBSCRIPTION}/providers/Microsoft.Consumption/budgets/b", f"/subscriptions/{SUBSCRIPTION}"),
    (f"{GROUP}/providers/Microsoft.Consumption/budgets/b", GROUP.lower()),
    (f"{GROUP}/providers/Microsoft.CostManagement/budgets/b/", GROUP.lower()),
    (
        "/providers/Microsoft.Management/managementGroups/m/providers/Microsoft.CostManagement/budgets/b",
        "/providers/microsoft.management/managementgroups/m",
    ),
    (None, f"/subscriptions/{SUBSCRIPTION}"),
    (5, f"/subscriptions/{SUBSCRIPTION}"),
]


@pytest.mark.parametrize(("identity", "scope"), SCOPES)
def test_a_budgets_scope_comes_from_its_id(identity: Any, scope: str) -> None:
    made = budget({}, id=identity)
    assert made.scope == scope
    assert made.scopes[1:] == (SUBSCRIPTION, "one")


def test_a_new_budget_has_an_amount_in_no_currency_yet() -> None:
    assert budget({"amount": 500.5}).amount == Money(Decimal("500.5"), "")
    assert budget({"amount": 500, "currentSpend": {"amount": 1, "unit": "EUR"}}).amount == Money(Decimal(500), "EUR")


@pytest.mark.parametrize("properties", [None, [], 5, {"amount": True, "timePeriod": 5, "notifications": [1]}])
def test_a_budget_of_wrong_types_states_nothing(properties: Any) -> None:
    made = budget(properties)
    assert (made.amount, made.grain, made.start, made.end) == (None, None, None, None)
    assert (made.filters, made.notifications) == ((), ())


def test_a_budgets_time_is_read_as_days() -> None:
    made = budget({"timePeriod": {"startDate": "2026-01-01T00:00:00Z", "endDate": "2027-01-01T00:00:00.000Z"}})
    assert (made.start, made.end) == (date(2026, 1, 1), date(2027, 1, 1))


GROUPS = {"dimensions": {"name": "ResourceGroupName", "operator": "In", "values": ["rg-AI"]}}
TAGS = {"tags": {"name": "env", "operator": "In", "values": ["prod", "test"]}}
READ_GROUPS = BudgetFilter("dimension", "ResourceGroupName", ("rg-AI",))
READ_TAGS = BudgetFilter("tag", "env", ("prod", "test"))
FILTERS: list[tuple[Any, tuple[BudgetFilter, ...]]] = [
    (None, ()),
    ({}, ()),
    (GROUPS, (READ_GROUPS,)),
    (TAGS, (READ_TAGS,)),
    ({"and": [GROUPS, TAGS]}, (READ_GROUPS, READ_TAGS)),
]


@pytest.mark.parametrize(("raw", "read"), FILTERS)
def test_a_filter_we_know_is_read_and_understood(raw: Any, read: tuple[BudgetFilter, ...]) -> None:
    made = budget({"filter": raw})
    assert (made.filters, made.understood) == (read, True)


NOT_UNDERSTOOD: list[Any] = [
    {"not": GROUPS},
    {"or": [GROUPS, TAGS]},
    {"and": []},
    {"and": None},
    {"and": [GROUPS, {"not": TAGS}]},
    {"and": [{"and": [GROUPS]}]},
    {**GROUPS, **TAGS},
    {"dimensions": {"name": "ResourceGroupName", "operator": "Contains", "values": ["ai"]}},
    {"dimensions": {"name": "ResourceGroupName", "operator": "In", "values": "rg-AI"}},
    {"dimensions": {"operator": "In", "values": ["rg-AI"]}},
    [GROUPS],
    "everything",
    5,
]


@pytest.mark.parametrize("raw", NOT_UNDERSTOOD)
def test_a_filter_we_do_not_know_is_marked_and_proves_nothing(raw: Any) -> None:
    assert budget({"filter": raw}).understood is False


@pytest.mark.parametrize(("category", "understood"), [("Cost", True), (None, True), ("Usage", False), ("New", False)])
def test_only_a_budget_of_cost_is_understood(category: Any, understood: bool) -> None:
    assert budget({"category": category}).understood is understood


def test_notifications_are_read_by_name_with_all_who_are_told() -> None:
    notice = {
        "enabled": True,
        "threshold": 80.5,
        "thresholdType": "Forecasted",
        "contactEmails": ["a@b.example"],
        "contactRoles": ["Owner"],
        "contactGroups": ["/subscriptions/s/actionGroups/g"],
    }
    made = budget({"notifications": {"second": {}, "first": notice, "third": None}})
    first, second, third = made.notifications
    assert (first.name, first.enabled, first.threshold, first.forecasted) == ("first", True, Decimal("80.5"), True)
    assert first.recipients == ("a@b.example", "/subscriptions/s/actionGroups/g", "role Owner")
    assert (second.enabled, second.forecasted, second.recipients) == (None, False, ())
    assert third.recipients == ()


def test_a_blank_address_is_no_recipient() -> None:
    made = budget({"notifications": {"n": {"enabled": True, "contactEmails": ["", "  "]}}})
    assert made.notifications[0].recipients == ()
