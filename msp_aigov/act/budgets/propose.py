"""From what is there and what should be to a plan for one scope."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from msp_aigov.act.budgets.form import body_hash, parsed, same, unit
from msp_aigov.act.budgets.limits import lowers, problems
from msp_aigov.act.budgets.plan import MARK, PlannedBudget
from msp_aigov.act.budgets.read import Found, Past
from msp_aigov.act.budgets.wish import MONTHS, amount_of, body_of
from msp_aigov.azure.wire import exact_json
from msp_aigov.model.client import BudgetTarget, Client
from msp_aigov.model.spend import PriceBasis


@dataclass(frozen=True)
class Place:
    """Where a budget belongs: a client's scope, its name for people, the offer it is billed by."""

    client: Client
    scope: str
    scope_name: str
    offer: str
    price_basis: PriceBasis


def proposed(place: Place, target: BudgetTarget, found: Sequence[Found], past: Past, today: date) -> PlannedBudget:
    """One budget of the client's file against what is there."""
    existing = _existing(target, found)
    current = parsed(existing.body) if existing else {}
    amount = amount_of(target, past.last_month)
    currencies = {*past.currencies, *filter(None, (unit(parsed(budget.body)) for budget in found))}
    desired = body_of(target, amount or Decimal(0), current, today)
    planned = PlannedBudget(
        client=place.client.id,
        tenant=place.client.azure.tenant.lower() if place.client.azure else "",
        action="create" if existing is None else "none" if same(current, desired) else "change",
        provider=existing.provider if existing else "Microsoft.Consumption",
        scope=place.scope,
        scope_name=place.scope_name,
        name=existing.name if existing else MARK + target.name,
        etag=existing.etag if existing else "",
        current=existing.body if existing else "",
        current_hash=body_hash(current),
        desired=exact_json(desired),
        currency=target.currency,
        currency_seen=bool(currencies),
        price_basis=place.price_basis,
        offer=place.offer,
        lowers=bool(current) and lowers(current, desired, MONTHS),
    )
    found_wrong = [*_adopt_problems(place, target, found), *_money_problems(target, amount, currencies)]
    if amount is not None:
        found_wrong += problems(planned, desired, today)
    return replace(planned, problems=tuple(found_wrong))


def _existing(target: BudgetTarget, found: Sequence[Found]) -> Found | None:
    """The budget to take over, or the one that carries our mark."""
    by_name = {budget.name.lower(): budget for budget in found}
    names = (*target.adopt, MARK + target.name)
    return next((by_name[name.lower()] for name in names if name.lower() in by_name), None)


def _adopt_problems(place: Place, target: BudgetTarget, found: Sequence[Found]) -> Iterator[str]:
    """A misspelt name would make a second budget beside the one that was meant."""
    there = {budget.name.lower(): budget.name for budget in found}
    if target.adopt and not any(name.lower() in there for name in target.adopt):
        names, seen = ", ".join(target.adopt), ", ".join(sorted(there.values())) or "none"
        yield f"`adopt` names {names}; no such budget at {place.scope}, found there: {seen}"


def _money_problems(target: BudgetTarget, amount: Decimal | None, currencies: set[str]) -> Iterator[str]:
    if currencies and currencies != {target.currency}:
        yield f"the file says {target.currency}, this scope is billed in {' and '.join(sorted(currencies))}"
    if amount is None:
        yield "the amount is a factor of last month's spend, and that is not known or zero: give `monthly`"


def left_over(place: Place, found: Sequence[Found], wanted: Sequence[PlannedBudget]) -> Iterator[PlannedBudget]:
    """Budgets that carry our mark and that the client's file no longer asks for."""
    names = {budget.name.lower() for budget in wanted}
    for budget in found:
        if budget.name.lower().startswith(MARK) and budget.name.lower() not in names:
            current = parsed(budget.body)
            yield PlannedBudget(
                client=place.client.id,
                tenant=place.client.azure.tenant.lower() if place.client.azure else "",
                action="delete",
                provider=budget.provider,
                scope=place.scope,
                scope_name=place.scope_name,
                name=budget.name,
                etag=budget.etag,
                current=budget.body,
                current_hash=body_hash(current),
                desired="",
                currency=unit(current),
                currency_seen=True,
                price_basis=place.price_basis,
                offer=place.offer,
            )
