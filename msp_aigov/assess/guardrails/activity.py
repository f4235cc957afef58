"""What each filter did on a deployment over a month, from the content-safety metrics."""

from collections.abc import Sequence
from decimal import Decimal

from msp_aigov.model.cloud import Deployment, SafetyCount
from msp_aigov.model.guardrails import FilterActivity, plain

DAYS = 30
TOTAL, DETECTED, BLOCKED = "raitotalrequests", "raiharmfulrequests", "rairejectedrequests"


def activity(deployment: Deployment, counts: Sequence[SafetyCount]) -> tuple[FilterActivity, ...]:
    """One row for each filter and direction that any metric names; what no metric gave is None, never zero."""
    own = [
        item
        for item in counts
        if item.account == deployment.account and item.deployment.lower() == deployment.name.lower()
    ]
    keys = sorted({(item.category, item.direction) for item in own if item.category})
    return tuple(
        FilterActivity(
            filter=category,
            direction=direction,
            detected=_sum(own, DETECTED, category, direction),
            blocked=_sum(own, BLOCKED, category, direction),
            total=_sum(own, TOTAL, "", direction),
            days=DAYS,
        )
        for category, direction in keys
    )


def _sum(counts: Sequence[SafetyCount], metric: str, category: str, direction: str) -> Decimal | None:
    found = [
        item.count
        for item in counts
        if plain(item.metric) == metric
        and plain(item.category) == plain(category)
        and item.direction == direction
        and item.count is not None
    ]
    return sum(found, Decimal(0)) if found else None
