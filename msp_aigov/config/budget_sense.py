"""What a budget in a client's file must make sense of beyond its shape."""

import re
from collections.abc import Iterator

from msp_aigov.config.source import Location
from msp_aigov.model.client import BudgetTarget

CURRENCY = re.compile(r"[A-Z]{3}")
SCOPE = re.compile(r"/subscriptions/[0-9a-f-]{36}(/resourcegroups/[^/]+)?", re.IGNORECASE)
NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")
MOST = 10**12


def budget_problems(place: Location, target: BudgetTarget) -> Iterator[tuple[Location, str]]:
    """What is wrong with one budget of a client's file."""
    yield from _amount_problems(place, target)
    if not CURRENCY.fullmatch(target.currency):
        yield (*place, "currency"), f"expected a currency like EUR, found {target.currency!r}"
    if not NAME.fullmatch(target.name):
        yield (*place, "name"), f"expected 1 to 40 letters, digits, - or _, found {target.name!r}"
    if target.scope is not None and not SCOPE.fullmatch(target.scope):
        yield (*place, "scope"), "expected /subscriptions/<id> or /subscriptions/<id>/resourceGroups/<name>"
    for number, recipient in enumerate(target.recipients):
        if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", recipient):
            yield (*place, "recipients", number), f"expected a mail address, found {recipient!r}"
    for number, condition in enumerate(target.filter or ()):
        if (condition.dimension is None) == (condition.tag is None) or not condition.values:
            yield (*place, "filter", number), "expected `dimension` or `tag`, and at least one value"


def _amount_problems(place: Location, target: BudgetTarget) -> Iterator[tuple[Location, str]]:
    if (target.monthly is None) == (target.factor is None):
        yield place, "expected either `monthly` or `factor`"
    for name, noun in (("monthly", "an amount"), ("factor", "a factor")):
        value = getattr(target, name)
        if value is not None and not 0 < value < MOST:
            yield (*place, name), f"expected {noun} above 0" + ("" if value <= 0 else f" and below {MOST:,}")
