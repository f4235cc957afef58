"""A small fleet and the Azure it lives in, for tests that run the whole line."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from msp_aigov.config.load import choose, load_fleet
from msp_aigov.model.document import Document
from msp_aigov.pipeline.order import Finished, Order
from msp_aigov.pipeline.run import audit
from msp_aigov.rules.load import load_rules
from msp_aigov.simulator.scenario import scenario_from
from msp_aigov.simulator.server import SimulatedAzure

TENANT, OTHER_TENANT = "11111111-1111-4111-8111-111111111111", "33333333-3333-4333-8333-333333333333"
SUBSCRIPTION, OTHER_SUBSCRIPTION = "22222222-2222-4222-8222-222222222222", "44444444-4444-4444-8444-444444444444"
APPLICATION, SECRET, SECRET_ENV = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa", "test-secret", "MSP_AIGOV_TEST_SECRET"
HEADER = "Device,Serial,Manufacturer,Model,RAM (GB),CPU,OS,OS Build,Free Disk (GB)"
GOOD_PC = "DESK-1,SN100001,Dell,OptiPlex 7010,16,Intel(R) Core(TM) i5-12500,Windows 11 Pro,10.0.26100.1,120"


def harm_filters(threshold: str = "Medium", **changed: Any) -> list[dict[str, Any]]:
    """Filter entries that meet the general profile, each changed as asked."""
    entries = [
        {"name": name, "blocking": True, "enabled": True, "severityThreshold": threshold, "source": source}
        for name in ("Hate", "Sexual", "Violence", "Selfharm")
        for source in ("Prompt", "Completion")
    ]
    entries += [
        {"name": "Jailbreak", "blocking": True, "enabled": True, "source": "Prompt"},
        {"name": "Protected Material Text", "blocking": True, "enabled": True, "source": "Completion"},
        {"name": "Protected Material Code", "blocking": True, "enabled": True, "source": "Completion"},
    ]
    return [{**entry, **changed} for entry in entries]


def budget(name: str = "ai-monthly", **changed: Any) -> dict[str, Any]:
    """A budget in wire shape that is in order, over its whole scope."""
    properties: dict[str, Any] = {
        "amount": 500,
        "category": "Cost",
        "timeGrain": "Monthly",
        "timePeriod": {"startDate": "2026-01-01T00:00:00Z", "endDate": "2036-01-01T00:00:00Z"},
        "notifications": {
            "forecast": {
                "enabled": True,
                "operator": "GreaterThan",
                "threshold": 100,
                "thresholdType": "Forecasted",
                "contactEmails": ["owner@client.example"],
            }
        },
    }
    return {"name": name, "eTag": '"1"', "properties": {**properties, **changed}}


def safety_metric(name: str, hourly: str, category: str = "Violence") -> dict[str, Any]:
    """What the filters of `letters` did to prompts, by the hour; the total is not split by category."""
    dimensions = {"ModelDeploymentName": "letters", "TextType": "Prompt"}
    split = {} if name == "RAITotalRequests" else {"Category": category}
    return {"metric": name, "dimensions": {**dimensions, **split}, "hourly": hourly}


def estate() -> dict[str, Any]:
    """One tenant in good order: everything a check looks at is as it should be."""
    account = {
        "name": "client-ai",
        "resource_group": "rg-ai",
        "location": "westeurope",
        "identity": {"type": "SystemAssigned"},
        "properties": {
            "disableLocalAuth": True,
            "publicNetworkAccess": "Disabled",
            "customSubDomainName": "client-ai",
        },
        "diagnostics": [
            {
                "name": "to-workspace",
                "properties": {"workspaceId": "/w", "logs": [{"categoryGroup": "allLogs", "enabled": True}]},
            }
        ],
        "defender": [{"name": "Default", "properties": {"state": "Enabled"}}],
        "models": [
            {
                "name": "gpt-5-mini",
                "version": "1",
                "format": "OpenAI",
                "lifecycleStatus": "GenerallyAvailable",
                "deprecation": {"inference": "2099-12-31T00:00:00Z"},
            }
        ],
        "rai_policies": [{"name": "strict", "properties": {"mode": "Blocking", "contentFilters": harm_filters()}}],
        "deployments": [
            {
                "name": "letters",
                "sku": {"name": "DataZoneStandard", "capacity": 10},
                "properties": {
                    "model": {"format": "OpenAI", "name": "gpt-5-mini", "version": "1"},
                    "raiPolicyName": "strict",
                    "versionUpgradeOption": "OnceNewDefaultVersionAvailable",
                },
            }
        ],
        "usage": [
            {
                "metric": metric,
                "dimensions": {"ModelDeploymentName": "letters", "ServiceTierResponse": "default"},
                "hourly": "1000",
            }
            for metric in ("ProcessedPromptTokens", "GeneratedTokens")
        ]
        + [safety_metric(*each) for each in (("RAITotalRequests", "10"), ("RAIHarmfulRequests", "0.01"))]
        + [safety_metric("RAIRejectedRequests", "0.01")],
    }
    subscription = {
        "id": SUBSCRIPTION,
        "name": "Production",
        "quota_id": "PayAsYouGo_2014-09-01",
        "accounts": [account],
        "costs": [
            {"account": "client-ai", "service": "Foundry Models", "meter": "m", "daily": "1.25", "currency": "USD"}
        ],
        "budgets": {"consumption": [budget()]},
    }
    tenant = {
        "id": TENANT,
        "applications": [{"client_id": APPLICATION, "secret": SECRET}],
        "subscriptions": [subscription],
    }
    return {"tenants": [tenant]}


def client_file(name: str = "Client One", tenant: str = TENANT, **changed: Any) -> dict[str, Any]:
    """A client's file that fits `estate`."""
    credential = {"method": "client-secret", "client_id": APPLICATION, "secret_env": SECRET_ENV}
    stage = {
        "name": "notes",
        "task": "speech-to-text",
        "residency": "device",
        "connectivity": "offline",
        "local_models": ["whisper-base"],
        "data_class": "confidential",
        "subjects": ["none"],
        "interactive": False,
        "evidence": [
            {
                "model": "whisper-base",
                "version": "openai-whisper-base-generic-cpu:3",
                "evaluation": "passed",
                "evaluated_on": f"{date.today() - timedelta(days=2):%Y-%m-%d}",
            }
        ],
    }
    body: dict[str, Any] = {
        "name": name,
        "profile": "general",
        "residency": "eu",
        "azure": {"cloud": "custom", "tenant": tenant, "access": {"credential": credential}},
        "inventories": [{"path": "inventories/devices.csv"}],
        "workloads": [{"name": "Dictation", "uses": ["dictation"], "stages": [stage]}],
    }
    return {**body, **changed}


