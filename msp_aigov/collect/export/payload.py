"""The sums as the payload of an answer, written by hand for speed: there may be a million."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from msp_aigov.model.money.resale import Charge
from msp_aigov.model.money.usage import MarketplaceCost, MeterCost
from msp_aigov.model.spend import CostLine
from msp_aigov.model.text import Money
from msp_aigov.tables import operations
from msp_aigov.tables.files import Engine, Frame, Progress

ACCOUNTS, SAAS = "/providers/microsoft.cognitiveservices/accounts/", "/providers/microsoft.saas/resources/"
# Above so many lines a day is told by resource and no longer by meter; a month always is.
DETAILED = 50_000
LINE = ("day", "subscription", "resource", "service", "publisher", "meter", "currency")
METER = ("month", "subscription", "resource", "meter", "currency")
TOTAL = "total_cost"
Facts = CostLine | MeterCost | MarketplaceCost


def told(found: Frame, engine: Engine, progress: Progress) -> str:
    """Each day by resource and meter, and each month by meter."""
    ((number,),) = engine.rows(operations.counted(found), progress)
    keys = LINE if number <= DETAILED else tuple(key for key in LINE if key != "meter")
    days = engine.rows(operations.regrouped(found, keys, (TOTAL,)), progress)
    months = engine.rows(operations.regrouped(operations.monthly(found, "month", "day"), METER, (TOTAL,)), progress)
    lines = [written(dict(zip(keys, row, strict=False)), row[-1]) for row in days if row[0] is not None]
    meters = [_meter(*row) for row in months if row[0] is not None and row[2]]
    return _joined(lines, meters)


def written(line: Mapping[str, Any], cost: Decimal) -> str:
    """One line, its amount exact."""
    resource, plain = line["resource"].lower(), _plain(line["subscription"])
    words = (line["day"].isoformat(), plain, resource, line["service"], line["publisher"], line.get("meter", ""))
    return _exact((*words, line["currency"]), cost)


def at_prices(priced: Iterable[tuple[Charge, Decimal]]) -> str:
    """Charges at other prices than the export's, in the same shape."""
    lines, months = [], defaultdict[tuple[date, str, str, str, str], Decimal](Decimal)
    for charge, cost in priced:
        lines.append(written(vars(charge), cost))
        if charge.resource:
            month = charge.day.replace(day=1)
            months[month, charge.subscription, charge.resource, charge.meter, charge.currency] += cost
    return _joined(lines, [_meter(*key, cost) for key, cost in months.items()])


def _joined(lines: list[str], meters: list[str]) -> str:
    return f'{{"lines": [{",".join(sorted(lines))}], "meters": [{",".join(sorted(meters))}]}}'


def _meter(month: date, subscription: str, resource: str, meter: str, currency: str, cost: Decimal) -> str:
    return _exact((month.isoformat(), _plain(subscription), resource.lower(), meter, currency), cost)


def _exact(words: Sequence[str], cost: Decimal) -> str:
    return f"{json.dumps(words)[:-1]}, {cost:.18f}".rstrip("0").rstrip(".") + "]"


def _plain(subscription: str) -> str:
    return subscription.lower().removeprefix("/subscriptions/")


@lru_cache(maxsize=2)  # asked twice for the same: whose they are, and what they say
def parsed(payload: str) -> tuple[Facts, ...]:
    """Shape the sums into costs by day; of the last two months also into what each meter and Marketplace model cost."""
    read = json.loads(payload, parse_float=Decimal)
    if not read:
        return ()
    lines = tuple(_cost(*row) for row in read["lines"])
    this = max((line.day for line in lines if line.day), default=date.min).replace(day=1)
    since = date(this.year - (this.month == 1), (this.month - 2) % 12 + 1, 1) if lines else this
    return (*lines, *(_of_month(*row) for row in read["meters"] if row[0] >= since.isoformat()))


def _cost(
    day: str, subscription: str, resource: str, service: str, publisher: str, meter: str, currency: str, cost: Any
) -> CostLine:
    kind = "microsoft.cognitiveservices/accounts" if ACCOUNTS in resource else ""
    money = Money(Decimal(cost), currency)
    return CostLine(subscription, resource, kind, service, publisher, date.fromisoformat(day), money, meter)


def _of_month(month: str, subscription: str, resource: str, meter: str, currency: str, cost: Any) -> Facts:
    money, first = Money(Decimal(cost), currency), date.fromisoformat(month)
    if SAAS in resource:
        return MarketplaceCost(subscription, resource, meter, first, money)
    return MeterCost(subscription, resource, meter, first, money)
