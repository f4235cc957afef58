"""What spend means: by model, what is coming, what is odd, what could be lost, what runs right now."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from msp_aigov.model.text import Money, Text


@dataclass(frozen=True)
class ModelSpend:
    """What one AI account cost by one meter, and the model and deployments behind it.

    `joined` says how the model was found. `share` is `own` where one deployment alone uses the meter, `allocated`
    where the cost was split by measured tokens, `shared` where nobody can split it. `paid` is the amount per million
    tokens or per image really paid, `listed` the dated list price beside it.
    """

    id: str
    account: str
    meter: str
    model: str
    deployments: tuple[str, ...]
    joined: Literal["meter_id", "name", "none"]
    share: Literal["own", "allocated", "shared"]
    cost: Money
    last_month: Money | None = None
    retired: date | None = None
    paid: Text = Text("")
    listed: Text = Text("")
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ForecastPoint:
    """The running total of the month expected at the end of a day, and the interval around it."""

    day: date
    low: Decimal
    expected: Decimal
    high: Decimal


@dataclass(frozen=True)
class RunningTotal:
    """What the month had cost at the end of a day."""

    day: date
    cost: Money


@dataclass(frozen=True)
class Forecast:
    """What AI will cost by the end of this month in one currency. Without a method there is no figure, and `why` says
    what is missing. `booked` is the month so far; `limit` is the client's target, else what the monthly
    budgets that cover all of its AI in this currency allow."""

    id: str
    currency: str
    method: Literal["azure", "history", "none"]
    why: Text
    spent: Money
    expected: Money | None = None
    low: Money | None = None
    high: Money | None = None
    limit: Money | None = None
    points: tuple[ForecastPoint, ...] = ()
    booked: tuple[RunningTotal, ...] = ()
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Anomaly:
    """One day that cost more than the rule allows: `usual` is the median of the days before."""

    day: date
    cost: Money
    usual: Money
    limit: Money


@dataclass(frozen=True)
class Trend:
    """How many days of one currency were looked at, and those that stand out; none looked at is too little history."""

    id: str
    currency: str
    days: int
    anomalies: tuple[Anomaly, ...]
    rule: Text
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Factor:
    """One factor of a figure and where it comes from."""

    name: Text
    value: Text
    source: str


@dataclass(frozen=True)
class Exposure:
    """What one deployment can cost before any alert can fire.

    `most` is quota x lag x dearest price; `observed` is the 99th percentile of its hours x lag, and what severity goes
    by. Either is None where a factor is unknown; `why` names it. `stopped_by` is what would really stop it.
    """

    id: str
    deployment: str
    account: str
    most: Money | None
    observed: Money | None
    budget: Money | None
    lag_hours: int
    times: Decimal
    factors: tuple[Factor, ...]
    why: Text = Text("")
    stopped_by: str = ""
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hosting:
    """Capacity that is paid for by the hour whether or not it is used. `used` is tokens in the last days, or percent of
    the provisioned throughput at its highest; None where no metric says."""

    id: str
    deployment: str
    account: str
    kind: Literal["fine_tuned", "provisioned"]
    used: Decimal | None
    cost: Money | None
    days: int
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Quantity:
    """How much of one metric was used today and this month, None where no hour has data, and its price.

    `price` is None where none is known, `per` the quantity it is for; `old` says that it was read too long ago.
    `unseen_hours` of the month's whole hours have no data: they are unknown, not zero. `month_filled` counts the hours
    unseen since the first seen one as the mean of those seen.
    """

    metric: str
    tier: str
    today: Decimal | None
    month: Decimal | None
    unseen_hours: int
    price: Money | None
    per: Decimal
    price_source: str
    price_date: date | None
    old: bool = False
    unseen_today: int = 0
    month_filled: Decimal | None = None


@dataclass(frozen=True)
class LiveSpend:
    """An estimate of what one deployment costs, from metrics x price, before billing knows.

    `today` and `month` are None as soon as one quantity has no price or no data: a part is not a whole; where some
    hours are unseen they are at least this much. `month_filled` has the hours filled in that nobody saw, by `method`.
    `hours` is the curve of today, None for an hour without data; `hourly` the mean of the last whole hours.
    `today_range` and `month_range` stand instead where only least and most can be said. `billed` is what billing says
    of the whole days up to `billed_until`, `ratio` billed to estimated for exactly those days. `since_billed` is the
    part of `month_filled` on days that billing does not know entirely.
    """

    id: str
    deployment: str
    account: str
    quantities: tuple[Quantity, ...]
    today: Money | None
    month: Money | None
    hourly: Money | None
    until: datetime | None
    hours: tuple[Decimal | None, ...] = ()
    why: Text = Text("")
    billed: Money | None = None
    ratio: Decimal | None = None
    scopes: tuple[str, ...] = ()
    month_filled: Money | None = None
    method: Text = Text("")
    today_range: tuple[Money, ...] = ()
    month_range: tuple[Money, ...] = ()
    billed_until: date | None = None
    since_billed: Money | None = None


@dataclass(frozen=True)
class LiveTotal:
    """A client's estimate in one currency: all deployments together, and when its budget will be crossed.

    `month` is what billing says up to `billed_until` and measured use x price since, by `method`. `unknown` names
    deployments of which nothing can be said: with any, the sums are at least this much. `crossing` is the hour at which
    `limit` is reached if the last hours carry on, None where it is not this month; `said` puts it in words. `hours` is
    the curve of today, the running hour last, None for an hour of which no deployment has data.
    """

    currency: str
    today: Money | None
    hourly: Money | None
    month: Money | None
    billed: Money | None
    billed_until: date | None
    unknown: tuple[str, ...]
    limit: Money | None
    limit_name: str
    crossing: datetime | None
    said: Text
    method: Text
    until: datetime | None
    hours: tuple[Decimal | None, ...] = ()
