"""Quota counters of one region: what its models may take, and what of it is taken."""

from collections.abc import Iterator
from typing import Any

from msp_aigov.azure.session import Session
from msp_aigov.azure.wire import Pages, Wire
from msp_aigov.collect.azure.asking import got
from msp_aigov.collect.azure.reading import mapping, number, text
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.cloud import QuotaCounter

SOURCE = "azure.quota"
PER = "location"
ROLE = "Reader"
VERSION = "2025-09-01"


def fetch(session: Session, ask: Ask) -> Wire:
    """List the counters of one region of a subscription, for which an account's own list says less."""
    subscription, location = ask.scope.id.strip("/").split("/")[1::2]
    kept = Pages()
    got(session, kept, path_of(subscription, location))
    return kept.listed()


def path_of(subscription: str, location: str) -> str:
    """Where the counters of a region are listed."""
    path = f"/subscriptions/{subscription}/providers/Microsoft.CognitiveServices/locations/{location}/usages"
    return f"{path}?api-version={VERSION}"


def parse(answer: Answer) -> Iterator[QuotaCounter]:
    """Shape the counters; one without a name counts nothing."""
    subscription, location = answer.ask.scope.id.strip("/").split("/")[1::2]
    for raw in map(mapping, answer.items):
        counter = _counter(raw, subscription, location)
        if counter:
            yield counter


def _counter(raw: dict[str, Any], subscription: str, location: str) -> QuotaCounter | None:
    name = text(mapping(raw.get("name")).get("value"))
    used, limit = number(raw.get("currentValue")), number(raw.get("limit"))
    return QuotaCounter(subscription, location, name, used, limit) if name else None
