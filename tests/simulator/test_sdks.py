"""The real SDKs read every API unmodified."""

from decimal import Decimal

import pytest
from azure.core.exceptions import (
    ClientAuthenticationError,
    HttpResponseError,
    ResourceExistsError,
    ResourceNotFoundError,
)
from azure.identity import ClientSecretCredential, EnvironmentCredential
from azure.mgmt.costmanagement.models import QueryAggregation, QueryDataset, QueryDefinition

from msp_aigov.simulator.server import SimulatedAzure

from .clinic import APP, CLINIC, PROVIDER, SHUT, WORK, Sdks, scenario

SCOPE = f"subscriptions/{WORK}"


def test_subscriptions_carry_their_offer_and_their_managers(sdks: Sdks) -> None:
    (found,) = sdks.subscriptions.subscriptions.list()
    assert (found.display_name, found.state, found.subscription_id) == ("Harbour production", "Enabled", WORK)
    assert found.subscription_policies and found.subscription_policies.quota_id == "PayAsYouGo_2014-09-01"
    assert [manager.tenant_id for manager in found.managed_by_tenants or ()] == [PROVIDER]
    assert sdks.subscriptions.subscriptions.get(WORK).display_name == "Harbour production"


def test_an_account_keeps_what_it_says_and_what_it_leaves_out(sdks: Sdks) -> None:
    account, bare = sdks.cognitive.accounts.list()
    assert account.properties and account.identity and bare.properties
    assert account.properties.disable_local_auth is True
    assert account.properties.network_acls is None
    assert (account.identity.type, bare.identity) == ("SystemAssigned", None)
    assert bare.properties.disable_local_auth is None
    assert bare.location == "JAPANEAST"


def test_accounts_are_found_by_group_and_name_in_any_case(sdks: Sdks) -> None:
    assert [account.name for account in sdks.cognitive.accounts.list_by_resource_group("RG-ai")] == ["Harbour-AI-weu"]
    assert sdks.cognitive.accounts.get("rg-ai", "harbour-ai-WEU").kind == "AIServices"
    with pytest.raises(ResourceNotFoundError):
        sdks.cognitive.accounts.get("rg-bare", "harbour-ai-weu")


def test_deployments_are_listed_and_got(sdks: Sdks) -> None:
    names = [deployment.name for deployment in sdks.cognitive.deployments.list("rg-ai", "harbour-ai-weu")]
    letters = sdks.cognitive.deployments.get("rg-ai", "harbour-ai-weu", "letters")
    assert names == ["letters", "notes", "triage"]
    assert letters.sku and letters.properties
    assert (letters.sku.capacity, letters.properties.rai_policy_name) == (50, "clinic-chat")


def test_system_policies_are_listed_but_not_found_by_name(sdks: Sdks) -> None:
    listed = {policy.name: policy for policy in sdks.cognitive.rai_policies.list("rg-ai", "harbour-ai-weu")}
    assert list(listed) == ["Microsoft.Default", "Microsoft.DefaultV2", "clinic-chat"]
    system = listed["Microsoft.DefaultV2"].properties
    assert system and system.type == "SystemManaged"
    assert sdks.cognitive.rai_policies.get("rg-ai", "harbour-ai-weu", "clinic-chat").name == "clinic-chat"
    with pytest.raises(ResourceNotFoundError):
        sdks.cognitive.rai_policies.get("rg-ai", "harbour-ai-weu", "Microsoft.DefaultV2")


def test_an_account_may_be_without_system_policies(sdks: Sdks) -> None:
    assert list(sdks.cognitive.rai_policies.list("rg-bare", "bare")) == []


def test_costs_come_with_the_source_measure_as_column(sdks: Sdks) -> None:
    total = QueryAggregation(name="PreTaxCost", function="Sum")
    dataset = QueryDataset(granularity="None", aggregation={"total": total})
    answer = sdks.cost.query.usage(SCOPE, QueryDefinition(type="ActualCost", timeframe="MonthToDate", dataset=dataset))
    assert answer and [column.name for column in answer.columns or ()] == ["PreTaxCost", "Currency"]
    assert answer.rows == [[14.345678901, "EUR"]]


def test_budgets_of_both_providers_are_read_by_scope(sdks: Sdks) -> None:
    group = f"{SCOPE}/resourceGroups/rg-ai"
    assert [budget.name for budget in sdks.consumption.budgets.list(SCOPE)] == ["clinic-monthly"]
    assert [budget.name for budget in sdks.consumption.budgets.list(f"/{group}")] == ["ai-only"]
    assert [budget.name for budget in sdks.cost.budgets.list(SCOPE)] == ["other-portal"]
    budget = sdks.consumption.budgets.get(SCOPE, "clinic-monthly")
    assert budget.properties and budget.properties.current_spend
    assert (budget.e_tag, budget.properties.current_spend.amount) == ('"7"', Decimal("812.5"))
    assert sdks.cost.budgets.get(SCOPE, "other-portal").type == "Microsoft.CostManagement/budgets"
    with pytest.raises(ResourceNotFoundError):
        sdks.cost.budgets.get(SCOPE, "clinic-monthly")


def test_budgets_are_written_by_the_sdk_where_the_scenario_allows_it() -> None:
    with SimulatedAzure(scenario(allow_writes=True)) as azure:
        budgets = Sdks(azure).consumption.budgets
        known = budgets.get(SCOPE, "clinic-monthly")
        assert known.properties
        known.properties.amount = Decimal("12.5")
        changed = budgets.create_or_update(SCOPE, "clinic-monthly", known)
        assert changed.properties and changed.properties.amount == Decimal("12.5")
        with pytest.raises(ResourceExistsError):
            budgets.create_or_update(SCOPE, "clinic-monthly", known)
        budgets.delete(SCOPE, "clinic-monthly")
        assert list(budgets.list(SCOPE)) == []


def test_lists_are_paged_for_the_sdk() -> None:
    with SimulatedAzure(scenario(list_page_size=2)) as azure:
        sdks = Sdks(azure)
        assert len(list(sdks.cognitive.deployments.list("rg-ai", "harbour-ai-weu"))) == 3
        assert len(list(sdks.cognitive.accounts.list())) == 2
        assert [entry.query for entry in azure.log.entries if entry.path.endswith("/deployments")] == [
            "api-version=2025-09-01",
            "api-version=2025-09-01&$skiptoken=2",
        ]


def test_a_wrong_secret_is_an_authentication_error(azure: SimulatedAzure) -> None:
    credential = ClientSecretCredential(
        CLINIC,
        APP,
        "wrong",
        authority=azure.url,
        disable_instance_discovery=True,
        connection_verify=str(azure.ca_path),
    )
    with pytest.raises(ClientAuthenticationError, match="AADSTS7000215"):
        credential.get_token(azure.url + "/.default")


def test_a_refusal_keeps_its_code(azure: SimulatedAzure) -> None:
    with pytest.raises(HttpResponseError) as refused:
        Sdks(azure).subscriptions.subscriptions.get(SHUT)
    assert refused.value.error and refused.value.error.code == "AuthorizationFailed"


def test_the_environment_alone_points_the_credential_here(
    azure: SimulatedAzure, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity = {"AZURE_TENANT_ID": CLINIC, "AZURE_CLIENT_ID": APP, "AZURE_CLIENT_SECRET": "demo-secret"}
    for name, value in (azure.environment() | identity).items():
        monkeypatch.setenv(name, value)
    assert EnvironmentCredential(disable_instance_discovery=True).get_token(azure.url + "/.default").token
