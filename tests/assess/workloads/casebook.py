"""Worked examples as data: a client, what it has, what it wants, and where that must go."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from msp_aigov.assess.guardrails.residency import processing
from msp_aigov.assess.workloads.assess import decide
from msp_aigov.config.shape import adapter
from msp_aigov.model.client import Client
from msp_aigov.model.cloud import AiAccount, Deployment
from msp_aigov.model.device import Endpoints, WorkloadFit
from msp_aigov.model.guardrails import DeploymentGuardrail, EffectiveFilter, Guardrails
from msp_aigov.model.seen import missing
from msp_aigov.model.workload import Workload, WorkloadDecision
from msp_aigov.rules.load import load_rules

RULES = load_rules()
TODAY = date(2026, 11, 20)
BOOKS = sorted(Path(__file__).parent.glob("examples_*.yaml"))


@dataclass(frozen=True)
class Case:
    """One example, ready to be decided."""

    name: str
    client: Client
    workload: Workload
    guardrails: Guardrails
    endpoints: Endpoints
    expect: tuple[str, str, str | None]

    def decided(self, workload: Workload | None = None) -> WorkloadDecision:
        """What the gates say, of the example or of a changed version of it."""
        return decide(self.client, workload or self.workload, self.guardrails, self.endpoints, RULES, TODAY)


def cases() -> list[Case]:
    """Every example of every book."""
    return [_case(raw) for book in BOOKS for raw in yaml.safe_load(book.read_text(encoding="utf-8"))["cases"]]


def _case(raw: dict[str, Any]) -> Case:
    stages = [{**_usual(stage), **stage} for stage in raw["workload"].pop("stages")]
    named = {"uses": ["drafting"], "audience": "internal", **raw["workload"], "name": raw["name"], "stages": stages}
    workload = adapter(Workload).validate_python(named)
    client = Client("one", "One", residency=raw.get("residency"), profile=raw.get("profile", "general"))
    deployments = tuple(_deployment(item, client) for item in raw.get("deployments", ()))
    accounts = tuple(_account(item["region"]) for item in raw.get("deployments", ()))
    ready, total, unknown = (*raw.get("ready", (0, 0)), 0)[:3]
    fit = WorkloadFit(workload.name, (), ready=ready, replace=total - ready - unknown, unknown=unknown)
    endpoints = Endpoints(fits=(fit,) if total else ())
    expect = tuple(raw["expect"])
    return Case(raw["name"], client, workload, Guardrails(accounts, deployments), endpoints, expect)  # type: ignore[arg-type]


def _usual(stage: dict[str, Any]) -> dict[str, Any]:
    """Answers that stand in no example's way; each example says what it is about."""
    return {
        "name": stage["task"],
        "connectivity": "online",
        "data_class": "internal",
        "subjects": ["none"],
        "egress_features": [],
        "interactive": False,
        "volume": 2000,
        "max_unit_cost": "0.08",
    }


def _account(region: str) -> AiAccount:
    return AiAccount(f"/acc/{region}", region, "sub", "rg", region, "AIServices", missing(), missing(), missing())


def _deployment(item: dict[str, str], client: Client) -> DeploymentGuardrail:
    model, region, sku = item["model"], item["region"], item["sku"]
    deployment = Deployment(
        f"/acc/{region}/{model}", model, f"/acc/{region}", model, "OpenAI", item.get("version", "1"), sku, missing()
    )
    cell = EffectiveFilter("Hate", "prompt", "blocks", "Medium", "configured", "", "M", item.get("filter", "meets"))  # type: ignore[arg-type]
    where = processing(sku, region, client.residency, RULES)
    return DeploymentGuardrail(deployment, region, "strict", client.profile or "general", (cell,), where)
