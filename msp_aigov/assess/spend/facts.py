"""Everything that was read about a client's spend, in one value."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from msp_aigov.model.cloud import AiAccount, Deployment, Subscription
from msp_aigov.model.money.usage import (
    ActionGroups,
    CostControl,
    ForecastDay,
    MarketplaceCost,
    MeterCost,
    MeterId,
    OfferedModel,
    UsageDefined,
    UsageSeries,
)
from msp_aigov.model.spend import Budget, CostLine

T = TypeVar("T")


class Known(Protocol):
    """Facts by their kind."""

    def of(self, kind: type[T]) -> list[T]:
        """The facts of one kind, in the order of their answers."""
        ...


@dataclass(frozen=True)
class Read:
    """What was read; `unread` counts the reads of accounts, costs and budgets that failed."""

    subscriptions: Sequence[Subscription] = ()
    accounts: Sequence[AiAccount] = ()
    lines: Sequence[CostLine] = ()
    budgets: Sequence[Budget] = ()
    deployments: Sequence[Deployment] = ()
    meters: Sequence[MeterCost] = ()
    meter_ids: Sequence[MeterId] = ()
    marketplace: Sequence[MarketplaceCost] = ()
    forecasts: Sequence[ForecastDay] = ()
    offered: Sequence[OfferedModel] = ()
    series: Sequence[UsageSeries] = ()
    controls: Sequence[CostControl] = ()
    action_groups: Sequence[ActionGroups] = ()
    defined: Sequence[UsageDefined] = ()
    unread: int = 0


def read_of(known: Known, unread: int) -> Read:
    """Sort the facts by what they are."""
    return Read(
        subscriptions=known.of(Subscription),
        accounts=known.of(AiAccount),
        lines=known.of(CostLine),
        budgets=known.of(Budget),
        deployments=known.of(Deployment),
        meters=known.of(MeterCost),
        meter_ids=known.of(MeterId),
        marketplace=known.of(MarketplaceCost),
        forecasts=known.of(ForecastDay),
        offered=known.of(OfferedModel),
        series=known.of(UsageSeries),
        controls=known.of(CostControl),
        action_groups=known.of(ActionGroups),
        defined=known.of(UsageDefined),
        unread=unread,
    )
