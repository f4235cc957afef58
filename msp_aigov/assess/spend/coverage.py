"""Which budgets take in which AI resource."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from msp_aigov.model.spend import Budget, BudgetFilter

SERVICES = {"servicename", "metercategory"}


@dataclass(frozen=True)
class Watched:
    """A resource as a budget's filter sees it; `resource` is a lower-cased ARM id."""

    resource: str
    location: str = ""
    publisher: str = "microsoft"
    services: frozenset[str] = frozenset()
    tags: tuple[tuple[str, str], ...] = ()
    currencies: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Covering:
    """Names of budgets: that take a resource in, that may, whose alerts reach somebody, and that leave it out though
    they watch AI in the same scope."""

    sure: tuple[str, ...]
    maybe: tuple[str, ...]
    heard: tuple[str, ...]
    missed: tuple[str, ...]


def covering(watched: Watched, budgets: Iterable[Budget], today: date) -> Covering:
    """Hold one resource against every budget: scope, time, currency, and each AND-ed condition."""
    sure: list[Budget] = []
    maybe: list[Budget] = []
    missed: list[Budget] = []
    for budget in budgets:
        if not in_scope(watched.resource, budget) or not _in_time(budget, today):
            if _in_time(budget, today) and _same_subscription(watched.resource, budget):
                missed.append(budget)
            continue
        decided = [_passes(watched, condition) for condition in budget.filters]
        if False in decided:
            missed.append(budget)
        elif budget.understood and None not in decided and _in_currency(watched, budget):
            sure.append(budget)
        else:
            maybe.append(budget)
    heard = [budget for budget in sure if _heard(budget)]
    return Covering(*(tuple(sorted(each.name for each in found)) for found in (sure, maybe, heard, missed)))


def distinct(budgets: Iterable[Budget]) -> Iterator[Budget]:
    """A budget that both providers list is one budget: same scope, same name."""
    seen: set[tuple[str, str]] = set()
    for budget in budgets:
        key = (budget.scope, budget.name.lower())
        if key not in seen:
            seen.add(key)
            yield budget


def in_scope(resource: str, budget: Budget) -> bool:
    """Whether a resource lies under a budget's scope."""
    return resource == budget.scope or resource.startswith(budget.scope.rstrip("/") + "/")


def _same_subscription(resource: str, budget: Budget) -> bool:
    return resource.split("/")[:3] == budget.scope.split("/")[:3]


def _in_time(budget: Budget, today: date) -> bool:
    return (budget.start is None or budget.start <= today) and (budget.end is None or budget.end >= today)


def _in_currency(watched: Watched, budget: Budget) -> bool:
    """A budget in another currency than all that was billed cannot be said to watch it."""
    unit = budget.amount.currency if budget.amount else ""
    return not unit or not watched.currencies or unit in watched.currencies


def _heard(budget: Budget) -> bool:
    return any(notice.enabled and notice.recipients for notice in budget.notifications)


def _passes(watched: Watched, condition: BudgetFilter) -> bool | None:
    """Whether a resource passes one condition; None where nothing known tells (a tag, a meter)."""
    name = condition.name.lower()
    values = {value.lower().rstrip("/") for value in condition.values}
    if condition.kind == "tag":  # one that is not on the resource may still be inherited
        return True if any(key.lower() == name and value.lower() in values for key, value in watched.tags) else None
    if name in SERVICES:
        return _services_pass(watched.services, values)
    own = _known(watched).get(name)
    return None if own is None else own in values


def _services_pass(services: frozenset[str], values: set[str]) -> bool | None:
    """All its services, none of them, or only some; before the first cost nobody knows."""
    if not services:
        return None
    return True if services <= values else None if services & values else False


def _known(watched: Watched) -> dict[str, str]:
    parts = watched.resource.strip("/").split("/")
    group = parts[3] if len(parts) > 3 else ""
    known = {
        "resourceid": watched.resource,
        "resourcegroup": group,
        "resourcegroupname": group,
        "resourcetype": "/".join(parts[5:7]),
        "subscriptionid": parts[1] if len(parts) > 1 else "",
        "publishertype": watched.publisher,
        "chargetype": "usage",
    }
    return known | ({"resourcelocation": watched.location} if watched.location else {})
