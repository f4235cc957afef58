"""When the first alert of each budget can fire, by what its resources cost a day."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from msp_aigov.assess.spend.coverage import in_scope
from msp_aigov.assess.spend.sums import month_end
from msp_aigov.model.spend import Budget, BudgetCoverage, CostLine, FirstAlert, Notification
from msp_aigov.model.text import Day, Money, Text

MONTHLY = ("monthly", "billingmonth")
SILENT = Text("no alert that is on and reaches somebody")
NO_AMOUNT = Text("Azure states no amount and currency for it, or it is not monthly")
NOT_YET = Text("nothing it takes in has cost anything this month")
NOT_THIS_MONTH = Text("not this month at {rate} a day")
DUE = Text("{percent} % is reached already; the mail may come up to {hours} h late")
ON = Text("{percent} % on {day} at {rate} a day; the mail may come up to {hours} h late")


def first_alerts(
    budgets: Iterable[Budget],
    resources: Sequence[BudgetCoverage],
    today: date,
    lag_hours: int,
    month: Sequence[CostLine] = (),
) -> Iterator[FirstAlert]:
    """One value a budget; `day` is None where no alert can be told to fire this month. `month` is all that was billed:
    a budget without a filter takes in what is no AI too."""
    for budget in budgets:
        alerts = [alert for alert in budget.notifications if alert.enabled and alert.recipients]
        alerts = [alert for alert in alerts if alert.threshold is not None]
        own = [item for item in resources if budget.name in item.covered_by and in_scope(item.resource_id, budget)]
        if not alerts:
            yield FirstAlert(budget.id, budget.name, None, None, False, SILENT)
        elif not own:
            yield FirstAlert(budget.id, budget.name, None, None, True, NOT_YET)
        elif (unit := _unit(budget, own)) is None or budget.amount is None:
            yield FirstAlert(budget.id, budget.name, None, None, True, NO_AMOUNT)
        else:
            amount = Money(budget.amount.amount, unit)
            costs = _everything(budget, month) or [cost for item in own for cost in item.costs]
            spent = sum((cost.amount for cost in costs if cost.currency == unit), Decimal(0))
            yield _first(budget, amount, alerts, spent, today, lag_hours)


def _everything(budget: Budget, month: Sequence[CostLine]) -> list[Money]:
    if budget.filters or not budget.understood:
        return []
    homes = ((line.resource or f"/subscriptions/{line.subscription}", line.cost) for line in month)
    return [cost for home, cost in homes if in_scope(home, budget)]


def _unit(budget: Budget, own: Sequence[BudgetCoverage]) -> str | None:
    """The budget's currency, before its first evaluation that of what it takes in."""
    if budget.amount is None or (budget.grain or "").lower() not in MONTHLY:
        return None
    units = {cost.currency for item in own for cost in item.costs}
    return budget.amount.currency or (units.pop() if len(units) == 1 else None)


def _first(
    budget: Budget, amount: Money, alerts: Sequence[Notification], spent: Decimal, today: date, lag: int
) -> FirstAlert:
    rate = spent / today.day
    if not rate:
        return FirstAlert(budget.id, budget.name, None, None, True, NOT_YET)
    shown = Money(rate.quantize(Decimal("0.01")), amount.currency)
    found = [(day, alert) for alert in alerts if (day := _day(alert, amount.amount, spent, rate, today))]
    if not found:
        return FirstAlert(budget.id, budget.name, None, None, True, Text(NOT_THIS_MONTH.template, rate=shown))
    day, alert = min(found, key=lambda pair: (pair[0], pair[1].threshold or 0))
    percent = alert.threshold or Decimal(0)
    said = Text(ON.template, percent=percent, hours=lag, day=Day(day), rate=shown)
    if day <= today:
        said = Text(DUE.template, percent=percent, hours=lag)
    return FirstAlert(budget.id, budget.name, day, percent, True, said)


def _day(alert: Notification, amount: Decimal, spent: Decimal, rate: Decimal, today: date) -> date | None:
    """The day on which spend, or its forecast for a forecast alert, reaches the threshold; None: not this month."""
    bar = amount * (alert.threshold or Decimal(0)) / 100
    if alert.forecasted:
        return today if rate * month_end(today).day >= bar else None
    days = int(((bar - spent) / rate).to_integral_value(ROUND_CEILING))
    day = today + timedelta(days=max(days, 0))
    return day if day <= month_end(today) else None
