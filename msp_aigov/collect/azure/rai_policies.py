"""Content-filter policies (RAI policies) of one AI account."""

from collections.abc import Iterator
from typing import Any

from msp_aigov.azure.session import Session, pages
from msp_aigov.azure.wire import Wire
from msp_aigov.collect.azure.deployments import place
from msp_aigov.collect.azure.reading import mapping, text, truth
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.cloud import ContentFilter, RaiPolicy

SOURCE = "azure.rai_policies"
PER = "account"
ROLE = "Reader"


def fetch(session: Session, ask: Ask) -> Wire:
    """List the policies of one account: a GET of a system policy answers 404, the list holds it."""
    subscription, group, account = place(ask.scope.id)
    operations = session.cognitive(subscription).rai_policies
    return pages(lambda **hook: operations.list(group, account, **hook))


def parse(answer: Answer) -> Iterator[RaiPolicy]:
    """Shape the policies; one without a filter list says nothing about filters, which is not that it has none."""
    for raw in answer.items:
        name = text(raw.get("name"))
        if not name:
            continue
        properties = mapping(raw.get("properties"))
        listed = properties.get("contentFilters")
        kind = text(properties.get("type"))
        yield RaiPolicy(
            id=(text(raw.get("id")) or f"{answer.ask.scope.id}/raipolicies/{name}").lower(),
            name=name,
            account=answer.ask.scope.id,
            base=text(properties.get("basePolicyName")),
            mode=text(properties.get("mode")),
            managed_by_system=None if kind is None else kind.lower() == "systemmanaged",
            filters=tuple(_filters(listed)) if isinstance(listed, list) else None,
        )


def _filters(listed: list[Any]) -> Iterator[ContentFilter]:
    for raw in listed:
        name = text(mapping(raw).get("name"))
        if name:
            yield ContentFilter(
                name=name,
                direction=text(raw.get("source")),
                enabled=truth(raw.get("enabled")),
                blocking=truth(raw.get("blocking")),
                threshold=text(raw.get("severityThreshold")),
                action=text(raw.get("action")),
            )
