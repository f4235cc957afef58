"""Spend on AI, month to date and before, what of it no budget covers, and what it means."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from msp_aigov.assess.spend.alerts import first_alerts
from msp_aigov.assess.spend.charges import MARKETPLACE, OTHER, charges_of
from msp_aigov.assess.spend.coverage import distinct
from msp_aigov.assess.spend.facts import Read
from msp_aigov.assess.spend.heard import heard
from msp_aigov.assess.spend.limits import target_scope
from msp_aigov.assess.spend.outlook.meaning import meant
from msp_aigov.assess.spend.recognise import Recognised
from msp_aigov.assess.spend.resources import resources_of, watch_of
from msp_aigov.assess.spend.shares import model_shares
from msp_aigov.assess.spend.sums import added, month_before, month_of
from msp_aigov.model.client import Client
from msp_aigov.model.cloud import Subscription
from msp_aigov.model.rules import Rules
from msp_aigov.model.spend import BudgetCoverage, CostLine, DaySpend, MonthSpend, PriceBasis, ServiceSpend, Spend
from msp_aigov.model.text import Money, Text

# What a subscription that a partner bills never shows, however well it is read.
CSP = (
    Text(
        "The subscription {name} is billed by a partner: Marketplace purchases are not to be seen there, so none seen "
        "is not none bought. Ask for the Marketplace lines of the partner's invoice."
    ),
    Text(
        "The subscription {name} is billed by a partner: reservations are not to be seen there, and their use shows as "
        "0. Ask for the reservations in the partner's billing account."
    ),
)


def assess(client: Client, today: date, read: Read, rules: Rules) -> Spend:
    """The client's spend as one value. Every AI account is there, also one that cost nothing yet."""
    recognised = Recognised(rules, read.marketplace)
    budgets = sorted(heard(distinct(read.budgets), read.action_groups), key=lambda each: (each.name, each.id))
    ai = [line for line in read.lines if recognised.is_ai(line)]
    this = (today.year, today.month)
    month = [line for line in ai if month_of(line) == this]
    before = [line for line in ai if month_of(line) == month_before(today)]
    resources = resources_of(read.accounts, month, before, budgets, today, recognised.marketplace)
    everything = [line for line in read.lines if month_of(line) == this]
    spend = Spend(
        period_from=today.replace(day=1),
        period_to=today,
        price_basis=price_basis(read.subscriptions),
        totals=added(line.cost for line in month),
        last_month=added(line.cost for line in before),
        uncovered=added(cost for item in resources if not item.covered_by for cost in item.costs),
        services=_services(everything, recognised),
        days=_days(ai),
        resources=resources,
        budgets=tuple(budgets),
        target=_target(client),
        target_daily=_daily(client, today, resources),
        target_scope=_part(client, resources),
        months=_months(ai),
        other=added(line.cost for line in everything if not recognised.is_ai(line)),
        standing=tuple(
            Text(gap.template, name=each.name)
            for each in read.subscriptions
            if _offer(each).startswith("csp")
            for gap in CSP
        ),
        watch=watch_of(resources, read.unread),
        alerts=tuple(first_alerts(budgets, resources, today, _lag(rules), everything)),
        charges=charges_of(
            (line, recognised.is_ai(line), line.resource in recognised.marketplace) for line in everything
        ),
    )
    spend = meant(client, today, spend, ai, read, rules)
    return replace(spend, shares=model_shares(spend))


def _lag(rules: Rules) -> int:
    """Hours after which a mail about spend may come."""
    return next(int(rule.value) for rule in rules.spend_rules if rule.key == "alert_lag_hours")


def _target(client: Client) -> Money | None:
    """The month's target; one that is a factor of past spend is worked out by `budget plan` alone."""
    if client.budget is None or client.budget.monthly is None:
        return None
    return Money(client.budget.monthly, client.budget.currency)


def _part(client: Client, resources: Iterable[BudgetCoverage]) -> str:
    return target_scope(client.budget.scope if client.budget else None, resources)


def _daily(client: Client, today: date, resources: Iterable[BudgetCoverage]) -> Money | None:
    target = _target(client)
    if target is None or _part(client, resources):
        return None
    share = target.amount / monthrange(today.year, today.month)[1]
    return Money(share.quantize(Decimal("0.01")), target.currency)


def price_basis(subscriptions: Iterable[Subscription]) -> PriceBasis:
    """What prices the figures rest on, from the offers; at subscription scope a partner's customer sees retail."""
    kinds = {_basis(subscription) for subscription in subscriptions}
    return kinds.pop() if len(kinds) == 1 else "unknown"


def _offer(subscription: Subscription) -> str:
    return (subscription.offer or "").split("_")[0].lower()


def _basis(subscription: Subscription) -> PriceBasis:
    name = _offer(subscription)
    if name in ("payasyougo", "csp"):
        return "retail"
    return "negotiated" if name == "enterpriseagreement" else "unknown"


def _services(lines: Sequence[CostLine], recognised: Recognised) -> tuple[ServiceSpend, ...]:
    """AI by service, then all else as one explicit line per currency."""
    by_name: dict[tuple[bool, str], list[Money]] = defaultdict(list)
    for line in lines:
        ai = recognised.is_ai(line)
        name = MARKETPLACE if line.resource in recognised.marketplace else line.service or "Unnamed service"
        by_name[not ai, name if ai else OTHER].append(line.cost)
    return tuple(
        ServiceSpend(service, not other, cost)
        for (other, service), costs in sorted(by_name.items())
        for cost in added(costs)
    )


def _days(lines: Sequence[CostLine]) -> tuple[DaySpend, ...]:
    by_day: dict[date, list[Money]] = defaultdict(list)
    for line in lines:
        if line.day:
            by_day[line.day].append(line.cost)
    return tuple(DaySpend(day, cost) for day, costs in sorted(by_day.items()) for cost in added(costs))


def _months(lines: Sequence[CostLine]) -> tuple[MonthSpend, ...]:
    by_month: dict[date, list[Money]] = defaultdict(list)
    for line in lines:
        if line.day:
            by_month[line.day.replace(day=1)].append(line.cost)
    return tuple(MonthSpend(month, cost) for month, costs in sorted(by_month.items()) for cost in added(costs))
