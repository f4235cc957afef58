"""What AI will cost by the end of the month: Azure's forecast where there is one, else the days so far carried on."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from msp_aigov.assess.spend.sums import cents, median, month_end
from msp_aigov.model.money.outlook import Forecast, ForecastPoint, RunningTotal
from msp_aigov.model.money.usage import ForecastDay
from msp_aigov.model.text import Money, Text

BASIS_DAYS = 28
AZURE = Text("Azure's own forecast; the interval is the {days} days before, each day as far from the median as usual")
HISTORY = Text("the median of the {days} days before, carried on; the interval is each day as far from it as usual")
TOO_LITTLE = Text("too little history: {days} of {least} days")
NOTHING = Text("nothing was booked")


def forecast(
    client: str,
    currency: str,
    days: Mapping[date, Decimal],
    azure: Sequence[ForecastDay],
    today: date,
    limit: Money | None,
    least: int,
    scopes: tuple[str, ...],
) -> Forecast:
    """One currency's month. Cost data are late, so the last two days count as forecast too."""
    known_until = today - timedelta(days=2)
    spent = Money(sum((cost for day, cost in days.items() if day >= today.replace(day=1)), Decimal(0)), currency)
    basis = _basis(days, known_until)
    expected, method = _expected(basis, azure, currency, known_until, today, least)
    name = f"{client} {currency}"
    if method == "none":
        why = Text(TOO_LITTLE.template, days=len(basis), least=least)
        return Forecast(name, currency, "none", why, spent, limit=limit, scopes=scopes)
    spread = _spread(basis)
    points = tuple(_points(days, expected, spread, known_until, today))
    last = points[-1]
    why = Text((AZURE if method == "azure" else HISTORY).template, days=len(basis))
    expects, low, high = (cents(amount, currency) for amount in (last.expected, last.low, last.high))
    return Forecast(
        name, currency, method, why, spent, expects, low, high, limit, points, _booked(days, currency, today), scopes
    )


def _booked(days: Mapping[date, Decimal], currency: str, today: date) -> tuple[RunningTotal, ...]:
    """The running total of the month's days before today, which is not over."""
    month, total, found = today.replace(day=1), Decimal(0), []
    for number in range((today - month).days):
        day = month + timedelta(days=number)
        total += days.get(day, Decimal(0))
        found.append(RunningTotal(day, Money(total, currency)))
    return tuple(found)


def _basis(days: Mapping[date, Decimal], until: date) -> list[Decimal]:
    """The last known days, from the first that was ever booked; a day without a row cost nothing."""
    first = min(days, default=until + timedelta(days=1))
    count = min((until - first).days + 1, BASIS_DAYS)
    return [days.get(until - timedelta(days=back), Decimal(0)) for back in range(max(count, 0))]


def _spread(basis: Sequence[Decimal]) -> Decimal:
    """How far a day usually lies from the median."""
    usual = median(basis) if basis else Decimal(0)
    return median(abs(each - usual) for each in basis) if basis else Decimal(0)


def _expected(
    basis: Sequence[Decimal], azure: Iterable[ForecastDay], currency: str, known: date, today: date, least: int
) -> tuple[dict[date, Decimal], Literal["azure", "history", "none"]]:
    """What each day after the last known one is expected to cost, and by which method."""
    ahead = [known + timedelta(days=number) for number in range(1, (month_end(today) - known).days + 1)]
    by_azure: dict[date, Decimal] = defaultdict(Decimal)
    for each in azure:
        if each.cost.currency == currency:
            by_azure[each.day] += each.cost.amount
    usual = median(basis) if basis else Decimal(0)
    if by_azure:
        return {day: by_azure.get(day, usual) for day in ahead}, "azure"
    return {day: usual for day in ahead}, "history" if len(basis) >= least else "none"


def _points(
    days: Mapping[date, Decimal], expected: Mapping[date, Decimal], spread: Decimal, known: date, today: date
) -> Iterator[ForecastPoint]:
    """The running total from the last known day on; days already booked higher than expected count as booked."""
    month = today.replace(day=1)
    total = sum((cost for day, cost in days.items() if month <= day <= known), Decimal(0))
    width = Decimal(0)
    for day, cost in sorted(expected.items()):
        if day < month:
            continue
        total += max(cost, days.get(day, Decimal(0)))
        width += spread
        yield ForecastPoint(day, max(total - width, Decimal(0)), total, total + width)
