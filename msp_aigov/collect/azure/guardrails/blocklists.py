"""Blocklists of one AI account, by name: the words on them are read by nobody here."""

from collections.abc import Iterator

from msp_aigov.azure.session import Session, pages
from msp_aigov.azure.wire import Wire
from msp_aigov.collect.azure.deployments import place
from msp_aigov.collect.azure.reading import mapping, text
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.cloud import Blocklists

SOURCE = "azure.rai_blocklists"
PER = "account"
ROLE = "Reader"


def fetch(session: Session, ask: Ask) -> Wire:
    """List the blocklists of one account, as ARM gave them."""
    subscription, group, account = place(ask.scope.id)
    operations = session.cognitive(subscription).rai_blocklists
    return pages(lambda **hook: operations.list(group, account, **hook))


def parse(answer: Answer) -> Iterator[Blocklists]:
    """The names an account holds: one fact for the list, be it empty, so that a name that is missing can be told."""
    names = (text(raw.get("name")) for raw in map(mapping, answer.items))
    yield Blocklists(answer.ask.scope.id, tuple(sorted(name.rsplit("/", 1)[-1] for name in names if name)))
