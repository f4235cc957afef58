"""Content-filter policies (RAI policies) of one AI account."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from msp_aigov.azure.session import Session
from msp_aigov.azure.wire import Wire
from msp_aigov.collect.azure.deployments import place
from msp_aigov.collect.azure.guardrails.newest import listed
from msp_aigov.collect.azure.reading import day, mapping, sequence, text, truth, word
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.cloud import ContentFilter, Extra, RaiPolicy

SOURCE = "azure.rai_policies"
PER = "account"
ROLE = "Reader"
# What a policy may hold beside filters: the list, the word for one of it, and where its name stands.
EXTRAS = (
    ("customBlocklists", "Blocklist", "blocklistName"),
    ("customTopics", "Topic", "topicName"),
    ("safetyProviders", "Safety provider", "safetyProviderName"),
)


def fetch(session: Session, ask: Ask) -> Wire:
    """List the policies of one account: a GET of a system policy answers 404, the list holds it."""
    subscription, group, account = place(ask.scope.id)
    return listed(session, subscription, lambda client: partial(client.rai_policies.list, group, account))


def parse(answer: Answer) -> Iterator[RaiPolicy]:
    """Shape the policies; one without a filter list says nothing about filters, which is not that it has none."""
    for raw in map(mapping, answer.items):
        name = text(raw.get("name"))
        if not name:
            continue
        properties = mapping(raw.get("properties"))
        entries = properties.get("contentFilters")
        kind = text(properties.get("type"))
        filters = tuple(_filters(entries)) if isinstance(entries, list) else None
        yield RaiPolicy(
            id=(text(raw.get("id")) or f"{answer.ask.scope.id}/raipolicies/{name}").lower(),
            name=name.rsplit("/", 1)[-1],
            account=answer.ask.scope.id,
            base=text(properties.get("basePolicyName")),
            mode=word(properties.get("mode")),
            managed_by_system=None if kind is None else kind.lower() == "systemmanaged",
            filters=filters,
            format=word(properties.get("format")),
            extras=tuple(_extras(properties)),
            changed=day(mapping(raw.get("systemData")).get("lastModifiedAt")),
            unreadable=len(entries) - len(filters) if isinstance(entries, list) and filters is not None else 0,
        )


def _filters(entries: list[Any]) -> Iterator[ContentFilter]:
    for raw in entries:
        entry = mapping(raw)
        name = text(entry.get("name"))
        if name:
            yield ContentFilter(
                name=name,
                direction=text(entry.get("source")),
                enabled=truth(entry.get("enabled")),
                blocking=truth(entry.get("blocking")),
                threshold=text(entry.get("severityThreshold", entry.get("allowedContentLevel"))),
                action=word(entry.get("action")),
            )


def _extras(properties: dict[str, Any]) -> Iterator[Extra]:
    for key, kind, named in EXTRAS:
        for raw in sequence(properties.get(key)):
            entry = mapping(raw)
            name = text(entry.get(named)) or text(entry.get("name")) or "(without a name)"
            yield Extra(kind, name, text(entry.get("source")), truth(entry.get("blocking")))
