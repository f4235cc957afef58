"""Azure's own cost controls of an AI account, in preview: with a block, they really stop spend."""

from collections.abc import Iterator
from typing import Any

from azure.core.exceptions import HttpResponseError
from azure.core.rest import HttpRequest

from msp_aigov.azure.session import Session
from msp_aigov.azure.wire import Pages, Wire
from msp_aigov.collect.azure.reading import mapping, sequence, text
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.money.usage import CostControl

SOURCE = "azure.cost_controls"
PER = "account"
ROLE = "Reader"
VERSION = "2026-09-15-preview"
NOT_OFFERED = Wire('{"value":[],"unavailable":"cost controls are not offered here"}', "", "", 404)


def fetch(session: Session, ask: Ask) -> Wire:
    """List the controls, for which no SDK of a stable version has a call; where they are not offered there is none."""
    kept = Pages()
    response = session.cost().send_request(HttpRequest("GET", f"{ask.scope.id}/costControls?api-version={VERSION}"))
    try:
        response.raise_for_status()
    except HttpResponseError:
        if response.status_code in (400, 404):
            return NOT_OFFERED
        raise
    headers = response.headers
    kept.add(response.text(), response.request.url, headers.get("x-ms-request-id", ""), response.status_code)
    return kept.listed()


def parse(answer: Answer) -> Iterator[CostControl]:
    """Shape the controls; one blocks when any threshold of any of its rules does."""
    for raw in answer.items:
        name = text(raw.get("name")) or ""
        rules = sequence(mapping(raw.get("properties")).get("rules"))
        yield CostControl(answer.ask.scope.id, name, any(_blocks(mapping(rule)) for rule in rules))


def _blocks(rule: dict[str, Any]) -> bool:
    thresholds = [mapping(threshold) for threshold in sequence(rule.get("thresholds"))]
    return any(str(threshold.get("action", "")).lower() == "block" for threshold in thresholds)
