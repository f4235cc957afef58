"""Accounts, deployments, policies and subscriptions: absent stays absent, nonsense is not believed."""

from typing import Any

import pytest

from msp_aigov.collect.azure import accounts, deployments, rai_policies, subscriptions
from msp_aigov.collect.azure.reading import STATED
from msp_aigov.model.cloud import AiAccount, Deployment, RaiPolicy
from msp_aigov.model.seen import Seen
from tests.collect.azure.said import ACCOUNT, SUBSCRIPTION, listed


def account(properties: Any = None, **fields: Any) -> AiAccount:
    raw = {"id": ACCOUNT, "name": "Client-AI", "location": "West Europe", "kind": "AIServices", **fields}
    if properties is not None:
        raw["properties"] = properties
    (made,) = accounts.parse(listed("azure.accounts", raw))
    return made


def test_an_account_carries_its_lower_cased_id_and_every_scope_around_it() -> None:
    made = account()
    assert (made.id, made.name) == (ACCOUNT.lower(), "Client-AI")
    assert (made.resource_group, made.location, made.kind) == ("rg-ai", "westeurope", "AIServices")
    assert made.scopes == (ACCOUNT.lower(), SUBSCRIPTION, "one")


@pytest.mark.parametrize("properties", [{}, {"disableLocalAuth": None, "networkAcls": None}])
def test_what_an_account_does_not_state_is_azures_default_with_its_date(properties: Any) -> None:
    made = account(properties)
    values = (made.local_auth.value, made.public_network.value, made.network_default.value)
    assert values == (True, True, "Allow")
    for seen in (made.local_auth, made.public_network, made.network_default):
        assert seen.state == "default" and STATED in seen.source


@pytest.mark.parametrize("properties", [None, [], "text", 5])
def test_an_account_without_its_properties_is_only_named_and_takes_no_default(properties: Any) -> None:
    made = account(properties)
    assert {made.local_auth.state, made.public_network.state, made.network_default.state} == {"missing"}


STATED_VALUES: list[tuple[dict[str, Any], str, Any]] = [
    ({"disableLocalAuth": True}, "local_auth", False),
    ({"disableLocalAuth": False}, "local_auth", True),
    ({"disableLocalAuth": "True"}, "local_auth", False),
    ({"publicNetworkAccess": "Disabled"}, "public_network", False),
    ({"publicNetworkAccess": "enabled"}, "public_network", True),
    ({"networkAcls": {"defaultAction": "deny"}}, "network_default", "Deny"),
    ({"networkAcls": {"defaultAction": "Allow"}}, "network_default", "Allow"),
    ({"networkAcls": {"defaultAction": "Deny", "ipRules": [{"value": "0.0.0.0/0"}]}}, "network_default", "Allow"),
    ({"networkAcls": {"defaultAction": "Deny", "ipRules": [{"value": "10.0.0.1"}, 5]}}, "network_default", "Deny"),
]


@pytest.mark.parametrize(("properties", "field", "value"), STATED_VALUES)
def test_what_an_account_states_is_read_with_its_evidence(properties: dict[str, Any], field: str, value: Any) -> None:
    seen = getattr(account(properties), field)
    assert (seen.value, seen.state) == (value, "read")


@pytest.mark.parametrize(
    ("properties", "field"),
    [
        ({"disableLocalAuth": "maybe"}, "local_auth"),
        ({"disableLocalAuth": 1}, "local_auth"),
        ({"disableLocalAuth": []}, "local_auth"),
        ({"publicNetworkAccess": "SecuredByPerimeter"}, "public_network"),
        ({"publicNetworkAccess": True}, "public_network"),
        ({"networkAcls": {"defaultAction": {}}}, "network_default"),
    ],
)
def test_what_is_not_understood_is_missing_and_not_the_default(properties: dict[str, Any], field: str) -> None:
    seen: Seen[Any] = getattr(account(properties), field)
    assert (seen.value, seen.state) == (None, "missing")
    assert "not understood" in seen.source


@pytest.mark.parametrize("identity", [None, 5, "", []])
def test_an_account_without_an_id_is_left_out(identity: Any) -> None:
    assert list(accounts.parse(listed("azure.accounts", {"id": identity, "name": "x"}))) == []


def deployment(**fields: Any) -> Deployment:
    raw = {"id": f"{ACCOUNT}/deployments/Letters", "name": "Letters", **fields}
    (made,) = deployments.parse(listed("azure.deployments", raw))
    return made