def write_fleet(folder: Path, clients: Mapping[str, dict[str, Any]], devices: str = GOOD_PC) -> Path:
    """A fleet folder with these clients, and one inventory for all."""
    (folder / "clients").mkdir(parents=True, exist_ok=True)
    (folder / "inventories").mkdir(exist_ok=True)
    (folder / "fleet.yaml").write_text("name: Northgate Managed IT\n", encoding="utf-8")
    (folder / "inventories" / "devices.csv").write_text(f"{HEADER}\n{devices}\n", encoding="utf-8")
    for identity, body in clients.items():
        text = yaml.safe_dump(body, allow_unicode=True, sort_keys=False)
        (folder / "clients" / f"{identity}.yaml").write_text(text, encoding="utf-8")
    return folder


def changed(data: dict[str, Any], change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """A copy of an estate with one thing changed in its one subscription."""
    copy = deepcopy(data)
    change(copy["tenants"][0]["subscriptions"][0])
    return copy


def simulated(data: dict[str, Any], *faults: str) -> SimulatedAzure:
    """That Azure, not yet started."""
    return SimulatedAzure(scenario_from(data), faults=faults)


def enter(azure: SimulatedAzure, monkeypatch: Any) -> None:
    """Point this process at a started simulator."""
    for name, value in {**azure.environment(), SECRET_ENV: SECRET}.items():
        monkeypatch.setenv(name, value)


def run_audit(folder: Path, *clients: str) -> Finished:
    """Audit a fleet folder as the command line does, without waiting between tries."""
    rules = load_rules()
    fleet = load_fleet(folder, rules)
    order = Order(fleet, choose(fleet, clients), rules, folder, folder / "runs", sleep=lambda _: None)
    return audit(order, lambda *_: None)


def outcomes(document: Document, client: str = "one") -> dict[tuple[str, str], str]:
    """Check and subject to outcome, for one client."""
    report = next(report for report in document.clients if report.id == client)
    return {(finding.check, finding.subject.name): finding.outcome for finding in report.findings}


def account(subscription: dict[str, Any]) -> dict[str, Any]:
    """The first account of a subscription."""
    found: dict[str, Any] = subscription["accounts"][0]
    return found


def two_tenants(deny: bool) -> dict[str, Any]:
    """An estate in each of two tenants, the second of which may deny everything."""
    data, other = estate(), estate()["tenants"][0]
    other["id"], other["deny"] = OTHER_TENANT, deny
    other["subscriptions"][0].update(id=OTHER_SUBSCRIPTION, name="Second")
    data["tenants"].append(other)
    return data
