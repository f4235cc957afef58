"""A small clinic and its provider, and real SDK clients that point at them."""

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import requests
from azure.identity import ClientSecretCredential
from azure.mgmt.cognitiveservices import CognitiveServicesManagementClient
from azure.mgmt.consumption import ConsumptionManagementClient
from azure.mgmt.costmanagement import CostManagementClient
from azure.mgmt.resource.subscriptions import SubscriptionClient

from msp_aigov.simulator.scenario import Scenario, scenario_from
from msp_aigov.simulator.server import SimulatedAzure

CLINIC = "11111111-1111-4111-8111-111111111111"
PROVIDER = "22222222-2222-4222-8222-222222222222"
STRANGER = "33333333-3333-4333-8333-333333333333"
DENIED = "44444444-4444-4444-8444-444444444444"
APP = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"
WORK = "51111111-1111-4111-8111-111111111111"
OTHER = "53333333-3333-4333-8333-333333333333"
SHUT = "54444444-4444-4444-8444-444444444444"
SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "azure"

CHAT_POLICY = {
    "mode": "Asynchronous_filter",
    "basePolicyName": "Microsoft.DefaultV2",
    "contentFilters": [
        {"name": "Hate", "severityThreshold": "High", "blocking": True, "enabled": True, "source": "Prompt"}
    ],
}
MONTHLY = {
    "category": "Cost",
    "amount": 1000,
    "timeGrain": "Monthly",
    "timePeriod": {"startDate": "2026-11-01T00:00:00Z", "endDate": "2036-11-01T00:00:00Z"},
    "filter": {"dimensions": {"name": "ResourceGroupName", "operator": "In", "values": ["rg-ai"]}},
    "currentSpend": {"amount": 812.5, "unit": "EUR"},
    "notifications": {},
}


def world(**options: object) -> dict[str, object]:
    """A scenario as plain data: a clinic managed by its provider, a stranger, and a tenant that refuses."""
    signing = [{"client_id": APP, "secret": "demo-secret", "assertion": True}]
    account = {
        "name": "Harbour-AI-weu",
        "resource_group": "rg-AI",
        "location": "westeurope",
        "identity": {"type": "SystemAssigned"},
        "properties": {"disableLocalAuth": True, "provisioningState": "Succeeded"},
        "rai_policies": [{"name": "clinic-chat", "properties": CHAT_POLICY}],
        "deployments": [
            {
                "name": name,
                "sku": {"name": "DataZoneStandard", "capacity": 50},
                "properties": {
                    "model": {"format": "OpenAI", "name": "gpt-5-mini", "version": "2025-08-07"},
                    "raiPolicyName": "clinic-chat",
                },
            }
            for name in ("letters", "notes", "triage")
        ],
    }
    bare = {"name": "bare", "resource_group": "rg-bare", "location": "JAPANEAST", "system_policies": False}
    storage = f"/subscriptions/{WORK}/resourceGroups/rg-data/providers/Microsoft.Storage/storageAccounts/harbour"
    costs: list[dict[str, object]] = [
        {
            "account": "Harbour-AI-weu",
            "service": "Foundry Models",
            "meter": "gpt out",
            "daily": "0.1",
            "currency": "EUR",
        },
        {"resource_id": storage, "service": "Storage", "on": {"2026-11-03": "12.345678901"}, "currency": "EUR"},
        {
            "resource_group": "rg-ai",
            "service": "SaaS",
            "publisher": "Marketplace",
            "on": {"2026-10-31": "7"},
            "currency": "USD",
        },
    ]
    group_scope = f"/subscriptions/{WORK}/resourceGroups/rg-ai"
    budgets = {
        "consumption": [
            {"name": "clinic-monthly", "eTag": '"7"', "properties": MONTHLY},
            {"name": "ai-only", "scope": group_scope, "properties": MONTHLY},
        ],
        "costmanagement": [{"name": "other-portal", "properties": MONTHLY}],
    }
    work = {"id": WORK, "name": "Harbour production", "managed_by": [PROVIDER], "accounts": [account, bare]}
    return {
        "today": "2026-11-20",
        **options,
        "tenants": [
            {"id": CLINIC, "applications": signing, "subscriptions": [{**work, "costs": costs, "budgets": budgets}]},
            {"id": PROVIDER, "applications": signing},
            {"id": STRANGER, "applications": signing, "subscriptions": [{"id": OTHER, "name": "Not yours"}]},
            {"id": DENIED, "deny": True, "applications": signing, "subscriptions": [{"id": SHUT, "name": "Shut"}]},
        ],
    }


def scenario(**options: object) -> Scenario:
    """The same, validated."""
    return scenario_from(world(**options))


class Sdks:
    """The real clients of one tenant, unmodified and without patience for retries."""

    def __init__(self, azure: SimulatedAzure, tenant: str = CLINIC, **options: Any) -> None:
        self.credential = ClientSecretCredential(
            tenant, APP, "demo-secret", authority=azure.url, disable_instance_discovery=True,
            connection_verify=str(azure.ca_path), retry_total=0,
        )  # fmt: skip
        settings: dict[str, Any] = {
            "base_url": azure.url,
            "credential_scopes": [azure.url + "/.default"],
            "connection_verify": str(azure.ca_path),
            "retry_total": 0,
            "polling_interval": 0,
        } | options
        self.subscriptions = SubscriptionClient(self.credential, **settings)
        self.cognitive = CognitiveServicesManagementClient(self.credential, WORK, **settings)
        self.cost = CostManagementClient(self.credential, **settings)
        self.consumption = ConsumptionManagementClient(self.credential, WORK, **settings)


class Wire:
    """A plain HTTP client with a tenant's token."""

    def __init__(self, azure: SimulatedAzure, tenant: str = CLINIC) -> None:
        self._azure, self._session = azure, requests.Session()
        self._session.verify = str(azure.ca_path)
        self._session.trust_env = False
        answer = self.token(tenant)
        self.claims = _claims(answer.json()["access_token"]) if answer.ok else {}
        if answer.ok:
            self._session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def token(self, tenant: str, **changes: str) -> requests.Response:
        """Ask for a token; a field given as "" is left out."""
        form = {
            "grant_type": "client_credentials",
            "client_id": APP,
            "client_secret": "demo-secret",
            "scope": f"{self._azure.url}/.default",
        } | changes
        body = urlencode({name: value for name, value in form.items() if value})
        return self._session.post(f"{self._azure.url}/{tenant}/oauth2/v2.0/token", data=body, timeout=10)

    def ask(
        self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None
    ) -> requests.Response:
        """Call ARM; `path` may be a whole URL."""
        url = path if path.startswith("https:") else self._azure.url + path
        return self._session.request(method, url, json=body, headers=headers, timeout=10)

    def get(self, path: str) -> requests.Response:
        """GET from ARM."""
        return self.ask("GET", path)


def _claims(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return claims
