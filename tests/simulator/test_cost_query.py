"""The cost query sums exactly, filters, groups and pages by POST."""

import json
from decimal import Decimal
from typing import Any

import pytest
import requests

from msp_aigov.simulator.server import SimulatedAzure

from .clinic import WORK, Wire, scenario

PATH = f"/subscriptions/{WORK}/providers/Microsoft.CostManagement/query?api-version=2025-03-01"
GROUP = f"/subscriptions/{WORK}/resourceGroups/RG-ai/providers/Microsoft.CostManagement/query?api-version=2025-03-01"
AUTUMN: dict[str, Any] = {
    "timeframe": "Custom",
    "timePeriod": {"from": "2026-10-01T00:00:00Z", "to": "2026-11-30T23:59:59Z"},
}


def body(*groupings: str, granularity: str = "None", measure: str = "Cost", **changes: Any) -> dict[str, Any]:
    """A query for the month to date, with changes."""
    dataset = {
        "granularity": granularity,
        "aggregation": {"totalCost": {"name": measure, "function": "Sum"}},
        "grouping": [{"type": "Dimension", "name": name} for name in groupings],
    }
    if "filter" in changes:
        dataset["filter"] = changes.pop("filter")
    return {"type": "ActualCost", "timeframe": "MonthToDate", "dataset": dataset} | changes


def within(name: str, *values: str) -> dict[str, Any]:
    """A comparison of a filter."""
    return {"dimensions": {"name": name, "operator": "In", "values": list(values)}}


def properties(answer: requests.Response) -> dict[str, Any]:
    """The properties of a good answer, amounts exact."""
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = json.loads(answer.text, parse_float=Decimal)["properties"]
    return found


def rows(wire: Wire, query: dict[str, Any], path: str = PATH) -> list[list[Any]]:
    """The rows of the first page."""
    found: list[list[Any]] = properties(wire.ask("POST", path, query))["rows"]
    return found


def test_money_has_all_its_digits_in_the_text(wire: Wire) -> None:
    answer = wire.ask("POST", PATH, body())
    assert '"rows": [[14.345678901, "EUR"]]' in answer.text


def test_a_day_is_a_number_and_comes_before_the_groupings(wire: Wire) -> None:
    found = properties(wire.ask("POST", PATH, body("ServiceName", "ResourceType", granularity="Daily")))
    names = [column["name"] for column in found["columns"]]
    assert names == ["Cost", "UsageDate", "ServiceName", "ResourceType", "Currency"]
    assert [Decimal("0.1"), 20261120, "Foundry Models", "microsoft.cognitiveservices/accounts", "EUR"] in found["rows"]
    assert len(found["rows"]) == 20 + 1


def test_a_month_is_a_text(wire: Wire) -> None:
    found = properties(wire.ask("POST", PATH, body(granularity="Monthly", **AUTUMN)))
    assert [column["name"] for column in found["columns"]] == ["Cost", "BillingMonth", "Currency"]
    assert found["rows"] == [
        [Decimal("3.1"), "2026-10-01T00:00:00", "EUR"],
        [7, "2026-10-01T00:00:00", "USD"],
        [Decimal("14.345678901"), "2026-11-01T00:00:00", "EUR"],
    ]


@pytest.mark.parametrize(
    ("timeframe", "expected"),
    [("TheLastMonth", "3.1"), ("MonthToDate", "14.345678901"), ("TheCurrentMonth", "14.345678901")],
)
def test_a_timeframe_is_counted_from_the_scenarios_day(wire: Wire, timeframe: str, expected: str) -> None:
    assert rows(wire, body(timeframe=timeframe))[0] == [Decimal(expected), "EUR"]


def test_nothing_is_booked_after_today(wire: Wire) -> None:
    future: dict[str, Any] = {"timeframe": "Custom", "timePeriod": {"from": "2026-11-20", "to": "2026-12-31"}}
    assert rows(wire, body(**future)) == [[Decimal("0.1"), "EUR"]]


