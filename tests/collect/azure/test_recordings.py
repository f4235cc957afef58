"""Public recordings and examples of Azure's answers are read; where they are absent, nothing is tested."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from msp_aigov.azure.wire import exact_json
from msp_aigov.collect.azure import accounts, budgets, cost, deployments, rai_policies, subscriptions
from msp_aigov.collect.source import Source
from msp_aigov.model.guardrails import HARMS, plain
from tests.collect.azure.said import answer

DATA = Path(__file__).parents[4] / "shared" / "data" / "azure"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the recordings are not here")
SOURCES: list[Source] = [subscriptions, accounts, deployments, rai_policies, budgets]


def read(name: str) -> Any:
    return json.loads((DATA / name).read_text("utf-8"), parse_float=Decimal)


def facts(source: Source, body: Any, query: str = "") -> list[Any]:
    return list(source.parse(answer(source.SOURCE, exact_json(body), query)))


def found(value: Any) -> list[Any]:
    """Every JSON object or list inside a file, the file itself included."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [value, *(deep for item in inner for deep in found(item))] if isinstance(value, dict | list) else []


def test_any_part_of_any_file_is_read_or_said_not_to_be_understood() -> None:
    for path in sorted(DATA.glob("recordings/*.json")) + sorted(DATA.glob("examples/*/*.json")):
        for body in found(read(str(path)))[:300]:
            for source in SOURCES:
                facts(source, {"value": [body]})
            try:
                facts(cost, {"pages": [body]})
            except ValueError as error:
                assert "without cost or currency" in str(error), path.name


def test_the_example_accounts_are_read() -> None:
    body = read("examples/cognitiveservices-2025-09-01/ListAccountsBySubscription.json")["responses"]["200"]["body"]
    made = facts(accounts, body)
    assert len(made) == len(body["value"]) > 0
    assert all(account.id == account.id.lower() and account.kind and account.resource_group for account in made)


def test_the_recorded_account_states_its_network_and_keys() -> None:
    body = read("recordings/cognitiveservices_account_get_openai_2025-10.json")["response"]["body"]
    (made,) = facts(accounts, {"value": [body]})
    assert made.kind == "OpenAI" and made.public_network.value is True
    assert made.public_network.state == "read" and made.local_auth.value is True


def test_the_recorded_deployments_are_read() -> None:
    exchanges = read("recordings/cognitiveservices_deployments_list_2025-10.json")["exchanges"]
    lists = [item["response"]["body"] for item in exchanges if "value" in (item["response"].get("body") or {})]
    made = [fact for body in lists for fact in facts(deployments, body)]
    assert made and all(item.model and item.sku for item in made)


def test_the_example_policy_holds_filters_with_directions() -> None:
    body = read("examples/cognitiveservices-2025-09-01/GetRaiPolicy.json")["responses"]["200"]["body"]
    (made,) = facts(rai_policies, {"value": [body]})
    assert made.filters
    assert {entry.direction for entry in made.filters} == {"Prompt", "Completion"}
    assert HARMS & {plain(entry.name) for entry in made.filters}


def test_the_example_budgets_are_read_with_filter_and_notifications() -> None:
    body = read("examples/consumption-2024-08-01/BudgetsList.json")["responses"]["200"]["body"]
    made = facts(budgets, body, "Microsoft.Consumption")
    assert len(made) == len(body["value"]) > 0
    assert all(budget.amount and budget.start and budget.notifications for budget in made)


def test_the_old_budget_by_usage_is_not_understood() -> None:
    body = read("recordings/consumption_budget_put_2018-02.json")["response"]["body"]
    (made,) = facts(budgets, {"value": [body]})
    assert made.understood is False


def test_the_recorded_cost_page_is_exact_to_the_last_digit() -> None:
    body = read("recordings/costmanagement_query_grouping_page1_excerpt_2020-05.json")["response"]["body"]
    made = facts(cost, {"pages": [body]})
    assert [line.cost.amount for line in made] == [row[0] for row in body["properties"]["rows"]]
    assert all(line.day for line in made)


def test_the_recorded_subscriptions_are_read() -> None:
    entries = read("recordings/subscriptions_list_sdk_test.json")["Entries"]
    lists = [entry["ResponseBody"] for entry in entries if "/subscriptions?" in entry["RequestUri"]]
    made = [fact for body in lists for fact in facts(subscriptions, body)]
    assert made and all(item.id and item.name and item.offer for item in made)
