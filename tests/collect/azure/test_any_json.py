"""Whatever JSON arrives, a parser gives facts or says that it does not understand."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msp_aigov.azure.wire import exact_json
from msp_aigov.collect.azure import accounts, budgets, cost, deployments, rai_policies, subscriptions
from msp_aigov.collect.source import Source
from tests.collect.azure.said import ACCOUNT, answer

LISTS: list[Source] = [subscriptions, accounts, deployments, rai_policies, budgets]
NAMES = [
    "id name location kind properties sku model format version raiPolicyName disableLocalAuth publicNetworkAccess",
    "networkAcls defaultAction contentFilters basePolicyName mode type enabled blocking severityThreshold source",
    "action",
    "subscriptionId displayName tenantId state subscriptionPolicies quotaId amount category timeGrain timePeriod",
    "startDate endDate filter and not dimensions tags operator values notifications threshold thresholdType",
    "contactEmails contactRoles contactGroups currentSpend unit columns rows",
]
KEYS = st.sampled_from(" ".join(NAMES).split())
WORDS = st.sampled_from(["In", "Cost", "Hate", "Prompt", "Enabled", "2026-11-20T00:00:00Z", ACCOUNT, "/", "EUR", ""])
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | WORDS
    | st.text(max_size=8)
)
TREES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=20
)


def shaped(source: Source, body: Any) -> list[Any] | None:
    try:
        return list(source.parse(answer(source.SOURCE, exact_json(body))))
    except ValueError:
        return None


@pytest.mark.parametrize("source", LISTS, ids=lambda source: source.SOURCE)
def test_any_list_gives_facts_or_is_said_not_to_be_understood(source: Source) -> None:
    @settings(max_examples=80, deadline=None)
    @given(st.lists(st.dictionaries(KEYS, TREES, max_size=6) | TREES, max_size=3))
    def tried(items: list[Any]) -> None:
        facts = shaped(source, {"value": items})
        assert facts is None or len(facts) <= len(items)

    tried()


@settings(max_examples=120, deadline=None)
@given(st.lists(TREES, max_size=3), st.lists(st.lists(SCALARS, max_size=5) | TREES, max_size=4))
def test_any_cost_page_gives_lines_or_is_said_not_to_be_understood(extra: list[Any], rows: list[Any]) -> None:
    columns = [{"name": name} for name in ("PreTaxCost", "UsageDate", "ResourceId", "Currency")]
    page = {"properties": {"columns": [*columns, *extra], "rows": rows}}
    lines = shaped(cost, {"pages": [page, *extra]})
    assert lines is None or all(line.cost.amount.is_finite() and line.cost.currency for line in lines)


@pytest.mark.parametrize("source", LISTS, ids=lambda source: source.SOURCE)
@pytest.mark.parametrize("body", [{"value": []}, {}, [], None, "", {"value": "text"}, {"value": {"a": 1}}])
def test_a_body_without_objects_gives_no_facts(source: Source, body: Any) -> None:
    assert shaped(source, body) == []


def test_text_that_is_not_json_is_said() -> None:
    with pytest.raises(json.JSONDecodeError):
        list(accounts.parse(answer("azure.accounts", "<html>")))
