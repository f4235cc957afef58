"""Spend on AI, month to date and last month, and what of it no budget covers."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from msp_aigov.assess.spend.coverage import covering, distinct
from msp_aigov.model.client import Client
from msp_aigov.model.cloud import AiAccount, Subscription
from msp_aigov.model.rules import Rules
from msp_aigov.model.spend import Budget, BudgetCoverage, CostLine, DaySpend, PriceBasis, ServiceSpend, Spend
from msp_aigov.model.text import Money

OTHER = "Everything else"
ACCOUNT_TYPE = "microsoft.cognitiveservices/accounts"


def assess(
    client: Client,
    today: date,
    subscriptions: Sequence[Subscription],
    accounts: Sequence[AiAccount],
    lines: Sequence[CostLine],
    budgets: Sequence[Budget],
    rules: Rules,
) -> Spend:
    """The client's spend as one value. Every AI account is there, also one that cost nothing yet."""
    budgets = sorted(distinct(budgets), key=lambda budget: (budget.name, budget.id))
    ai = [line for line in lines if is_ai(line, rules)]
    month = [line for line in ai if _month(line) == (today.year, today.month)]
    before = [line for line in ai if _month(line) == _previous(today)]
    resources = _resources(accounts, month, before, budgets, today)
    uncovered = [cost for item in resources if not item.covered_by for cost in item.costs]
    return Spend(
        period_from=today.replace(day=1),
        period_to=today,
        price_basis=price_basis(subscriptions),
        totals=added(line.cost for line in month),
        last_month=added(line.cost for line in before),
        uncovered=added(uncovered),
        services=_services([line for line in lines if _month(line) == (today.year, today.month)], rules),
        days=_days(ai),
        resources=resources,
        budgets=tuple(budgets),
        target=Money(client.budget.monthly, client.budget.currency) if client.budget else None,
        target_daily=_daily(client, today),
    )


def _daily(client: Client, today: date) -> Money | None:
    if client.budget is None:
        return None
    share = client.budget.monthly / monthrange(today.year, today.month)[1]
    return Money(share.quantize(Decimal("0.01")), client.budget.currency)


def is_ai(line: CostLine, rules: Rules) -> bool:
    """Whether a cost line is AI: by the resource's type, or by a service name of the dated list."""
    names = {(service.kind, service.name.lower()) for service in rules.ai_services}
    return ("resource_type", line.resource_type) in names or ("service", line.service.lower()) in names


def added(costs: Iterable[Money]) -> tuple[Money, ...]:
    """One sum per currency, in the order of the currencies' names."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for cost in costs:
        sums[cost.currency] += cost.amount
    return tuple(Money(amount, currency) for currency, amount in sorted(sums.items()))


def price_basis(subscriptions: Iterable[Subscription]) -> PriceBasis:
    """What prices the figures rest on, from the offers; at subscription scope a partner's customer sees retail."""
    kinds = {_basis(subscription.offer or "") for subscription in subscriptions}
    return kinds.pop() if len(kinds) == 1 else "unknown"


def _basis(offer: str) -> PriceBasis:
    name = offer.split("_")[0].lower()
    if name in ("payasyougo", "csp"):
        return "retail"
    return "negotiated" if name == "enterpriseagreement" else "unknown"


def _resources(
    accounts: Sequence[AiAccount],
    month: Sequence[CostLine],
    before: Sequence[CostLine],
    budgets: Sequence[Budget],
    today: date,
) -> tuple[BudgetCoverage, ...]:
    known = {account.id: account for account in accounts}
    resources = {line.resource: line.subscription for line in (*before, *month) if line.resource}
    resources |= {account.id: account.subscription for account in accounts}
    made = []
    for resource, subscription in sorted(resources.items()):
        sure, maybe = covering(resource, budgets, today)
        account = known.get(resource)
        made.append(
            BudgetCoverage(
                resource_id=resource,
                resource_name=account.name if account else resource.rsplit("/", 1)[-1],
                kind="account" if account else "resource",
                costs=added(line.cost for line in month if line.resource == resource),
                last_month=added(line.cost for line in before if line.resource == resource),
                covered_by=sure,
                maybe_covered_by=maybe,
                scopes=account.scopes if account else (subscription,),
            )
        )
    return tuple(made)


def _services(lines: Sequence[CostLine], rules: Rules) -> tuple[ServiceSpend, ...]:
    """AI by service, then all else as one explicit line per currency."""
    by_name: dict[tuple[bool, str], list[Money]] = defaultdict(list)
    for line in lines:
        ai = is_ai(line, rules)
        by_name[not ai, line.service or "Unnamed service" if ai else OTHER].append(line.cost)
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


def _month(line: CostLine) -> tuple[int, int] | None:
    return (line.day.year, line.day.month) if line.day else None


def _previous(today: date) -> tuple[int, int]:
    last = today.replace(day=1) - timedelta(days=1)
    return (last.year, last.month)
