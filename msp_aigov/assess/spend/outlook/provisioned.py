"""Spend now on provisioned throughput: it is paid by the hour, whether or not anybody asks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from msp_aigov.assess.spend.outlook.billed import Billed, reconciled
from msp_aigov.assess.spend.outlook.clock import HOUR, Clock, clock_of, start_of
from msp_aigov.assess.spend.outlook.prices import PROVISIONED, Found, PriceList
from msp_aigov.assess.spend.outlook.use import settled_days, unbilled_from
from msp_aigov.assess.spend.sums import cents
from msp_aigov.model.cloud import Deployment
from msp_aigov.model.money.outlook import LiveSpend, Quantity
from msp_aigov.model.money.usage import UsageSeries
from msp_aigov.model.text import Text

COUNTED = "PTU hours"
SINCE = Text("no metric says since when the provisioned throughput runs: unknown, not zero")
NO_PRICE = Text("no price of an hour of provisioned throughput is known")
METHOD = Text("{units} units, each hour since the first hour of this month with a metric; a reservation costs less")


def is_provisioned(deployment: Deployment) -> bool:
    """Whether a deployment is paid for by the unit and hour, not by use."""
    return PROVISIONED in (deployment.sku or "").lower()


def standing(
    deployment: Deployment,
    account: str,
    utilisation: Sequence[UsageSeries],
    prices: PriceList,
    currency: str,
    today: date,
    billed: Billed,
    rules: Mapping[str, Decimal],
) -> LiveSpend:
    """Units x hours x price; without capacity, price or a metric to say since when, unknown."""
    clock = clock_of(utilisation, today)
    found = prices.find(deployment, PROVISIONED)
    seen = [p.hour for each in utilisation for p in each.points if p.value is not None and p.hour >= clock.month]
    made = LiveSpend(deployment.id, deployment.name, account, (), None, None, None, None, scopes=deployment.scopes)
    if not seen or deployment.capacity is None:
        return replace(made, why=SINCE)
    units, first = Decimal(deployment.capacity), min(seen)
    month, day = (units * _hours(max(first, since), clock.until) for since in (clock.month, clock.day))
    quantity = _quantity(day, month, found, today, int(rules["price_age_days"]))
    made = replace(made, quantities=(quantity,), until=clock.until)
    if found is None:
        return replace(made, why=NO_PRICE)
    days = [each for each in settled_days(today) if start_of(each) >= first]
    return replace(
        reconciled(made, billed.cost(days), units * 24 * len(days) * found.each, days, currency),
        today=cents(day * found.each, currency),
        month=cents(month * found.each, currency),
        hourly=cents(units * found.each, currency),
        month_filled=cents(month * found.each, currency),
        since_billed=cents(units * _hours(max(first, unbilled_from(today)), clock.until) * found.each, currency),
        method=Text(METHOD.template, units=deployment.capacity),
        hours=tuple(_curve(max(first, clock.day), clock, units * found.each)),
    )


def _curve(first: datetime, clock: Clock, each: Decimal) -> Iterator[Decimal | None]:
    """The whole hours of today, None before the first."""
    for number in range(_hours(clock.day, clock.until)):
        yield each if clock.day + number * HOUR >= first else None


def _quantity(day: Decimal, month: Decimal, found: Found | None, today: date, old: int) -> Quantity:
    return Quantity(
        metric=COUNTED,
        tier="",
        today=day,
        month=month,
        unseen_hours=0,
        price=found.shown() if found else None,
        per=found.price.amount / found.each if found and found.each else Decimal(1),
        price_source=f"{found.how}: {found.price.reference.source}" if found else "",
        price_date=found.day if found else None,
        old=found.old(today, old) if found else False,
        month_filled=month,
    )


def _hours(first: datetime, last: datetime) -> int:
    return max(int((last - first) / HOUR), 0)
