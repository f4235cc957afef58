"""Which budgets take in which AI resource."""

from collections.abc import Iterable, Iterator
from datetime import date

from msp_aigov.model.spend import Budget, BudgetFilter

# Dimensions of a budget's filter that can be decided from an account's ARM id alone.
DECIDABLE = {"resourceid", "resourcegroup", "resourcegroupname", "resourcetype", "subscriptionid"}


def covering(resource: str, budgets: Iterable[Budget], today: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the budgets that take a resource in, and of those that may: `resource` is a lower-cased ARM id."""
    sure: list[str] = []
    maybe: list[str] = []
    for budget in budgets:
        if not _in_scope(resource, budget) or not _in_time(budget, today):
            continue
        decided = [_passes(resource, condition) for condition in budget.filters]
        if False in decided:
            continue
        (sure if budget.understood and None not in decided else maybe).append(budget.name)
    return tuple(sorted(sure)), tuple(sorted(maybe))


def distinct(budgets: Iterable[Budget]) -> Iterator[Budget]:
    """A budget that both providers list is one budget: same scope, same name."""
    seen: set[tuple[str, str]] = set()
    for budget in budgets:
        key = (budget.scope, budget.name.lower())
        if key not in seen:
            seen.add(key)
            yield budget


def _in_scope(resource: str, budget: Budget) -> bool:
    return resource == budget.scope or resource.startswith(budget.scope.rstrip("/") + "/")


def _in_time(budget: Budget, today: date) -> bool:
    return (budget.start is None or budget.start <= today) and (budget.end is None or budget.end >= today)


def _passes(resource: str, condition: BudgetFilter) -> bool | None:
    """Whether a resource passes one condition; None where its id does not tell (a tag, a meter)."""
    name = condition.name.lower()
    if condition.kind == "tag" or name not in DECIDABLE:
        return None
    values = {value.lower().rstrip("/") for value in condition.values}
    parts = resource.strip("/").split("/")
    own = {
        "resourceid": resource,
        "resourcegroup": parts[3] if len(parts) > 3 else "",
        "resourcegroupname": parts[3] if len(parts) > 3 else "",
        "resourcetype": "/".join(parts[5:7]),
        "subscriptionid": parts[1] if len(parts) > 1 else "",
    }[name]
    return own in values
