"""Sums of money, one per currency, and the months they belong to."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from msp_aigov.model.spend import CostLine
from msp_aigov.model.text import Money


def added(costs: Iterable[Money]) -> tuple[Money, ...]:
    """One sum per currency, in the order of the currencies' names."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for cost in costs:
        sums[cost.currency] += cost.amount
    return tuple(Money(amount, currency) for currency, amount in sorted(sums.items()))


def month_of(line: CostLine) -> tuple[int, int] | None:
    """Year and month of a line that has a day."""
    return (line.day.year, line.day.month) if line.day else None


def month_before(today: date) -> tuple[int, int]:
    """Year and month before the one of `today`."""
    last = today.replace(day=1) - timedelta(days=1)
    return (last.year, last.month)


def by_day(lines: Iterable[CostLine]) -> dict[str, dict[date, Decimal]]:
    """Per currency, what each day cost."""
    days: dict[str, dict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for line in lines:
        if line.day:
            days[line.cost.currency][line.day] += line.cost.amount
    return {currency: dict(found) for currency, found in sorted(days.items())}


def month_end(today: date) -> date:
    """The last day of the month."""
    return (today.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def median(values: Iterable[Decimal]) -> Decimal:
    """The middle of the values when sorted; the mean of the two middle ones where their number is even."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


CENT = Decimal("0.01")


def cents(amount: Decimal, currency: str) -> Money:
    """An amount worked out, rounded to cents; what Azure billed is never rounded."""
    return Money(amount.quantize(CENT), currency)
