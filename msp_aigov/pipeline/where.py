"""The offers of a model as a client's own accounts list them now, and the quota that is left for them."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from azure.core.exceptions import AzureError

from msp_aigov.azure.session import Session, opened_session
from msp_aigov.collect.ask import collect, facts
from msp_aigov.collect.azure.guardrails import quota
from msp_aigov.collect.live import live
from msp_aigov.collect.registry import SOURCES
from msp_aigov.errors import AigovError
from msp_aigov.model.answers import Answer
from msp_aigov.model.client import Client
from msp_aigov.model.cloud import AiAccount
from msp_aigov.model.rules import CloudModel, Reference, Rules
from msp_aigov.model.workload import Task
from msp_aigov.pipeline.order import now

READS = ("azure.subscriptions", "azure.accounts", "azure.model_meters")


@dataclass(frozen=True)
class Sku:
    """One SKU under which an account lists a model, and the counter it draws on."""

    account: str
    model: str
    name: str
    counter: str


def offers_now(client: Client, folder: Path, model: str, rules: Rules) -> tuple[tuple[CloudModel, ...], str]:
    """One row for each region and SKU, and the quota in words; Azure that cannot be read is an error, not empty."""
    sources = {name: source for name, source in SOURCES.items() if name in READS}
    started, session = now(), opened_session(client.azure, time.sleep)
    world = live(client, folder, session, now)
    answers = collect(client, started.date(), sources, [world], lambda _: None).answers
    gap = next((answer for answer in answers if answer.state != "read"), None)
    if gap or client.azure is None:
        reason = gap.reason if gap else "the client's file names no tenant"
        raise AigovError(f"{client.id}: Azure could not be asked: {reason}", "Leave --live out to use dated facts.")
    accounts = {fact.id: fact for fact in facts(answers, sources) if isinstance(fact, AiAccount)}
    task: Task = next((row.task for row in rules.cloud_models if row.model.lower() == model.lower()), "chat")
    reference = Reference("Azure's own list, asked live", started.date())
    skus = [sku for sku in _skus(answers) if sku.model.lower() == model.lower() and sku.account in accounts]
    rows = sorted({(sku.model, sku.name, accounts[sku.account].location) for sku in skus})
    offers = tuple(CloudModel(name, task, sku, region, reference) for name, sku, region in rows)
    return offers, "; ".join(_quotas(session, skus, accounts))


def _skus(answers: tuple[Answer, ...]) -> Iterator[Sku]:
    for answer in answers:
        for item in answer.items if answer.ask.source == "azure.model_meters" else ():
            skus: Any = item.get("skus")
            for sku in skus if isinstance(skus, list) else ():
                if isinstance(sku, dict):
                    counter = str(sku.get("usageName") or "")
                    yield Sku(answer.ask.scope.id, str(item.get("name")), str(sku.get("name")), counter)


def _quotas(session: Callable[[], Session], skus: list[Sku], accounts: dict[str, AiAccount]) -> Iterator[str]:
    """What is left for each SKU, in words; a counter that is not listed is not known, which is not none."""
    wanted = sorted({(accounts[sku.account].subscription, accounts[sku.account].location) for sku in skus})
    for subscription, location in wanted:
        try:
            found = quota.left(session(), subscription, location)
        except (AzureError, AigovError, ValueError):
            found = {}
        here = {sku for sku in skus if accounts[sku.account].location == location}
        for name, counter in sorted({(sku.name, sku.counter) for sku in here}):
            left = found.get(counter.lower())
            yield f"{location} {name}: " + ("not known" if left is None else f"{left} left of {counter}")
