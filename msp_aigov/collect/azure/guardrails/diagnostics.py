"""Diagnostic settings of one AI account: where its logs go."""

from collections.abc import Iterator
from typing import Any

from msp_aigov.azure.session import Session
from msp_aigov.azure.wire import Pages, Wire
from msp_aigov.collect.azure.asking import got
from msp_aigov.collect.azure.reading import mapping, sequence, text, truth
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.cloud import DiagnosticSetting

SOURCE = "azure.diagnostics"
PER = "account"
ROLE = "Monitoring Reader"
VERSION = "2021-05-01-preview"
TARGETS = ("workspaceId", "storageAccountId", "eventHubAuthorizationRuleId", "marketplacePartnerId")


def fetch(session: Session, ask: Ask) -> Wire:
    """List the settings, for which the SDK of Azure Monitor no longer has a call."""
    kept = Pages()
    got(session, kept, f"{ask.scope.id}/providers/Microsoft.Insights/diagnosticSettings?api-version={VERSION}")
    return kept.listed()


def parse(answer: Answer) -> Iterator[DiagnosticSetting]:
    """Shape the settings; only log categories that are switched on are kept."""
    for raw in map(mapping, answer.items):
        properties = mapping(raw.get("properties"))
        name = text(raw.get("name")) or ""
        yield DiagnosticSetting(
            id=(text(raw.get("id")) or f"{answer.ask.scope.id}/{name}").lower(),
            account=answer.ask.scope.id,
            name=name,
            logs=tuple(_logs(properties)),
            target=next((place for key in TARGETS if (place := text(properties.get(key)))), ""),
        )


def _logs(properties: dict[str, Any]) -> Iterator[str]:
    for entry in sequence(properties.get("logs")):
        log = mapping(entry)
        if truth(log.get("enabled")):
            yield text(log.get("category")) or text(log.get("categoryGroup")) or "(without a name)"
