"""The action groups of one subscription: a budget that tells a group which is gone or empty tells nobody."""

from collections.abc import Iterator
from typing import Any

from msp_aigov.azure.session import Session
from msp_aigov.azure.wire import Pages, Wire
from msp_aigov.collect.azure.asking import listed
from msp_aigov.collect.azure.reading import mapping, sequence, text, truth
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.money.usage import ActionGroup, ActionGroups

SOURCE = "azure.action_groups"
PER = "subscription"
ROLE = "Monitoring Reader"
VERSION = "2023-01-01"


def fetch(session: Session, ask: Ask) -> Wire:
    """List the groups, page by page."""
    kept = Pages()
    path = f"/subscriptions/{ask.scope.id}/providers/Microsoft.Insights/actionGroups?api-version={VERSION}"
    return kept.wire({"value": listed(session, kept, path)})


def parse(answer: Answer) -> Iterator[ActionGroups]:
    """Shape the groups as one value, so that none at all is not the same as not read."""
    yield ActionGroups(answer.ask.scope.id, tuple(_group(raw) for raw in answer.items if text(raw.get("id"))))


def _group(raw: dict[str, Any]) -> ActionGroup:
    properties = mapping(raw.get("properties"))
    receivers = (len(sequence(value)) for key, value in properties.items() if key.lower().endswith("receivers"))
    return ActionGroup(str(raw["id"]).lower(), truth(properties.get("enabled")) is not False, sum(receivers))
