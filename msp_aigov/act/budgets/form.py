"""A budget's wire body: what of it counts, whether two bodies mean the same, and their hash."""

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from msp_aigov.azure.wire import exact_json

Body = dict[str, Any]
READ_ONLY = ("currentSpend", "forecastSpend")  # Azure fills these in; they change without anybody changing the budget


def parsed(text: str) -> Body:
    """A body from its JSON text, numbers exact; empty text is an empty body."""
    return dict(json.loads(text, parse_float=Decimal)) if text else {}


def stated(properties: Body) -> Body:
    """The properties without what Azure itself fills in."""
    return {key: properties[key] for key in sorted(properties) if key not in READ_ONLY}


def body_hash(properties: Body) -> str:
    """A hash over everything that somebody stated; empty for no budget."""
    return hashlib.sha256(_canonical(stated(properties)).encode()).hexdigest() if properties else ""


def same(left: Body, right: Body) -> bool:
    """Whether two bodies mean the same budget: order, case of ids and writing of numbers do not count."""
    return bool(left) and bool(right) and normal(left) == normal(right)


def normal(properties: Body) -> dict[str, object]:
    """The meaning of a body, comparable with ==."""
    period = _mapping(properties.get("timePeriod"))
    return {
        "category": properties.get("category", "Cost"),
        "amount": number(properties.get("amount")),
        "timeGrain": properties.get("timeGrain"),
        "start": str(period.get("startDate"))[:10],
        "end": str(period.get("endDate"))[:10],
        "filter": conditions(properties.get("filter")),
        "notifications": sorted(map(str, alerts(properties).values())),  # their keys are labels only
    }


def conditions(raw: object) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """The AND-ed conditions as (kind, name, values), sorted; what is not understood keeps its JSON as its name."""
    outer = _mapping(raw)
    parts = outer.get("and") if isinstance(outer.get("and"), list) else [outer] if outer else []
    assert isinstance(parts, list)
    return tuple(sorted(_condition(part) for part in parts))


def _condition(part: object) -> tuple[str, str, tuple[str, ...]]:
    for kind in ("dimensions", "tags"):
        inner = _mapping(_mapping(part).get(kind))
        if inner.get("operator") == "In" and isinstance(inner.get("values"), list):
            return kind, str(inner.get("name")).lower(), _folded(inner["values"])
    return "other", _canonical(part), ()


def alerts(properties: Body) -> dict[str, tuple[object, ...]]:
    """The notifications by their key."""
    return {
        str(key).lower(): (
            raw.get("enabled") is True,
            raw.get("operator"),
            number(raw.get("threshold")),
            raw.get("thresholdType") or "Actual",
            _folded(raw.get("contactEmails")),
            _folded(raw.get("contactGroups")),
            _folded(raw.get("contactRoles")),
        )
        for key, raw in ((key, _mapping(raw)) for key, raw in _mapping(properties.get("notifications")).items())
    }


def number(value: object) -> Decimal | None:
    """A JSON number without loss; None for anything else."""
    return Decimal(str(value)) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def unit(properties: Body) -> str:
    """The currency that Azure shows beside the current spend; empty where it does not yet."""
    return str(_mapping(properties.get("currentSpend")).get("unit") or "")


def _folded(values: object) -> tuple[str, ...]:
    listed: Iterable[object] = values if isinstance(values, list) else ()
    return tuple(sorted(str(value).lower().rstrip("/") for value in listed))


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _canonical(value: object) -> str:
    return exact_json(_sorted(value))


def _sorted(value: object) -> object:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [_sorted(item) for item in value]
    return value.normalize() + 0 if isinstance(value, Decimal) else value
