"""Subscriptions that the credential sees, with their home tenants."""

from collections.abc import Iterator

from msp_aigov.azure.session import Session, pages
from msp_aigov.azure.wire import Wire
from msp_aigov.collect.azure.reading import mapping, text
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.cloud import Subscription

SOURCE = "azure.subscriptions"
PER = "client"
ROLE = "Reader"


def fetch(session: Session, ask: Ask) -> Wire:
    """List every subscription visible to the credential, as ARM gave them."""
    return pages(session.subscriptions().subscriptions.list)


def parse(answer: Answer) -> Iterator[Subscription]:
    """Shape the subscriptions; one without an id cannot be asked and is left out."""
    for raw in map(mapping, answer.items):
        number = text(raw.get("subscriptionId"))
        if number:
            yield Subscription(
                id=number.lower(),
                name=text(raw.get("displayName")) or number,
                tenant=(text(raw.get("tenantId")) or "").lower() or None,
                state=text(raw.get("state")),
                offer=text(mapping(raw.get("subscriptionPolicies")).get("quotaId")),
            )