def test_a_filter_nests_and_ignores_case(wire: Wire) -> None:
    either = {"or": [within("PublisherType", "marketplace"), within("ServiceName", "STORAGE")]}
    both = {"and": [either, within("ChargeType", "Usage")]}
    assert rows(wire, body(filter=both, **AUTUMN)) == [[Decimal("12.345678901"), "EUR"], [7, "USD"]]


def test_a_resource_group_sees_its_own_costs(wire: Wire) -> None:
    found = rows(wire, body("ResourceGroupName", "ResourceId", **AUTUMN), GROUP)
    account = (
        f"/subscriptions/{WORK}/resourcegroups/rg-ai/providers/microsoft.cognitiveservices/accounts/harbour-ai-weu"
    )
    assert found == [[7, "rg-ai", "", "USD"], [Decimal("5.1"), "rg-ai", account, "EUR"]]


def test_every_named_dimension_can_be_grouped(wire: Wire) -> None:
    for name in (
        "ResourceGroup",
        "MeterCategory",
        "Meter",
        "MeterId",
        "PublisherType",
        "ChargeType",
        "ResourceLocation",
    ):
        columns = properties(wire.ask("POST", PATH, body(name)))["columns"]
        assert [column["name"] for column in columns] == ["Cost", name, "Currency"]


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        (body("Meter", "MeterId", "ChargeType"), "at most 2 groupings"),
        (body("Colour"), "Invalid dimension 'Colour'"),
        (body(granularity="Hourly"), "granularity 'Hourly'"),
        (body(measure="UsageQuantity"), "name 'UsageQuantity'"),
        (body(type="Forecast"), "type 'Forecast'"),
        (body(timeframe="Custom"), "'timePeriod'"),
        (body(timeframe="Custom", timePeriod={"from": "2024-01-01", "to": "2026-01-01"}), "1 year"),
        (body(timeframe="Custom", timePeriod={"from": "2026-02-01", "to": "2026-01-01"}), "ends before"),
        (body(filter={"and": [within("Meter", "x")]}), "too few operands"),
        (body(filter={"tags": {"name": "project", "operator": "In"}}), "needs a list of values"),
        ([1], "not a JSON object"),
    ],
)
def test_a_query_azure_would_refuse_is_refused_with_a_reason(wire: Wire, query: object, complaint: str) -> None:
    answer = wire.ask("POST", PATH, query)
    assert answer.status_code == 400
    assert complaint in answer.json()["error"]["message"]


def test_pages_follow_each_other_by_post_and_survive_a_retry() -> None:
    with SimulatedAzure(scenario(page_size=8)) as azure:
        wire, query = Wire(azure), body(granularity="Daily")
        first = properties(wire.ask("POST", PATH, query))
        second = properties(wire.ask("POST", first["nextLink"], query))
        assert properties(wire.ask("POST", first["nextLink"], query)) == second
        third = properties(wire.ask("POST", second["nextLink"], query))
        days = [row[1] for page in (first, second, third) for row in page["rows"]]
        assert days == list(range(20261101, 20261121))
        assert first["nextLink"].startswith(azure.url)
        assert third["nextLink"] is None


def test_a_page_cannot_be_got_nor_asked_with_another_body() -> None:
    with SimulatedAzure(scenario(page_size=8)) as azure:
        wire, query = Wire(azure), body(granularity="Daily")
        link = properties(wire.ask("POST", PATH, query))["nextLink"]
        assert wire.get(link).status_code == 405
        assert wire.ask("POST", link, body(granularity="Daily", type="AmortizedCost")).status_code == 400
        assert wire.ask("POST", link + "x", query).status_code == 400


def test_the_order_of_keys_in_a_body_does_not_break_paging() -> None:
    with SimulatedAzure(scenario(page_size=8)) as azure:
        wire, query = Wire(azure), body(granularity="Daily")
        link = properties(wire.ask("POST", PATH, query))["nextLink"]
        assert wire.ask("POST", link, dict(reversed(query.items()))).status_code == 200
