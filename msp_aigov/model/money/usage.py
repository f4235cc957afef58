"""What billing and metrics say about models: meters, Marketplace charges, forecasts, hourly use."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from msp_aigov.model.text import Money


@dataclass(frozen=True)
class MeterCost:
    """What one AI account cost by one meter; `month` is the first day of its month, `day` the day where it is known."""

    subscription: str
    resource: str
    meter: str
    month: date
    cost: Money
    day: date | None = None


@dataclass(frozen=True)
class MeterId:
    """The id behind a meter's name, lower-cased."""

    subscription: str
    meter: str
    id: str


@dataclass(frozen=True)
class MarketplaceCost:
    """What one resource cost through the Marketplace in one month. It is part of the daily costs as well."""

    subscription: str
    resource: str
    meter: str
    month: date
    cost: Money


@dataclass(frozen=True)
class ForecastDay:
    """What Azure expects the AI accounts of a subscription to cost on one day."""

    subscription: str
    day: date
    cost: Money


@dataclass(frozen=True)
class ModelMeter:
    """One meter of a model: the SKU it bills, what it counts (`Input tokens`, `Hosting`), and its id."""

    sku: str
    counts: str
    id: str


@dataclass(frozen=True)
class OfferedModel:
    """A model as one account may deploy it. `retires` is None where no day is set; `told` is whether Azure said so.

    `sku_ends` are SKUs under which it ends on a day of their own.
    """

    account: str
    name: str
    version: str | None
    lifecycle: str
    retires: date | None
    meters: tuple[ModelMeter, ...]
    told: bool = True
    sku_ends: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True)
class UsagePoint:
    """The use in the hour that begins at `hour` (UTC). `value` is None where Azure has no data, which is not zero."""

    hour: datetime
    value: Decimal | None


@dataclass(frozen=True)
class UsageSeries:
    """One metric of one deployment by the hour; `tier` is the service tier where the metric tells it.

    `until` is the beginning of the hour in which it was read: that hour is not over.
    """

    account: str
    deployment: str
    metric: str
    tier: str
    points: tuple[UsagePoint, ...]
    until: datetime | None = None


@dataclass(frozen=True)
class UsageDefined:
    """The usage metrics an account defines: another one is unknown, never zero."""

    account: str
    metrics: tuple[str, ...]


@dataclass(frozen=True)
class ActionGroup:
    """Whom an alert may tell. `receivers` are counted, of all kinds."""

    id: str
    enabled: bool
    receivers: int


@dataclass(frozen=True)
class ActionGroups:
    """All action groups of one subscription."""

    subscription: str
    groups: tuple[ActionGroup, ...]


@dataclass(frozen=True)
class CostControl:
    """A native cost control of an account. `blocks` says whether any of its thresholds stops all requests; `attached`
    are the lower-cased ids of the account or deployments that it is attached to: elsewhere it does nothing."""

    account: str
    name: str
    blocks: bool
    attached: tuple[str, ...] = ()
