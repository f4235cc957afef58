"""Budgets of one subscription, from both providers that keep them."""

from collections.abc import Iterator
from typing import Any

from msp_aigov.azure.session import Session, pages
from msp_aigov.azure.wire import Wire
from msp_aigov.collect.azure.reading import day, mapping, number, sequence, text, truth
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.spend import Budget, BudgetFilter, Notification
from msp_aigov.model.text import Money

SOURCE = "azure.budgets"
PER = "subscription"
ROLE = "Cost Management Reader"
PROVIDERS = ("Microsoft.Consumption", "Microsoft.CostManagement")


def queries(today: object) -> tuple[str, ...]:
    """One query per provider: whether one lists the other's budgets is not documented."""
    return PROVIDERS


def fetch(session: Session, ask: Ask) -> Wire:
    """List the budgets of one provider, as ARM gave them."""
    client = session.consumption(ask.scope.id) if ask.query == PROVIDERS[0] else session.cost()
    return pages(lambda **hook: client.budgets.list(f"/subscriptions/{ask.scope.id}", **hook))


def parse(answer: Answer) -> Iterator[Budget]:
    """Shape the budgets; one whose filter holds what we do not know is marked, and then proves nothing."""
    for raw in answer.items:
        properties = mapping(raw.get("properties"))
        identity = (text(raw.get("id")) or f"/subscriptions/{answer.ask.scope.id}").lower()
        filters, understood = _filters(properties.get("filter"))
        period = mapping(properties.get("timePeriod"))
        yield Budget(
            id="/" + identity.strip("/"),
            name=text(raw.get("name")) or identity.rsplit("/", 1)[-1],
            scope="/" + identity.strip("/").split("/providers/microsoft.co")[0],
            provider="Microsoft.CostManagement" if answer.ask.query == PROVIDERS[1] else "Microsoft.Consumption",
            amount=_amount(properties),
            grain=text(properties.get("timeGrain")),
            start=day(period.get("startDate")),
            end=day(period.get("endDate")),
            filters=filters,
            notifications=tuple(_notifications(mapping(properties.get("notifications")))),
            understood=understood and text(properties.get("category")) in (None, "Cost"),
            scopes=("/" + identity.strip("/"), *answer.ask.scope.path),
        )


def _amount(properties: dict[str, Any]) -> Money | None:
    """A budget's currency stands only beside its current spend, which a new budget does not have yet."""
    amount = number(properties.get("amount"))
    unit = text(mapping(properties.get("currentSpend")).get("unit"))
    return None if amount is None else Money(amount, unit or "")


def _filters(raw: Any) -> tuple[tuple[BudgetFilter, ...], bool]:
    """The AND-ed conditions, and whether all of them were understood."""
    if raw is None or raw == {}:
        return (), True
    parts = sequence(raw.get("and")) if isinstance(raw, dict) and "and" in raw else [raw]
    read = [_condition(part) for part in parts]
    return tuple(condition for condition in read if condition), all(read) and bool(parts)


def _condition(part: Any) -> BudgetFilter | None:
    for key, kind in (("dimensions", "dimension"), ("tags", "tag")):
        inner = mapping(mapping(part).get(key))
        name, values = text(inner.get("name")), inner.get("values")
        if len(mapping(part)) == 1 and name and inner.get("operator") == "In" and isinstance(values, list):
            return BudgetFilter("tag" if kind == "tag" else "dimension", name, tuple(str(value) for value in values))
    return None


def _notifications(raw: dict[str, Any]) -> Iterator[Notification]:
    for name, entry in sorted(raw.items()):
        entry = mapping(entry)
        told = [*sequence(entry.get("contactEmails")), *sequence(entry.get("contactGroups"))]
        told += [f"role {role}" for role in sequence(entry.get("contactRoles"))]
        yield Notification(
            name=name,
            enabled=truth(entry.get("enabled")),
            threshold=number(entry.get("threshold")),
            forecasted=text(entry.get("thresholdType")) == "Forecasted",
            recipients=tuple(str(recipient) for recipient in told if str(recipient).strip()),
        )
