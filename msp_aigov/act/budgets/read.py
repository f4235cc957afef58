"""What is in Azure now: the budgets at one scope, and last month's spend under a filter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from msp_aigov.act.budgets.form import Body
from msp_aigov.act.budgets.plan import Provider
from msp_aigov.azure.refusal import NothingBooked
from msp_aigov.azure.session import Session, pages, posted_pages
from msp_aigov.azure.wire import exact_json
from msp_aigov.model.answers import Answer, Ask, Scope

PROVIDERS: tuple[Provider, ...] = ("Microsoft.Consumption", "Microsoft.CostManagement")


@dataclass(frozen=True)
class Found:
    """A budget as Azure has it; `body` is the JSON of its properties."""

    provider: Provider
    scope: str
    name: str
    etag: str
    body: str


@dataclass(frozen=True)
class Past:
    """What was booked last month under a filter, and the currencies that the scope is billed in."""

    last_month: Decimal | None
    currencies: tuple[str, ...]


def budgets_at(session: Session, scope: str) -> tuple[Found, ...]:
    """The budgets at exactly this scope, those of both providers; one that both list is there once."""
    found: dict[str, Found] = {}
    for provider in PROVIDERS:
        client = client_of(session, provider, scope)
        wire = pages(lambda client=client, **hook: client.budgets.list(scope, **hook))
        for raw in Answer(Ask("", Scope("subscription", scope, scope)), "read", payload=wire.payload).items:
            if scope_of(raw) == scope.lower():
                budget = Found(provider, scope, str(raw["name"]), str(raw.get("eTag") or ""), _body(raw))
                found.setdefault(budget.name.lower(), budget)
    return tuple(found.values())


def client_of(session: Session, provider: Provider, scope: str) -> Any:
    """The SDK client that keeps this provider's budgets."""
    return session.consumption(scope.split("/")[2]) if provider == PROVIDERS[0] else session.cost()


def scope_of(raw: Body) -> str:
    """The scope in a budget's id, which begins without a slash."""
    return "/" + str(raw.get("id", "")).lower().strip("/").split("/providers/microsoft.co")[0]


def _body(raw: Body) -> str:
    properties = raw.get("properties")
    return exact_json(properties if isinstance(properties, dict) else {})


def past(session: Session, scope: str, taken_in: Body, today: date) -> Past:
    """Two months of cost under a filter; where that says no currency, what the whole scope is billed in."""
    try:
        rows = _rows(session, scope, taken_in, today)
    except NothingBooked:
        return Past(None, ())
    before = (today.replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    amounts = [amount for month, amount, _ in rows if month == before]
    currencies = {currency for *_, currency in rows}
    if not currencies and taken_in:
        currencies = set(past(session, scope, {}, today).currencies)
    return Past(sum(amounts, Decimal(0)) if len(currencies) == 1 else None, tuple(sorted(currencies)))


def _rows(session: Session, scope: str, taken_in: Body, today: date) -> Sequence[tuple[str, Decimal, str]]:
    first = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    dataset: Body = {"granularity": "Monthly", "aggregation": {"totalCost": {"name": "Cost", "function": "Sum"}}}
    if taken_in:
        dataset["filter"] = taken_in
    body = {
        "type": "ActualCost",
        "timeframe": "Custom",
        "timePeriod": {"from": f"{first}T00:00:00Z", "to": f"{today}T23:59:59Z"},
        "dataset": dataset,
    }
    client = session.cost()
    wire = posted_pages(client, lambda query, **hook: client.query.usage(scope, query, **hook), body)
    answer = Answer(Ask("", Scope("subscription", scope, scope)), "read", payload=wire.payload).json()
    return [row for page in answer["pages"] if page for row in _shaped(page["properties"])]


def _shaped(properties: Body) -> list[tuple[str, Decimal, str]]:
    """Month as YYYY-MM, amount, currency; the columns are found by name, their order is Azure's."""
    names = [str(column.get("name")).lower() for column in properties.get("columns") or []]
    cost = next((names.index(name) for name in ("cost", "pretaxcost", "totalcost") if name in names), None)
    month = next((names.index(name) for name in ("billingmonth", "usagedate") if name in names), None)
    if cost is None or month is None or "currency" not in names:
        raise ValueError("the answer lacks a column for cost, month or currency")
    made = []
    for row in properties.get("rows") or []:
        day = str(row[month])
        shown = day[:7] if "-" in day else f"{day[:4]}-{day[4:6]}"
        made.append((shown, Decimal(str(row[cost])), str(row[names.index("currency")])))
    return made
