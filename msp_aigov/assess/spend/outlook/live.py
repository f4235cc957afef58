"""Spend now: what was used, times its price, before billing knows. Always an estimate."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from msp_aigov.assess.spend.outlook.billed import Billed, reconciled
from msp_aigov.assess.spend.outlook.clock import HOUR, Clock, clock_of, start_of
from msp_aigov.assess.spend.outlook.prices import METRICS, PriceList
from msp_aigov.assess.spend.outlook.provisioned import is_provisioned, standing
from msp_aigov.assess.spend.outlook.rates import Key, Rate, rates_of
from msp_aigov.assess.spend.outlook.use import (
    EVERY,
    IMAGES,
    OPENAI,
    OUTPUTS,
    Use,
    hourly_costs,
    settled_days,
    unbilled_from,
    whole_days,
)
from msp_aigov.assess.spend.sums import cents
from msp_aigov.model.cloud import Deployment
from msp_aigov.model.money.outlook import LiveSpend, Quantity
from msp_aigov.model.money.usage import UsageSeries
from msp_aigov.model.text import Money, Text

FINE = Decimal("0.0001")  # an hour of little use costs less than a cent
RECENT = 6  # whole hours whose mean is the burn rate
NOTHING = Text("no usage metric speaks of this deployment: unknown, not zero")
NOT_READ = Text("its usage metrics could not be read: unknown, not zero")
UNDEFINED = Text("the account defines no metric {metrics}: what that counts is unknown, not zero")
NO_DATA = Text("no hour of this month has data: unknown, not zero")
NO_PRICE = Text("no price is known for {metrics}")
GAPS = Text("{hours} hours of this month have no data; they are unknown, not zero")
RANGE = Text("images are billed by tokens that no metric counts: least and most, by size and quality")
FILLED = Text("{hours} hours without data since the first with any, each counted as the mean of the hours seen")
SEEN = Text("every hour since the first with data was seen")


def live(
    deployment: Deployment,
    account: str,
    use: Use,
    prices: PriceList,
    currency: str,
    today: date,
    billed: Billed,
    rules: Mapping[str, Decimal],
    defined: frozenset[str] | None,
) -> LiveSpend:
    """One deployment's day and month; as soon as one part of it has no price or no data, the whole is unknown.

    `defined` are the metrics that the account defines, None where nobody could read which.
    """
    if is_provisioned(deployment):
        return standing(deployment, account, use.utilisation, prices, currency, today, billed, rules)
    clock = clock_of(use.series, today)
    rates = rates_of(deployment, use, prices, billed, rules, today)
    old = int(rules["price_age_days"])
    quantities = tuple(_quantity(each, rates[each.metric, each.tier], clock, today, old) for each in use.series)
    made = LiveSpend(deployment.id, deployment.name, account, quantities, None, None, None, None, why=NOTHING)
    made = replace(made, scopes=deployment.scopes)
    if defined is None:
        return replace(made, why=NOT_READ)
    if not quantities or not any(each.points for each in use.series):
        return made
    made = replace(made, until=clock.until)
    missing = [each for each in quantities if each.price is None and (each.month or each.unseen_hours)]
    if missing:
        names = ", ".join(sorted({_label(each) for each in missing}))
        return replace(made, why=Text(NO_PRICE.template, metrics=names))
    if not any(point.value is not None and point.hour >= clock.month for s in use.series for point in s.points):
        return replace(made, why=NO_DATA)
    lacking = _lacking(deployment, use, prices, defined)
    if lacking:
        return replace(made, why=Text(UNDEFINED.template, metrics=", ".join(lacking)))
    return _estimated(made, use, rates, clock, today, currency, billed)


def _lacking(deployment: Deployment, use: Use, prices: PriceList, defined: frozenset[str]) -> list[str]:
    """Metrics of the family in use that the account does not define, though what they count has a price."""
    chosen = {each.metric for each in use.series}
    family = next((names for names in (OPENAI, EVERY) if chosen & set(names)), ())
    lacking = [name for name in family if name not in defined and prices.find(deployment, METRICS[name])]
    return [name for name in lacking if not (name in OUTPUTS and IMAGES in chosen)]


def _estimated(
    made: LiveSpend,
    use: Use,
    rates: Mapping[Key, Rate | None],
    clock: Clock,
    today: date,
    currency: str,
    billed: Billed,
) -> LiveSpend:
    """The sums of the hours that have data; how many have none is said."""
    least, most = (
        hourly_costs(use, {key: getattr(rate, bound) if rate else Decimal(0) for key, rate in rates.items()})
        for bound in ("least", "most")
    )
    gaps = sum(quantity.unseen_hours for quantity in made.quantities)
    sums = {first: [_since(costs, first) for costs in (least, most)] for first in (clock.day, clock.month)}
    seen = all(quantity.today is not None for quantity in made.quantities)
    made = replace(made, why=Text(GAPS.template, hours=gaps) if gaps else Text(""))
    if any(rate and not rate.exact for rate in rates.values()):
        bounds = {first: tuple(cents(each, currency) for each in pair) for first, pair in sums.items()}
        day_range = bounds[clock.day] if seen else ()
        return replace(made, why=RANGE, today_range=day_range, month_range=bounds[clock.month])
    days = whole_days(use.series, settled_days(today))
    counted = sum((_since(least, start_of(each), start_of(each) + 24 * HOUR) for each in days), Decimal(0))
    recent = [least[hour] for hour in _last_hours(clock.until) if hour in least]
    filled, since_billed = (_filled(use, rates, clock, first) for first in (clock.month, unbilled_from(today)))
    unseen = sum(_unseen(each, _first_seen(each, clock), clock.until) for each in use.series)
    return replace(
        reconciled(made, billed.cost(days), counted, days, currency),
        today=cents(sums[clock.day][0], currency) if seen else None,
        month=cents(sums[clock.month][0], currency),
        hourly=Money((sum(recent, Decimal(0)) / len(recent)).quantize(FINE), currency) if recent else None,
        hours=tuple(_curve(least, clock)),
        month_filled=cents(filled, currency),
        since_billed=cents(since_billed, currency),
        method=Text(FILLED.template, hours=unseen) if unseen else SEEN,
    )


def _since(costs: Mapping[datetime, Decimal], first: datetime, last: datetime | None = None) -> Decimal:
    kept = (cost for hour, cost in costs.items() if hour >= first and (last is None or hour < last))
    return sum(kept, Decimal(0))


def _last_hours(until: datetime) -> Iterator[datetime]:
    return (until - number * HOUR for number in range(1, RECENT + 1))


def _curve(costs: Mapping[datetime, Decimal], clock: Clock) -> Iterator[Decimal | None]:
    """Today hour by hour, the running one last; None where there is no data."""
    hour = clock.day
    while hour <= clock.until:
        if hour < clock.until or hour in costs:
            yield costs[hour].quantize(FINE) if hour in costs else None
        hour += HOUR


def _filled(use: Use, rates: Mapping[Key, Rate | None], clock: Clock, first: datetime) -> Decimal:
    """What the hours from `first` on cost, those without data counted as the mean of the hours seen."""
    total = Decimal(0)
    for each in use.series:
        rate = rates[each.metric, each.tier]
        total += _filled_quantity(each, clock, first) * rate.least if rate else Decimal(0)
    return total


def _label(quantity: Quantity) -> str:
    return f"{quantity.metric} ({quantity.tier})" if quantity.tier else quantity.metric


def _quantity(series: UsageSeries, rate: Rate | None, clock: Clock, today: date, old: int) -> Quantity:
    found = rate.found if rate else None
    seen = any(point.value is not None for point in series.points)
    return Quantity(
        metric=series.metric,
        tier=series.tier,
        today=_sum(series, clock.day),
        month=_sum(series, clock.month),
        unseen_hours=_unseen(series, clock.month, clock.until),
        price=found.shown() if found else None,
        per=found.price.amount / found.each if found and found.each else Decimal(1),
        price_source=rate.source if rate else "",
        price_date=found.day if found else None,
        old=found.old(today, old) if found else False,
        unseen_today=_unseen(series, clock.day, clock.until),
        month_filled=_filled_quantity(series, clock, clock.month) if seen else None,
    )


def _sum(series: UsageSeries, first: datetime) -> Decimal | None:
    """Everything counted from an hour on; None where no hour has data."""
    values = [p.value for p in series.points if p.value is not None and p.hour >= first]
    return sum(values, Decimal(0)) if values else None


def _first_seen(series: UsageSeries, clock: Clock) -> datetime:
    """The first hour of the month with data; an hour before it may be older than the deployment."""
    return min((p.hour for p in series.points if p.value is not None and p.hour >= clock.month), default=clock.until)


def _unseen(series: UsageSeries, first: datetime, last: datetime) -> int:
    """Whole hours from `first` to `last` without data, null or not answered at all."""
    first = max(first, min((p.hour for p in series.points), default=first))
    seen = {p.hour for p in series.points if p.value is not None and first <= p.hour < last}
    return max(int((last - first) / HOUR), 0) - len(seen)


def _filled_quantity(series: UsageSeries, clock: Clock, first: datetime) -> Decimal:
    """The quantity from `first` on, hours unseen since the month's first seen one at the mean of the hours seen."""
    values = [p.value for p in series.points if p.value is not None and p.hour >= first]
    whole = [p.value for p in series.points if p.value is not None and clock.month <= p.hour < clock.until]
    mean = sum(whole, Decimal(0)) / len(whole) if whole else Decimal(0)
    return sum(values, Decimal(0)) + mean * _unseen(series, max(first, _first_seen(series, clock)), clock.until)
