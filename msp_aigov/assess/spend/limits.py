"""What a month should not exceed: the client's target, else the budgets that watch its AI."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from msp_aigov.assess.spend.coverage import in_scope
from msp_aigov.model.spend import Budget, BudgetCoverage, Spend
from msp_aigov.model.text import Money

MONTHLY = ("monthly", "billingmonth")


def limit_of(spend: Spend, currency: str) -> tuple[Money | None, str]:
    """The month's limit in a currency and whose it is; none where some of the AI is under no monthly budget.

    A budget over a part says nothing about the whole: without one over all, those of the parts count together. The
    target may be for a part too, and goes before every budget there.
    """
    paid = [item for item in spend.resources if any(cost.currency == currency for cost in item.costs)]
    held, own = paid or spend.resources, _own(spend, currency)
    if own and all(_inside(item.resource_id, own.scope) for item in held):
        return own.amount, "your target"
    found = [_budgets(spend, item, currency) | _target(item, own) for item in held]
    if not found or not all(found):
        return None, ""
    parts = dict(min(each.items(), key=lambda pair: (pair[0] != own, pair[1])) for each in found)
    together = sum(parts.values(), Decimal(0))
    whole = [(amount, each.name) for each, amount in found[0].items() if all(each in others for others in found)]
    if whole and min(whole)[0] <= together:
        return Money(min(whole)[0], currency), f"the budget {min(whole)[1]}"
    return Money(together, currency), f"{len(parts)} budgets together"


def target_scope(wanted: str | None, resources: Iterable[BudgetCoverage]) -> str:
    """The scope that a target is for, empty where it takes in all of the AI that there is."""
    scope = f"/{wanted.strip('/').lower()}" if wanted else ""
    return "" if all(_inside(item.resource_id, scope) for item in resources) else scope


def _own(spend: Spend, currency: str) -> Budget | None:
    """The target as if it were a budget."""
    if spend.target is None or spend.target.currency != currency:
        return None
    return Budget("", "", spend.target_scope, "Microsoft.Consumption", spend.target, None, None, None, (), ())


def _target(item: BudgetCoverage, own: Budget | None) -> dict[Budget, Decimal]:
    return {own: own.amount.amount} if own and own.amount and _inside(item.resource_id, own.scope) else {}


def _inside(resource: str, scope: str) -> bool:
    return not scope or f"{resource}/".startswith(f"{scope.rstrip('/')}/")


def least_of(spend: Spend, resource: str, currency: str) -> Money | None:
    """The smallest monthly budget that covers one resource."""
    items = [item for item in spend.resources if item.resource_id == resource]
    amounts = [amount for item in items for amount in _budgets(spend, item, currency).values()]
    return Money(min(amounts), currency) if amounts else None


def _budgets(spend: Spend, item: BudgetCoverage, currency: str) -> dict[Budget, Decimal]:
    return dict(_monthly(spend, item, currency))


def _monthly(spend: Spend, item: BudgetCoverage, currency: str) -> Iterator[tuple[Budget, Decimal]]:
    for budget in spend.budgets:
        known = budget.amount if (budget.grain or "").lower() in MONTHLY else None
        # Other subscriptions may have budgets of the same name.
        covers = budget.name in item.covered_by and in_scope(item.resource_id, budget)
        if known and known.currency in ("", currency) and covers:
            yield budget, known.amount
