"""Azure's own cost controls of an AI account, in preview: one that blocks, where it is attached, really stops spend."""

from collections.abc import Iterator
from typing import Any

from azure.core.exceptions import HttpResponseError

from msp_aigov.azure.session import Session
from msp_aigov.azure.wire import Pages, Wire
from msp_aigov.collect.azure.asking import got, listed
from msp_aigov.collect.azure.reading import mapping, sequence, text
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.money.usage import CostControl

SOURCE = "azure.cost_controls"
PER = "account"
ROLE = "Reader"
VERSION = "2026-09-15-preview"
NOT_OFFERED = Wire('{"value":[],"unavailable":"cost controls are not offered here"}', "", "", 404)
WHOLE = ("", "account")  # what a rule must count by to stop everything


def fetch(session: Session, ask: Ask) -> Wire:
    """List the controls and, where there are any, what they are attached to; no SDK of a stable version does either."""
    kept, version = Pages(), f"?api-version={VERSION}"
    try:
        controls = listed(session, kept, f"{ask.scope.id}/costControls{version}")
    except HttpResponseError as error:
        if error.status_code in (400, 404):
            return NOT_OFFERED
        raise
    attached: list[Any] = []
    if controls:
        attached = [got(session, kept, f"{ask.scope.id}{version}")]
        attached += listed(session, kept, f"{ask.scope.id}/deployments{version}")
    places = [{"id": mapping(raw).get("id"), "controls": _controls(raw)} for raw in attached]
    return kept.wire({"value": controls, "attached": [each for each in places if each["controls"]]})


def _controls(raw: Any) -> list[Any]:
    return sequence(mapping(mapping(raw).get("properties")).get("costControlIds"))


def parse(answer: Answer) -> Iterator[CostControl]:
    """Shape the controls with the ids of what they are attached to."""
    attached = sequence(mapping(answer.json()).get("attached"))
    for raw in answer.items:
        name, identity = text(raw.get("name")) or "", (text(raw.get("id")) or "").lower()
        places = tuple(
            (text(mapping(place).get("id")) or "").lower()
            for place in attached
            if identity in [str(each).lower() for each in sequence(mapping(place).get("controls"))]
        )
        rules = sequence(mapping(raw.get("properties")).get("rules"))
        yield CostControl(answer.ask.scope.id, name, any(_blocks(mapping(rule)) for rule in rules), places)


def _blocks(rule: dict[str, Any]) -> bool:
    """Whether a rule stops all requests: one that counts by session or matches a few stops only those."""
    thresholds = [mapping(threshold) for threshold in sequence(rule.get("thresholds"))]
    blocking = any(str(threshold.get("action", "")).lower() == "block" for threshold in thresholds)
    return blocking and str(rule.get("counterKey") or "").lower() in WHOLE and not rule.get("match")
