"""What each filter did on a deployment over a month, from the content-safety metrics."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal

from msp_aigov.model.cloud import Deployment, SafetyCount
from msp_aigov.model.guardrails import EffectiveFilter, FilterActivity, Share, plain

DAYS = 30
TOTAL, DETECTED, BLOCKED = "raitotalrequests", "raiharmfulrequests", "rairejectedrequests"
ENOUGH = 3  # days with requests on each side of a change, so that two shares can be compared
TENTH = Decimal("0.1")


def activity(
    deployment: Deployment,
    counts: Sequence[SafetyCount],
    cells: Sequence[EffectiveFilter] = (),
    changed: date | None = None,
) -> tuple[FilterActivity, ...]:
    """One row for each filter and direction that any metric names; what no metric gave is None, never zero."""
    own = [
        item
        for item in counts
        if item.account == deployment.account and item.deployment.lower() == deployment.name.lower()
    ]
    set_to = {(plain(cell.filter), cell.direction): _said(cell) for cell in cells}
    keys = sorted({(item.category, item.direction) for item in own if item.category})
    return tuple(_row(own, key, set_to.get((plain(key[0]), key[1]), ""), changed) for key in keys)


def _row(own: Sequence[SafetyCount], key: tuple[str, str], configured: str, changed: date | None) -> FilterActivity:
    category, direction = key
    total = _sum(_of(own, TOTAL, "", direction))
    detected, blocked = (_sum(_of(own, metric, category, direction)) for metric in (DETECTED, BLOCKED))
    return FilterActivity(
        filter=category,
        direction=direction,
        detected=detected,
        blocked=blocked,
        total=total,
        days=DAYS,
        detected_percent=percent(detected, total),
        blocked_percent=percent(blocked, total),
        configured=configured,
        before=_share(own, key, lambda on: changed is not None and on < changed),
        after=_share(own, key, lambda on: changed is not None and on > changed),
    )


def percent(part: Decimal | None, total: Decimal | None) -> Decimal | None:
    """A share of a total that is known and not zero."""
    return None if part is None or not total else (part * 100 / total).quantize(TENTH)


def _of(own: Iterable[SafetyCount], metric: str, category: str, direction: str) -> list[SafetyCount]:
    """The series of one metric, category and direction."""
    return [
        item
        for item in own
        if plain(item.metric) == metric and plain(item.category) == plain(category) and item.direction == direction
    ]


def _sum(found: Iterable[SafetyCount]) -> Decimal | None:
    known = [item.count for item in found if item.count is not None]
    return sum(known, Decimal(0)) if known else None


def _share(own: Sequence[SafetyCount], key: tuple[str, str], inside: Callable[[date], bool]) -> Share | None:
    """The share blocked on the days that count; None where there are too few of them."""
    category, direction = key
    totals = _days(_of(own, TOTAL, "", direction), inside)
    blocks = _days(_of(own, BLOCKED, category, direction), inside)
    total, blocked = sum(totals.values(), Decimal(0)), sum(blocks.values(), Decimal(0))
    share = percent(blocked, total)
    busy = [count for count in totals.values() if count]
    return None if len(busy) < ENOUGH or not blocks or share is None else Share(blocked, total, share)


def _days(found: Iterable[SafetyCount], inside: Callable[[date], bool]) -> dict[date, Decimal]:
    made: dict[date, Decimal] = {}
    for on, count in (pair for item in found for pair in item.days if inside(pair[0])):
        made[on] = made.get(on, Decimal(0)) + count
    return made


def _said(cell: EffectiveFilter) -> str:
    return f"{cell.state} {cell.threshold}" if cell.threshold else cell.state
