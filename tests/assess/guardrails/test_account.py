"""Accounts: what ARM leaves out, what it says, and what each check makes of it."""

import json
from datetime import date
from typing import Any

import pytest

from msp_aigov.assess.guardrails.assess import Read, assess
from msp_aigov.checks.check import Brief, Check
from msp_aigov.checks.guardrails.accounts import (
    connections,
    defender,
    identity,
    logging,
    outbound,
    own_keys,
    private_endpoint,
    stored_completions,
    subdomain,
)
from msp_aigov.collect.azure import accounts
from msp_aigov.collect.azure.guardrails import connections as connection_source
from msp_aigov.collect.azure.guardrails import defender as defender_source
from msp_aigov.collect.azure.guardrails import diagnostics
from msp_aigov.model.answers import Answer, Ask, Scope
from msp_aigov.model.client import Client
from msp_aigov.rules.load import load_rules
from tests.assess.guardrails.labelled import HOME

RULES = load_rules()
SCOPE = Scope("account", HOME.lower(), "ai")
TODAY = date(2026, 11, 20)
ENDPOINT = {"properties": {"privateLinkServiceConnectionState": {"status": "Pending"}}}


def items(source: Any, listed: list[dict[str, Any]], scope: Scope = SCOPE) -> list[Any]:
    answer = Answer(Ask(source.SOURCE, scope), "read", json.dumps({"value": listed}))
    return list(source.parse(answer))


def outcome(check: Check, raw: dict[str, Any], profile: str = "general", **read: Any) -> str:
    found = items(accounts, [{"id": HOME, "location": "x", **raw}], Scope("subscription", "s", "s"))
    client = Client("one", "One", profile=profile)
    (account,) = assess(client, "general", TODAY, found, Read(**read), RULES).accounts
    verdict = check.judge(account, Brief(client, RULES, TODAY))
    assert verdict.detail.template
    return verdict.outcome


def props(**properties: Any) -> dict[str, Any]:
    return {"properties": properties}


TABLE: list[tuple[Check, dict[str, Any], str, str]] = [
    (private_endpoint.judge, props(privateEndpointConnections=[ENDPOINT]), "general", "fail"),
    (private_endpoint.judge, props(privateEndpointConnections=[{}]), "general", "unknown"),
    (private_endpoint.judge, props(privateEndpointConnections=[]), "general", "pass"),
    (private_endpoint.judge, props(privateEndpointConnections=None), "general", "unknown"),
    (private_endpoint.judge, props(), "general", "unknown"),
    (private_endpoint.judge, props(privateEndpointConnections="many"), "general", "unknown"),
    (private_endpoint.judge, props(PrivateEndpointConnections=[ENDPOINT]), "general", "fail"),
    (private_endpoint.judge, {"location": "westeurope", "properties": None}, "general", "unknown"),
    (own_keys.judge, {"location": "westeurope"}, "healthcare", "unknown"),
    (own_keys.judge, props(), "general", "not_applicable"),
    (own_keys.judge, props(), "healthcare", "fail"),
    (own_keys.judge, props(encryption={"keySource": "Microsoft.KeyVault"}), "healthcare", "pass"),
    (own_keys.judge, props(encryption={"keySource": "Moon"}), "healthcare", "unknown"),
    (identity.judge, props(), "general", "fail"),
    (identity.judge, {"identity": {"type": "SystemAssigned"}}, "general", "pass"),
    (identity.judge, {"identity": {"type": "None"}}, "general", "fail"),
    (stored_completions.judge, props(), "healthcare", "fail"),
    (stored_completions.judge, props(storedCompletionsDisabled=True), "healthcare", "pass"),
    (stored_completions.judge, props(storedCompletionsDisabled="maybe"), "healthcare", "unknown"),
    (stored_completions.judge, props(), "creative", "not_applicable"),
    (subdomain.judge, props(), "general", "fail"),
    (subdomain.judge, props(customSubDomainName="ai"), "general", "pass"),
    (outbound.judge, props(), "public-sector", "fail"),
    (outbound.judge, props(restrictOutboundNetworkAccess=True), "public-sector", "pass"),
    (outbound.judge, props(restrictOutboundNetworkAccess=None), "general", "not_applicable"),
]


@pytest.mark.parametrize(("check", "raw", "profile", "said"), TABLE)
def test_a_property_is_read_defaulted_or_unknown(check: Check, raw: dict[str, Any], profile: str, said: str) -> None:
    assert outcome(check, raw, profile) == said


LOG = {
    "id": f"{HOME}/x",
    "name": "x",
    "properties": {"workspaceId": "/w", "logs": [{"category": "Audit", "enabled": True}]},
}
SILENT = {"id": f"{HOME}/y", "name": "y", "properties": {"workspaceId": "/w", "logs": [{"category": "Audit"}]}}


@pytest.mark.parametrize(("listed", "said"), [([LOG], "pass"), ([SILENT], "fail"), ([], "fail"), ([{}], "fail")])
def test_a_setting_without_a_log_that_is_on_keeps_none(listed: list[dict[str, Any]], said: str) -> None:
    assert outcome(logging.judge, props(), diagnostics=items(diagnostics, listed)) == said


@pytest.mark.parametrize(
    ("state", "said"), [("Enabled", "pass"), ("enabled", "pass"), ("Disabled", "fail"), ("Dreaming", "unknown")]
)
def test_defender_is_on_where_it_says_so(state: str, said: str) -> None:
    listed = items(defender_source, [{"name": "Default", "properties": {"state": state}}])
    assert outcome(defender.judge, props(), defender=listed) == said


@pytest.mark.parametrize(
    ("auth", "said"),
    [
        ("ApiKey", "fail"),
        ("AccountKey", "fail"),
        ("AAD", "pass"),
        ("ManagedIdentity", "pass"),
        ("New", "unknown"),
        (None, "unknown"),
    ],
)
def test_a_connection_with_a_key_is_found_and_an_unknown_way_is_unknown(auth: str | None, said: str) -> None:
    listed = items(connection_source, [{"name": "c", "properties": {"authType": auth, "category": "AzureOpenAI"}}])
    assert outcome(connections.judge, props(), connections=listed) == said
