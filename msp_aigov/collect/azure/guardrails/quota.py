"""Quota counters of one region: asked when somebody wants to know where a model fits, not part of an audit."""

from decimal import Decimal

from msp_aigov.azure.session import Session
from msp_aigov.azure.wire import Pages
from msp_aigov.collect.azure.guardrails.asking import got
from msp_aigov.collect.azure.reading import mapping, number, sequence, text

VERSION = "2025-09-01"


def left(session: Session, subscription: str, location: str) -> dict[str, Decimal]:
    """What is left of each counter, in its own unit, by its name in lower case; one without a limit is left out."""
    path = f"/subscriptions/{subscription}/providers/Microsoft.CognitiveServices/locations/{location}/usages"
    body = got(session, Pages(), f"{path}?api-version={VERSION}")
    found = {}
    for item in sequence(mapping(body).get("value")):
        name = text(mapping(mapping(item).get("name")).get("value"))
        used, limit = number(mapping(item).get("currentValue")), number(mapping(item).get("limit"))
        if name and used is not None and limit is not None:
            found[name.lower()] = limit - used
    return found