def test_a_deployment_is_read_with_its_model_sku_and_policy() -> None:
    model = {"format": "OpenAI", "name": "gpt-5-mini", "version": "2025-08-07"}
    made = deployment(sku={"name": "Standard"}, properties={"model": model, "raiPolicyName": "Strict"})
    assert (made.model, made.model_format, made.model_version, made.sku) == (
        "gpt-5-mini",
        "OpenAI",
        "2025-08-07",
        "Standard",
    )
    assert made.policy == Seen("Strict", "read", "Letters: raiPolicyName=Strict")
    assert made.scopes[:2] == (f"{ACCOUNT}/deployments/Letters".lower(), ACCOUNT.lower())


@pytest.mark.parametrize("properties", [None, {}, {"raiPolicyName": ""}, {"model": "gpt"}, []])
def test_a_deployment_that_names_no_policy_has_none_stated(properties: Any) -> None:
    made = deployment(properties=properties)
    assert (made.policy.value, made.policy.state) == (None, "missing")
    assert (made.model, made.model_version, made.sku) == ("", None, None)


@pytest.mark.parametrize("name", [7, {}, ["Microsoft.DefaultV2"], False])
def test_a_policy_name_that_is_no_word_is_not_the_absence_of_one(name: Any) -> None:
    made = deployment(properties={"raiPolicyName": name})
    assert (made.policy.value, made.policy.state) == (str(name), "read")


@pytest.mark.parametrize("spelled", ["RaiPolicyName", "rai_policy_name", "raipolicyname"])
def test_a_field_is_found_in_any_spelling(spelled: str) -> None:
    assert deployment(properties={spelled: "Weak"}).policy.value == "Weak"


@pytest.mark.parametrize("identity", ["", "/subscriptions/x", "/a/b/c/d/e/f/g"])
def test_an_id_that_is_no_accounts_is_said(identity: str) -> None:
    with pytest.raises(ValueError, match="is not the id of an account"):
        deployments.place(identity)


def test_an_accounts_id_gives_subscription_group_and_name() -> None:
    assert deployments.place(ACCOUNT) == (SUBSCRIPTION, "rg-AI", "Client-AI")


def policy(**properties: Any) -> RaiPolicy:
    (made,) = rai_policies.parse(listed("azure.rai_policies", {"name": "Strict", "properties": properties}))
    return made


def test_a_policys_filters_are_kept_as_written() -> None:
    entry = {"name": "Hate", "source": "Prompt", "enabled": True, "blocking": False, "severityThreshold": "Low"}
    made = policy(basePolicyName="Microsoft.DefaultV2", mode="Blocking", type="SystemManaged", contentFilters=[entry])
    assert (made.base, made.mode, made.managed_by_system) == ("Microsoft.DefaultV2", "Blocking", True)
    assert made.filters is not None
    (read,) = made.filters
    assert (read.name, read.direction, read.enabled, read.blocking, read.threshold, read.action) == (
        "Hate",
        "Prompt",
        True,
        False,
        "Low",
        None,
    )


@pytest.mark.parametrize("properties", [{}, {"contentFilters": None}, {"contentFilters": {}}, {"contentFilters": "x"}])
def test_a_policy_without_a_filter_list_says_nothing_about_filters(properties: Any) -> None:
    assert policy(**properties).filters is None


def test_a_policy_with_an_empty_filter_list_has_no_filters() -> None:
    assert policy(contentFilters=[]).filters == ()


def test_a_filter_entry_of_wrong_types_stays_unstated() -> None:
    entry = {"name": "Hate", "source": 1, "enabled": 1, "blocking": "yes", "severityThreshold": {}, "action": None}
    made = policy(contentFilters=[entry, None, 5, {"name": None}, {}])
    assert made.filters is not None
    (read,) = made.filters
    assert (read.direction, read.enabled, read.blocking, read.threshold, read.action) == (None,) * 5


def test_a_subscription_is_read_with_its_home_tenant_and_offer() -> None:
    raw = {
        "subscriptionId": SUBSCRIPTION.upper(),
        "displayName": "Production",
        "tenantId": "ABCDEFAB-0000-4000-8000-000000000000",
        "state": "Enabled",
        "subscriptionPolicies": {"quotaId": "PayAsYouGo_2014-09-01"},
    }
    (made,) = subscriptions.parse(listed("azure.subscriptions", raw, {"displayName": "no id"}, {"subscriptionId": 5}))
    assert (made.id, made.name, made.tenant) == (SUBSCRIPTION, "Production", "abcdefab-0000-4000-8000-000000000000")
    assert (made.state, made.offer) == ("Enabled", "PayAsYouGo_2014-09-01")


def test_a_subscription_that_says_little_has_no_tenant_rather_than_any() -> None:
    (made,) = subscriptions.parse(listed("azure.subscriptions", {"subscriptionId": SUBSCRIPTION}))
    assert (made.name, made.tenant, made.state, made.offer) == (SUBSCRIPTION, None, None, None)
