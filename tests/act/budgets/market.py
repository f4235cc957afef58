"""A client whose budgets are planned and applied, and the simulated Azure that takes the writes."""

import json
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from msp_aigov.act.budgets.plan import BudgetOutcome, BudgetPlan
from msp_aigov.config.load import choose, load_fleet
from msp_aigov.pipeline.budget_applying import Allowed, apply_plan, plan_in
from msp_aigov.pipeline.budget_planning import plan_budgets
from msp_aigov.pipeline.order import Order
from msp_aigov.record.codec import encode
from msp_aigov.rules.load import load_rules
from msp_aigov.simulator.server import SimulatedAzure
from tests.world import APPLICATION, SECRET_ENV, SUBSCRIPTION, budget, client_file, estate, simulated, write_fleet

SCOPE = f"/subscriptions/{SUBSCRIPTION}"
WRITER = {"method": "client-secret", "client_id": APPLICATION, "secret_env": SECRET_ENV}
FOREIGN = budget("somebody-elses")
BOOKED = {"account": "client-ai", "service": "Foundry Models", "meter": "m", "daily": "1.25", "currency": "EUR"}
rules_of = cache(load_rules)
TARGET = {"monthly": 600, "currency": "EUR", "recipients": ["owner@client.example"]}


def market(*budgets: dict[str, Any], provider: str = "consumption", **changed: Any) -> dict[str, Any]:
    """An estate that takes writes; a foreign budget is always there."""
    data = deepcopy(estate())
    subscription = data["tenants"][0]["subscriptions"][0]
    subscription["costs"] = [{**BOOKED}]
    subscription["budgets"] = {"consumption": [deepcopy(FOREIGN)]}
    subscription["budgets"].setdefault(provider, []).extend(deepcopy(list(budgets)))
    subscription |= changed
    return {**data, "allow_writes": True}


def fleet_with(folder: Path, *targets: dict[str, Any], **azure: Any) -> Path:
    """A fleet of one client with these budgets in its file, and a credential to write with."""
    body = client_file(inventories=[], workloads=[])
    body["azure"] = {**body["azure"], **azure}
    body["azure"]["access"] = {**body["azure"]["access"], "write_credential": WRITER}
    # YAML must not see one object twice: aliases are refused.
    first, *others = [json.loads(json.dumps(target)) for target in targets or (TARGET,)]
    body |= {"budget": first, "budgets": others}
    return write_fleet(folder, {"one": body})


def order(folder: Path) -> Order:
    """The order of that fleet, without waiting."""
    rules = rules_of()
    fleet = load_fleet(folder, rules)
    return Order(fleet, choose(fleet, []), rules, folder, folder / "runs", sleep=lambda _: None)


def planned(folder: Path) -> BudgetPlan:
    """A plan, by way of its file."""
    path = folder / "plan.json"
    path.write_text(encode(plan_budgets(order(folder)), indent=1), encoding="utf-8")
    return plan_in(path.read_bytes(), path.name)


def applied(
    folder: Path, plan: BudgetPlan, allowed: Allowed = Allowed(), journal: str = "journal.jsonl"
) -> tuple[BudgetOutcome, ...]:
    """What applying gave."""
    return apply_plan(order(folder), plan, folder / journal, allowed, lambda _: None)


def journal_of(folder: Path, name: str = "journal.jsonl") -> list[dict[str, Any]]:
    """The journal's lines."""
    path = folder / name
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def there(azure: SimulatedAzure) -> dict[str, Any]:
    """Every budget in Azure by provider and name, as wire properties."""
    return {f"{key[0]}/{key[2]}": dict(item.properties) for key, item in azure._state.budgets.items()}


__all__ = ["simulated"]
