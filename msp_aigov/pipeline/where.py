"""The offers of a model as a client's own accounts list them now, and the quota that is left for them."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msp_aigov.azure.session import opened_session
from msp_aigov.collect.ask import collect, facts
from msp_aigov.collect.live import live
from msp_aigov.collect.registry import SOURCES
from msp_aigov.errors import AigovError
from msp_aigov.model.answers import Answer
from msp_aigov.model.client import Client
from msp_aigov.model.cloud import AiAccount, QuotaCounter
from msp_aigov.model.money.usage import OfferedModel
from msp_aigov.model.reach.offers import LiveOffers, ModelClaim
from msp_aigov.model.rules import CloudModel, Reference, Rules
from msp_aigov.model.workload import Task
from msp_aigov.pipeline.order import now

QUOTA = "azure.quota"
READS = ("azure.subscriptions", "azure.accounts", "azure.model_meters", QUOTA)


@dataclass(frozen=True)
class Sku:
    """One SKU under which an account lists a model, and the counter it draws on."""

    account: str
    model: str
    name: str
    counter: str


def offers_now(client: Client, folder: Path, model: str, rules: Rules) -> LiveOffers:
    """One row for each region and SKU, and the quota in words; Azure that cannot be read is an error, not empty."""
    sources = {name: source for name, source in SOURCES.items() if name in READS}
    started, session = now(), opened_session(client.azure, time.sleep)
    world = live(client, folder, session, now)
    answers = collect(client, started.date(), sources, [world], lambda _: None).answers
    gap = next((answer for answer in answers if answer.state != "read" and answer.ask.source != QUOTA), None)
    if gap or client.azure is None:
        reason = gap.reason if gap else "the client's file names no tenant"
        raise AigovError(f"{client.id}: Azure could not be asked: {reason}")
    known = tuple(facts(answers, sources))
    accounts = {fact.id: fact for fact in known if isinstance(fact, AiAccount)}
    task: Task = next((row.task for row in rules.cloud_models if row.model.lower() == model.lower()), "chat")
    reference = Reference("Azure's own list, asked live", started.date())
    skus = [sku for sku in _skus(answers) if sku.model.lower() == model.lower() and sku.account in accounts]
    rows = sorted({(sku.model, sku.name, accounts[sku.account].location) for sku in skus})
    offers = tuple(CloudModel(name, task, sku, region, reference) for name, sku, region in rows)
    counters = [fact for fact in known if isinstance(fact, QuotaCounter)]
    claims = {
        ModelClaim(fact.version or "", fact.lifecycle, fact.retires, "", reference.source, reference.read_on)
        for fact in known
        if isinstance(fact, OfferedModel) and fact.name.lower() == model.lower()
    }
    ordered = tuple(sorted(claims, key=lambda claim: (claim.version, claim.lifecycle, str(claim.retires))))
    return LiveOffers(offers, ordered, "; ".join(_quotas(counters, skus, accounts)), started.date())


def _skus(answers: tuple[Answer, ...]) -> Iterator[Sku]:
    for answer in answers:
        for item in answer.items if answer.ask.source == "azure.model_meters" else ():
            skus: Any = item.get("skus")
            for sku in skus if isinstance(skus, list) else ():
                if isinstance(sku, dict):
                    counter = str(sku.get("usageName") or "")
                    yield Sku(answer.ask.scope.id, str(item.get("name")), str(sku.get("name")), counter)


def _quotas(counters: Sequence[QuotaCounter], skus: Sequence[Sku], accounts: dict[str, AiAccount]) -> Iterator[str]:
    """What is left for each SKU, in words; a counter that is not listed is not known, which is not none."""
    left = {
        (each.subscription, each.location, each.name.lower()): each.limit - each.used
        for each in counters
        if each.limit is not None and each.used is not None
    }
    homes = {(sku, accounts[sku.account].subscription, accounts[sku.account].location) for sku in skus}
    for location, name, counter, subscription in sorted({(at, sku.name, sku.counter, sub) for sku, sub, at in homes}):
        found = left.get((subscription, location, counter.lower()))
        yield f"{location} {name}: " + ("not known" if found is None else f"{found} left of {counter}")
