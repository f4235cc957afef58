"""What billing says of one deployment alone, day by day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from msp_aigov.assess.spend.outlook.bymodel import Joiner, kind_of
from msp_aigov.assess.spend.sums import cents
from msp_aigov.model.cloud import Deployment
from msp_aigov.model.money.outlook import LiveSpend
from msp_aigov.model.money.usage import MeterCost


@dataclass(frozen=True)
class Billed:
    """Day, kind of meter and amount of each cost; `alone` is False where a meter is shared with another deployment."""

    costs: tuple[tuple[date, str, Decimal], ...] = ()
    alone: bool = True

    def cost(self, days: Iterable[date], kinds: Sequence[str] = ()) -> Decimal | None:
        """What some days cost, by meters of some kinds or all; None where that cannot be told."""
        kept = set(days)
        found = [amount for day, kind, amount in self.costs if day in kept and (not kinds or kind in kinds)]
        return sum(found, Decimal(0)) if found and self.alone else None


def reconciled(
    made: LiveSpend, cost: Decimal | None, counted: Decimal, days: Sequence[date], currency: str
) -> LiveSpend:
    """An estimate with what billing says of some whole days, and the ratio to what was counted on the same days."""
    if cost is None:
        return made
    ratio = (cost / counted).quantize(Decimal("0.001")) if counted else None
    return replace(made, billed=cents(cost, currency), billed_until=days[-1], ratio=ratio)


def billed_of(
    deployments: Sequence[Deployment], costs: Iterable[MeterCost], joiner: Joiner, currency: str
) -> dict[str, Billed]:
    """What is billed for each deployment, by its id."""
    found: dict[str, list[tuple[date, str, Decimal]]] = defaultdict(list)
    shared: set[str] = set()
    for cost in costs:
        if cost.day is None or cost.cost.currency != currency:
            continue
        deployed = [each for each in deployments if each.account == cost.resource]
        model, _ = joiner.model(cost, deployed)
        own = [each.id for each in deployed if model and each.model == model]
        if len(own) == 1:
            found[own[0]].append((cost.day, kind_of(cost.meter), cost.cost.amount))
        shared |= set(own) if len(own) > 1 else set()
    return {each.id: Billed(tuple(found[each.id]), each.id not in shared) for each in deployments}
