"""From the clients' files and what Azure has to a budget plan; nothing is written to Azure."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from azure.core.exceptions import AzureError

from msp_aigov import __version__
from msp_aigov.act.budgets.limits import GROUP
from msp_aigov.act.budgets.plan import BudgetPlan, PlanGap, PlannedBudget
from msp_aigov.act.budgets.propose import Place, left_over, proposed
from msp_aigov.act.budgets.read import budgets_at, past
from msp_aigov.act.budgets.wish import conditions_of, filter_of
from msp_aigov.assess.spend.assess import price_basis
from msp_aigov.assess.spend.heard import told
from msp_aigov.azure.failure import failure
from msp_aigov.azure.session import Session, opened_session
from msp_aigov.collect.azure import subscriptions
from msp_aigov.collect.azure.spend import action_groups
from msp_aigov.collect.live import live
from msp_aigov.errors import AigovError
from msp_aigov.model.answers import Answer, Ask, Scope
from msp_aigov.model.client import BudgetTarget, Client
from msp_aigov.model.cloud import Subscription
from msp_aigov.model.money.usage import ActionGroups
from msp_aigov.model.spend import Notification
from msp_aigov.pipeline.order import Order, now
from msp_aigov.record.codec import encode

GOOD_FOR = timedelta(hours=24)
ROLE = "Cost Management Reader"
NO_TARGET = "its file names no `budget`"


def plan_budgets(order: Order) -> BudgetPlan:
    """What each chosen client's file asks for, against what is in Azure now."""
    made = now()
    budgets: list[PlannedBudget] = []
    gaps: list[PlanGap] = []
    for client in order.clients:
        for item in _client(client, order, made.date()):
            (gaps if isinstance(item, PlanGap) else budgets).append(item)  # type: ignore[arg-type]
    plan = BudgetPlan(made, made + GOOD_FOR, __version__, tuple(budgets), tuple(gaps))
    return replace(plan, digest=digest_of(plan))


def digest_of(plan: BudgetPlan) -> str:
    """The hash that proves a plan was not edited."""
    return hashlib.sha256(encode(replace(plan, digest="")).encode()).hexdigest()


def targets_of(client: Client) -> tuple[BudgetTarget, ...]:
    """Every budget that a client's file asks for."""
    return ((client.budget,) if client.budget else ()) + client.budgets


def _client(client: Client, order: Order, today: date) -> Iterator[PlannedBudget | PlanGap]:
    if not targets_of(client) or client.azure is None:
        yield PlanGap(client.id, client.id, NO_TARGET if client.azure else "its file names no tenant")
        return
    session = opened_session(client.azure, order.sleep)
    scope = Scope("client", client.id, client.name)
    answer = live(client, order.folder, session, now)(Ask(subscriptions.SOURCE, scope))
    if answer.state != "read":
        yield PlanGap(client.id, client.id, answer.reason, answer.mend)
        return
    visible = {item.id: item for item in subscriptions.parse(answer) if item.tenant == client.azure.tenant.lower()}
    listed = [name.lower() for name in client.azure.subscriptions]
    for name in (name for name in listed if name not in visible):
        yield PlanGap(client.id, name, "the credential does not see this subscription in the client's tenant")
    own = {name: visible[name] for name in listed or sorted(visible) if name in visible}
    yield from _subscriptions(client, session(), own, today)


def _subscriptions(
    client: Client, session: Session, own: dict[str, Subscription], today: date
) -> Iterator[PlannedBudget | PlanGap]:
    """Every scope once: its targets, and what of ours lies there without being asked for."""
    wanted: dict[str, list[BudgetTarget]] = {f"/subscriptions/{name}": [] for name in own}
    for target in targets_of(client):
        scopes = _scopes(target, own)
        if not scopes:
            reason = f"the client has {len(own)} subscriptions: the file must say which with `scope`"
            reason = "the scope is in no subscription of the client" if target.scope else reason
            yield PlanGap(client.id, target.scope or client.id, reason)
        for scope in scopes:
            wanted.setdefault(scope, []).append(target)
    for scope, targets in sorted(wanted.items()):
        subscription = own[scope.split("/")[2].lower()]
        try:
            yield from _scope(client, session, scope, subscription, targets, today)
        except (AzureError, ValueError, OSError) as error:
            gap = failure(error, ROLE)
            yield PlanGap(client.id, scope, gap.reason, gap.mend)
        except AigovError as error:
            yield PlanGap(client.id, scope, error.message, error.hint)


def _scopes(target: BudgetTarget, own: dict[str, Subscription]) -> list[str]:
    """Where a target belongs; only one that is a factor of past spend can be in several subscriptions at once."""
    if target.scope:
        parts = target.scope.strip("/").split("/")
        known = parts[1].lower() in own
        return ["/" + "/".join((parts[0], parts[1].lower(), *parts[2:]))] if known else []
    return [f"/subscriptions/{name}" for name in own] if len(own) == 1 or target.factor else []


def _scope(
    client: Client,
    session: Session,
    scope: str,
    subscription: Subscription,
    targets: list[BudgetTarget],
    today: date,
) -> Iterator[PlannedBudget | PlanGap]:
    place = Place(client, scope, subscription.name, subscription.offer or "", price_basis([subscription]))
    found = budgets_at(session, scope)
    planned: list[PlannedBudget] = []
    for target in targets:
        spent = past(session, scope, filter_of(conditions_of(target)), today)
        item = _with_groups(proposed(place, target, found, spent, today), target, session)
        if item.name.lower() in (other.name.lower() for other in planned):
            yield PlanGap(client.id, scope, f"two budgets of the file both mean {item.name}: give them names")
            continue
        planned.append(item)
    yield from planned
    yield from left_over(place, found, planned)


def _with_groups(planned: PlannedBudget, target: BudgetTarget, session: Session) -> PlannedBudget:
    """The same budget with what is wrong with its action groups: a problem where nobody else hears, else a warning."""
    recipients = (*target.recipients, *target.action_groups)
    alert = told(Notification("", True, None, False, recipients), tuple(_groups(session, target)))
    warnings = [f"nobody could read whether the action groups {_named(alert.unsure)} exist"] if alert.unsure else []
    if not alert.deaf:
        return replace(planned, warnings=(*planned.warnings, *warnings))
    said = f"the alerts go to action groups that are gone, switched off or empty: {_named(alert.deaf)}"
    if not alert.recipients and not alert.unsure:
        return replace(planned, problems=(*planned.problems, said))
    return replace(planned, warnings=(*planned.warnings, said, *warnings))


def _groups(session: Session, target: BudgetTarget) -> Iterator[ActionGroups]:
    """The groups of every subscription that the file names one of; a list that cannot be read is left out."""
    places = {group.split("/")[2].lower() for group in target.action_groups if GROUP.fullmatch(group)}
    for place in sorted(places):
        ask = Ask(action_groups.SOURCE, Scope("subscription", place, place))
        try:
            wire = action_groups.fetch(session, ask)
            yield from action_groups.parse(Answer(ask, "read", payload=wire.payload))
        except (AzureError, ValueError, OSError):  # its groups stay unsure, and the plan says so
            continue


def _named(groups: tuple[str, ...]) -> str:
    return ", ".join(sorted({group.rsplit("/", 1)[-1] for group in groups}))
