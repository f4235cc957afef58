"""All of a client's estimates in one currency together, and the hour at which its budget will be crossed."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import zip_longest

from msp_aigov.assess.spend.outlook.use import settled_days
from msp_aigov.assess.spend.sums import cents, month_end
from msp_aigov.model.money.outlook import LiveSpend, LiveTotal
from msp_aigov.model.spend import CostLine
from msp_aigov.model.text import Day, Money, Text

BOTH = Text("billed until {day}, measured use times price since; hours without data at the mean of those seen")
MEASURED = Text(
    "measured use times price; hours without data at the mean of those seen; no day of billing is known yet"
)
NO_LIMIT = Text("no target and no monthly budget over all of it in {currency}: nothing to cross")
CROSSED = Text("{limit}, {name}: already spent")
AT = Text("{limit}, {name}: reached on {day} at {hour}:00 UTC at {hourly} an hour")
AT_LATEST = Text("{limit}, {name}: reached on {day} at {hour}:00 UTC at {hourly} an hour, or sooner")
NOT_THIS_MONTH = Text("{limit}, {name}: not reached this month at {hourly} an hour")
NOT_SAID = Text("{limit}, {name}: whether it will be reached cannot be said, for not all is known")


def together(
    found: Sequence[LiveSpend],
    currency: str,
    ai: Iterable[CostLine],
    limit: Money | None,
    limit_name: str,
    today: date,
) -> LiveTotal:
    """One currency. Billing is taken for the days it knows, use for those after; unknown deployments are named."""
    days = settled_days(today)
    lines = [line for line in ai if line.cost.currency == currency and line.day in days]
    billed = sum((line.cost.amount for line in lines), Decimal(0)) if lines else None
    known = [each for each in found if each.month_filled is not None]
    today_known = [each.today.amount for each in found if each.today]
    paying = {line.subscription for line in lines}
    month = (billed or Decimal(0)) + sum((_rest(each, paying) for each in known), Decimal(0))
    hourly = sum((each.hourly.amount for each in known if each.hourly), Decimal(0))
    until = max((each.until for each in known if each.until), default=None)
    unknown = tuple(sorted(each.deployment for each in found if each.month_filled is None or each.today is None))
    crossing, said = _crossing(month, hourly, limit, limit_name, until, today, bool(unknown), currency)
    nothing = not known
    return LiveTotal(
        currency=currency,
        today=cents(sum(today_known, Decimal(0)), currency) if today_known else None,
        hourly=None if nothing else Money(hourly, currency),
        month=None if nothing and billed is None else cents(month, currency),
        billed=cents(billed, currency) if billed is not None else None,
        billed_until=days[-1] if lines else None,
        unknown=unknown,
        limit=limit,
        limit_name=limit_name,
        crossing=crossing,
        said=said,
        method=Text(BOTH.template, day=Day(days[-1])) if lines else MEASURED,
        until=until,
        hours=tuple(_curve(known)),
    )


def _curve(known: Sequence[LiveSpend]) -> Iterator[Decimal | None]:
    """Today hour by hour, all deployments together."""
    for hour in zip_longest(*(each.hours for each in known)):
        seen = [amount for amount in hour if amount is not None]
        yield sum(seen, Decimal(0)) if seen else None


def _rest(each: LiveSpend, paying: set[str]) -> Decimal:
    """What billing does not know of one deployment: the days since, all of the month where it bills nothing there."""
    subscription = each.id.split("/")[2] if each.id.count("/") > 2 else ""
    part = each.since_billed if subscription in paying else each.month_filled
    return part.amount if part else Decimal(0)


def _crossing(
    month: Decimal,
    hourly: Decimal,
    limit: Money | None,
    name: str,
    until: datetime | None,
    today: date,
    unknown: bool,
    currency: str,
) -> tuple[datetime | None, Text]:
    if limit is None:
        return None, Text(NO_LIMIT.template, currency=currency)
    if month >= limit.amount:
        return until, Text(CROSSED.template, limit=limit, name=name)
    hour = _reached(limit.amount - month, hourly, until)
    if hour is not None and hour.date() <= month_end(today):
        words = AT_LATEST if unknown else AT
        rate = cents(hourly, currency)
        said = Text(words.template, hourly=rate, day=Day(hour.date()), hour=f"{hour:%H}", limit=limit, name=name)
        return hour, said
    if unknown or until is None:
        return None, Text(NOT_SAID.template, limit=limit, name=name)
    return None, Text(NOT_THIS_MONTH.template, hourly=cents(hourly, currency), limit=limit, name=name)


def _reached(rest: Decimal, hourly: Decimal, until: datetime | None) -> datetime | None:
    """The hour in which the rest is spent."""
    if until is None or hourly <= 0 or rest / hourly > 24 * 31:
        return None
    return until + timedelta(hours=int(rest / hourly))
