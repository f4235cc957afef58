"""How long a deployed model lives on."""

from collections.abc import Sequence
from datetime import date

from msp_aigov.model.cloud import Deployment
from msp_aigov.model.guardrails import Lifecycle
from msp_aigov.model.money.usage import OfferedModel
from msp_aigov.model.rules import Rules

GRAVEST = ("deprecated", "deprecating", "legacy", "preview", "generallyavailable", "stable")


def lifecycle(deployment: Deployment, offers: Sequence[OfferedModel], rules: Rules) -> Lifecycle:
    """What Azure's own list says of the version, else the earliest dated end; all that was said is kept."""
    live = [offer for offer in offers if offer.account == deployment.account and _same(offer, deployment)]
    facts = [
        fact
        for fact in rules.model_facts
        if fact.model.lower() == deployment.model.lower() and fact.version in (None, deployment.model_version)
    ]
    said = [f"Azure's list: {offer.lifecycle or 'no state'}, {_said(offer)}" for offer in live]
    said += [f"Azure's list: as {sku} it {_end(end)}" for offer in live for sku, end in _own_ends(offer, deployment)]
    said += [
        f"{fact.reference.source}, read {fact.reference.read_on}: {fact.lifecycle}, {_end(fact.retires)}"
        for fact in facts
    ]
    states = [offer.lifecycle for offer in live] or [fact.lifecycle for fact in facts]
    ends = [end for end in ((offer.retires for offer in live) if live else (fact.retires for fact in facts)) if end]
    ends += [end for offer in live for _, end in _own_ends(offer, deployment)]
    state = min(states, key=_gravity, default="")
    told = bool(ends) or any(offer.told for offer in live)
    return Lifecycle(state, min(ends, default=None), bool(state), tuple(dict.fromkeys(said)), told)


def _own_ends(offer: OfferedModel, deployment: Deployment) -> list[tuple[str, date]]:
    """The ends of the deployment's own SKU: a model may retire earlier under one than under another."""
    return [(sku, end) for sku, end in offer.sku_ends if sku.lower() == (deployment.sku or "").lower()]


def _said(offer: OfferedModel) -> str:
    return _end(offer.retires) if offer.told or offer.retires else "the end is not stated"


def _same(offer: OfferedModel, deployment: Deployment) -> bool:
    version = deployment.model_version
    return offer.name.lower() == deployment.model.lower() and (version is None or offer.version == version)


def _gravity(state: str) -> int:
    """A state newer than we know counts as the gravest."""
    word = state.lower()
    return GRAVEST.index(word) if word in GRAVEST else 0


def _end(day: date | None) -> str:
    return f"ends {day}" if day else "no end named"
