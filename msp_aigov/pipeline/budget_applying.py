"""Carry out a budget plan: everything is checked before anything is sent."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from msp_aigov import __version__
from msp_aigov.act.budgets.apply import Writer
from msp_aigov.act.budgets.form import parsed
from msp_aigov.act.budgets.guard import PlanGuard
from msp_aigov.act.budgets.journal import Journal
from msp_aigov.act.budgets.limits import problems
from msp_aigov.act.budgets.plan import MARK, PLAN_VERSION, BudgetOutcome, BudgetPlan, PlannedBudget
from msp_aigov.azure.cloud import cloud_named
from msp_aigov.azure.credential import credential_for
from msp_aigov.azure.session import Session
from msp_aigov.errors import AigovError, ConfigError
from msp_aigov.model.client import AzureTenant, Client
from msp_aigov.pipeline.budget_planning import digest_of, targets_of
from msp_aigov.pipeline.order import Order, now
from msp_aigov.record.codec import decode


@dataclass(frozen=True)
class Allowed:
    """What a person allowed beyond creating and raising; `dry_run` sends nothing at all."""

    lower: bool = False
    delete: bool = False
    unknown_currency: bool = False
    dry_run: bool = False


def plan_in(data: bytes, shown: str) -> BudgetPlan:
    """The plan of a file's bytes, proved to be unedited and still good."""
    plan: BudgetPlan = decode(BudgetPlan, data, shown)
    if plan.plan_version != PLAN_VERSION or plan.digest != digest_of(plan):
        raise ConfigError(f"{shown}: was edited, or is another version's plan", "Make a new one with `budget plan`.")
    if now() >= plan.expires:
        raise ConfigError(f"{shown}: expired at {plan.expires:%Y-%m-%d %H:%M} UTC", "Make a new one: budget plan.")
    return plan


def apply_plan(
    order: Order,
    plan: BudgetPlan,
    journal: Path,
    allowed: Allowed,
    done: Callable[[BudgetOutcome], None],
    warn: Callable[[str], None] = lambda words: None,
) -> tuple[BudgetOutcome, ...]:
    """Carry out a plan budget by budget; `done` hears of each outcome as it comes, `warn` of writes left unfinished."""
    clients = {client.id: client for client in order.fleet.clients}
    mistakes = [mistake for budget in plan.budgets for mistake in _mistakes(budget, clients)]
    if mistakes:
        raise ConfigError(mistakes, "Nothing was sent. Mend the client's file and make a new plan.")
    outcomes: list[BudgetOutcome] = []
    with Journal(journal, plan.digest[:16], __version__, now) as held:
        for line in held.unfinished():
            warn(f"an earlier apply stopped in the middle of {line['name']}: Azure is asked what is there")
        for budget in plan.budgets:
            outcome = _held(budget, allowed) or _carried_out(budget, clients[budget.client], order, held, allowed)
            outcomes.append(outcome)
            done(outcome)
    return tuple(outcomes)


def _carried_out(
    budget: PlannedBudget, client: Client, order: Order, journal: Journal, allowed: Allowed
) -> BudgetOutcome:
    assert client.azure is not None
    if budget.action == "none":
        return BudgetOutcome(budget, "already", "as planned")
    try:
        session = _session(client.azure, budget, order)
    except AigovError as error:
        return BudgetOutcome(budget, "failed", error.message)
    return Writer(session, journal, order.sleep, allowed.dry_run).carry_out(budget)


def _session(azure: AzureTenant, budget: PlannedBudget, order: Order) -> Session:
    """A session that signs in with the write credential and may send this one budget's write and no other."""
    assert azure.access.write_credential is not None
    writing = replace(azure, access=replace(azure.access, credential=azure.access.write_credential))
    cloud = cloud_named(azure.cloud)
    return Session(cloud, credential_for(writing, cloud), order.sleep, PlanGuard(cloud, [budget]))


def _mistakes(budget: PlannedBudget, clients: dict[str, Client]) -> Iterator[str]:
    """Why a plan must not be carried out as a whole."""
    where = f"{budget.client}: {budget.name}"
    client = clients.get(budget.client)
    if client is None or client.azure is None or client.azure.tenant.lower() != budget.tenant:
        yield f"{where}: the plan is for a client or tenant that this fleet does not have"
        return
    if budget.action != "none" and client.azure.access.write_credential is None:
        yield f"clients/{client.id}.yaml: azure.access.write_credential is missing: audits never write"
    adopted = {name.lower() for target in targets_of(client) for name in target.adopt}
    if not budget.name.lower().startswith(MARK) and budget.name.lower() not in adopted:
        yield f"{where}: is neither ours ({MARK}...) nor listed under `adopt`"
    said = problems(budget, parsed(budget.desired), now().date()) if budget.desired else ()
    yield from (f"{where}: {problem}" for problem in dict.fromkeys((*budget.problems, *said)))


def _held(budget: PlannedBudget, allowed: Allowed) -> BudgetOutcome | None:
    """What waits for a flag."""
    if budget.action == "delete" and not allowed.delete:
        return BudgetOutcome(budget, "held", "deleting needs --allow-delete")
    if budget.action == "change" and budget.lowers and not allowed.lower:
        return BudgetOutcome(budget, "held", "lowering the amount needs --allow-lower")
    if budget.action in ("create", "change") and not budget.currency_seen and not allowed.unknown_currency:
        return BudgetOutcome(budget, "held", "nothing proves the currency yet: --allow-unknown-currency")
    return None
