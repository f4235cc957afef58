"""Every AI resource, what it costs, and the budgets that watch it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from msp_aigov.assess.spend.coverage import Covering, Watched, covering
from msp_aigov.assess.spend.sums import added
from msp_aigov.model.cloud import AiAccount
from msp_aigov.model.spend import Budget, BudgetCoverage, CostLine, Watch
from msp_aigov.model.text import Money


def resources_of(
    accounts: Sequence[AiAccount],
    month: Sequence[CostLine],
    before: Sequence[CostLine],
    budgets: Sequence[Budget],
    today: date,
    marketplace: frozenset[str],
) -> tuple[BudgetCoverage, ...]:
    """Accounts, and whatever else cost money as AI."""
    known = {account.id: account for account in accounts}
    homes = {line.resource: line.subscription for line in (*before, *month) if line.resource}
    homes |= {account.id: account.subscription for account in accounts}
    now, then = _by_resource(month), _by_resource(before)
    services: dict[str, set[str]] = defaultdict(set)
    for line in (*before, *month):
        services[line.resource].add(line.service.lower())
    made: list[BudgetCoverage] = []
    for resource, subscription in sorted(homes.items()):
        account, costs, last = known.get(resource), now.get(resource, ()), then.get(resource, ())
        watched = Watched(
            resource,
            location=account.location if account else "",
            tags=account.tags if account else (),
            publisher="marketplace" if resource in marketplace else "microsoft",
            services=frozenset(services[resource]),
            currencies=frozenset(cost.currency for cost in (*costs, *last)),
        )
        made.append(_covered(watched, account, subscription, costs, last, covering(watched, budgets, today)))
    watching = {
        (_subscription(item), name)
        for item in made
        if item.kind == "account"
        for name in (*item.covered_by, *item.maybe_covered_by)
    }
    return tuple(
        replace(item, missed_by=tuple(name for name in item.missed_by if (_subscription(item), name) in watching))
        for item in made
    )


def _subscription(item: BudgetCoverage) -> str:
    """Other subscriptions may have budgets of the same name."""
    return "/".join(item.resource_id.split("/")[:3])


def _covered(
    watched: Watched,
    account: AiAccount | None,
    subscription: str,
    costs: tuple[Money, ...],
    last: tuple[Money, ...],
    found: Covering,
) -> BudgetCoverage:
    bought = watched.publisher == "marketplace"
    return BudgetCoverage(
        resource_id=watched.resource,
        resource_name=account.name if account else watched.resource.rsplit("/", 1)[-1],
        kind="account" if account else "marketplace" if bought else "resource",
        costs=costs,
        last_month=last,
        covered_by=found.sure,
        maybe_covered_by=found.maybe,
        scopes=account.scopes if account else (subscription,),
        missed_by=found.missed if bought else (),
        heard_from=found.heard,
    )


def _by_resource(lines: Sequence[CostLine]) -> dict[str, tuple[Money, ...]]:
    groups: dict[str, list[Money]] = defaultdict(list)
    for line in lines:
        groups[line.resource].append(line.cost)
    return {resource: added(costs) for resource, costs in groups.items()}


def watch_of(resources: Sequence[BudgetCoverage], unread: int) -> Watch:
    """How much of it is watched."""
    open_ones = [item for item in resources if not item.covered_by]
    return Watch(
        resources=len(resources),
        covered=len(resources) - len(open_ones),
        unheard=sum(bool(item.covered_by) and not item.heard_from for item in resources),
        maybe=sum(bool(item.maybe_covered_by) for item in open_ones),
        uncovered=added(cost for item in open_ones for cost in item.costs),
        uncovered_last_month=added(cost for item in open_ones for cost in item.last_month),
        unread=unread,
    )
