"""Connections of one AI account to other services. ARM lists them without their secrets."""

from collections.abc import Iterator

from msp_aigov.azure.session import Session, pages
from msp_aigov.azure.wire import Wire
from msp_aigov.collect.azure.deployments import place
from msp_aigov.collect.azure.reading import mapping, text
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.cloud import Connection

SOURCE = "azure.connections"
PER = "account"
ROLE = "Reader"


def fetch(session: Session, ask: Ask) -> Wire:
    """List the connections of one account, as ARM gave them."""
    subscription, group, account = place(ask.scope.id)
    operations = session.cognitive(subscription).account_connections
    return pages(lambda **hook: operations.list(group, account, **hook))


def parse(answer: Answer) -> Iterator[Connection]:
    """Shape the connections; one that does not say how it signs in stays open."""
    for raw in map(mapping, answer.items):
        properties = mapping(raw.get("properties"))
        name = text(raw.get("name")) or "(without a name)"
        category = text(properties.get("category")) or ""
        yield Connection(answer.ask.scope.id, name, category, text(properties.get("authType")))
