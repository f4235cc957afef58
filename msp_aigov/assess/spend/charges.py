"""The period's costs as they are charged: by resource, meter and day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from msp_aigov.model.spend import Charges, CostLine

OTHER = "Everything else"
MARKETPLACE = "Marketplace"
Key = tuple[bool, str, str, str, str, str, str]


def charges_of(lines: Iterable[tuple[CostLine, bool, bool]]) -> tuple[Charges, ...]:
    """Lines with whether each is AI, and bought in the Marketplace; they add up to all that was read."""
    groups: dict[Key, dict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for line, ai, bought in lines:
        if line.day is not None:
            groups[_key(line, ai, bought)][line.day] += line.cost.amount
    return tuple(
        Charges(service, not other, publisher, subscription, resource, meter, currency, tuple(sorted(days.items())))
        for (other, subscription, resource, service, publisher, meter, currency), days in sorted(groups.items())
    )


def _key(line: CostLine, ai: bool, bought: bool) -> Key:
    if not ai:
        return True, line.subscription, "", OTHER, "", "", line.cost.currency
    service = MARKETPLACE if bought else line.service or "Unnamed service"
    return False, line.subscription, line.resource, service, line.publisher, line.meter, line.cost.currency
