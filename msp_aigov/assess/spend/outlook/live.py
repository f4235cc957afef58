"""Spend now: what was used, times its price, before billing knows. Always an estimate."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from msp_aigov.assess.spend.outlook.prices import METRICS, Found, PriceList
from msp_aigov.assess.spend.outlook.use import Use, hourly_costs
from msp_aigov.assess.spend.sums import cents
from msp_aigov.model.cloud import Deployment
from msp_aigov.model.money.outlook import LiveSpend, ModelSpend, Quantity
from msp_aigov.model.money.usage import UsageSeries
from msp_aigov.model.text import Money, Text

RECENT = 6  # hours whose mean is the burn rate
NOTHING = Text("no usage metric is defined for this deployment: unknown, not zero")
NO_PRICE = Text("no price is known for {metrics}")
GAPS = Text("{hours} hours of this month have no data; they are unknown, not zero")


def live(
    deployment: Deployment,
    account: str,
    use: Use,
    prices: PriceList,
    currency: str,
    today: date,
    lines: Sequence[ModelSpend],
) -> LiveSpend:
    """One deployment's day and month; as soon as one part of it has no price, the whole is unknown."""
    month, day = (datetime(d.year, d.month, d.day, tzinfo=UTC) for d in (today.replace(day=1), today))
    hours = list(use.hours(month))
    found = {(s.metric, s.tier): prices.find(deployment, METRICS.get(s.metric, ""), s.tier) for s in use.series}
    quantities = tuple(_quantities(use, found, month, day))
    made = LiveSpend(
        deployment.id,
        deployment.name,
        account,
        quantities,
        None,
        None,
        None,
        None,
        why=NOTHING,
        scopes=deployment.scopes,
    )
    if not quantities or not hours:
        return made
    missing = [each for each in quantities if each.price is None and (each.month or each.unseen_hours)]
    if missing:
        names = ", ".join(sorted({_label(each) for each in missing}))
        return replace(made, why=Text(NO_PRICE.template, metrics=names), until=hours[-1])
    costs = hourly_costs(use, {key: price.each if price else Decimal(0) for key, price in found.items()})
    return _estimated(made, costs, hours, day, currency, _billed(deployment, lines, currency))


def _estimated(
    made: LiveSpend,
    costs: Mapping[datetime, Decimal],
    hours: Sequence[datetime],
    day: datetime,
    currency: str,
    billed: Money | None,
) -> LiveSpend:
    """The sums of the hours that have data; how many have none is said."""
    curve = {hour: costs.get(hour, Decimal(0)) for hour in hours}
    total = sum(curve.values(), Decimal(0))
    gaps = sum(quantity.unseen_hours for quantity in made.quantities)
    recent = [costs[hour] for hour in hours[-RECENT:] if hour in costs]
    return replace(
        made,
        today=cents(sum((cost for hour, cost in curve.items() if hour >= day), Decimal(0)), currency),
        month=cents(total, currency),
        hourly=cents(sum(recent, Decimal(0)) / len(recent), currency) if recent else None,
        until=hours[-1],
        hours=tuple(curve[hour].quantize(Decimal("0.0001")) for hour in hours if hour >= day),
        why=Text(GAPS.template, hours=gaps) if gaps else Text(""),
        billed=billed,
        ratio=(billed.amount / total).quantize(Decimal("0.001")) if billed and total else None,
    )


def _label(quantity: Quantity) -> str:
    return f"{quantity.metric} ({quantity.tier})" if quantity.tier else quantity.metric


def _quantities(
    use: Use, found: Mapping[tuple[str, str], Found | None], month: datetime, day: datetime
) -> Iterator[Quantity]:
    for series in use.series:
        price = found[series.metric, series.tier]
        yield Quantity(
            metric=series.metric,
            tier=series.tier,
            today=_counted(series, day),
            month=_counted(series, month),
            unseen_hours=sum(point.value is None and point.hour >= month for point in series.points),
            price=price.shown() if price else None,
            per=price.price.amount / price.each if price and price.each else Decimal(1),
            price_source=f"{price.how}: {price.price.reference.source}" if price else "",
            price_date=price.day if price else None,
        )


def _counted(series: UsageSeries, since: datetime) -> Decimal:
    return sum((p.value for p in series.points if p.value is not None and p.hour >= since), Decimal(0))


def _billed(deployment: Deployment, lines: Sequence[ModelSpend], currency: str) -> Money | None:
    """What billing says of this month so far, where it can be laid on this deployment alone."""
    own = [line for line in lines if line.deployments == (deployment.name,) and line.id.startswith(deployment.account)]
    costs = [line.cost.amount for line in own if line.cost.currency == currency]
    return Money(sum(costs, Decimal(0)), currency) if costs else None
