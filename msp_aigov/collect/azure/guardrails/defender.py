"""Defender for AI settings of one AI account."""

from collections.abc import Iterator

from msp_aigov.azure.session import Session, pages
from msp_aigov.azure.wire import Wire
from msp_aigov.collect.azure.deployments import place
from msp_aigov.collect.azure.reading import mapping, text
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.cloud import DefenderSetting

SOURCE = "azure.defender"
PER = "account"
ROLE = "Reader"


def fetch(session: Session, ask: Ask) -> Wire:
    """List the settings of one account, as ARM gave them."""
    subscription, group, account = place(ask.scope.id)
    operations = session.cognitive(subscription).defender_for_ai_settings
    return pages(lambda **hook: operations.list(group, account, **hook))


def parse(answer: Answer) -> Iterator[DefenderSetting]:
    """Shape the settings; a state we do not know is not taken for either."""
    for raw in map(mapping, answer.items):
        state = text(mapping(raw.get("properties")).get("state")) or ""
        yield DefenderSetting(answer.ask.scope.id, {"enabled": True, "disabled": False}.get(state.lower()), state)
