"""Tables that Cost Management answers: asked page by page, read by the names of their columns."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from msp_aigov.azure.refusal import NothingBooked
from msp_aigov.azure.session import Session, posted_pages
from msp_aigov.azure.wire import Wire
from msp_aigov.collect.azure.reading import mapping, number, sequence, text
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.text import Money

Filter = tuple[str, tuple[str, ...]]
AI_ACCOUNTS: Filter = ("ResourceType", ("microsoft.cognitiveservices/accounts",))
SETTLES_ON = 10  # the day of the next month from which a month's figures no longer change


def body_of(period: str, granularity: str, grouping: tuple[str, ...], only: Filter | None = None) -> dict[str, Any]:
    """A query's body for a period written `2026-10-01..2026-11-20`. Cost Management allows two groupings at most."""
    start, end = period.split("..")
    dataset: dict[str, Any] = {
        "granularity": granularity,
        "aggregation": {"totalCost": {"name": "PreTaxCost", "function": "Sum"}},
        "grouping": [{"type": "Dimension", "name": name} for name in grouping],
    }
    if only:
        dataset["filter"] = {"dimensions": {"name": only[0], "operator": "In", "values": list(only[1])}}
    return {
        "type": "ActualCost",
        "timeframe": "Custom",
        "timePeriod": {"from": f"{start}T00:00:00Z", "to": f"{end}T23:59:59Z"},
        "dataset": dataset,
    }


def asked(session: Session, ask: Ask, body: dict[str, Any]) -> Wire:
    """Every page of one query at a subscription; an answer without content is no answer of zero."""
    client = session.cost()
    scope = f"/subscriptions/{ask.scope.id}"
    with session.one_query:
        wire = posted_pages(client, lambda body, **hook: client.query.usage(scope, body, **hook), body)
    if wire.status == 204:
        raise NothingBooked("HTTP 204: Cost Management answered without content, which is not the same as zero")
    return wire


def rows(answer: Answer) -> Iterator[dict[str, Any]]:
    """Every row of every page, keyed by the lower-cased names of its columns."""
    for page in sequence(mapping(answer.json()).get("pages")):
        properties = mapping(mapping(page).get("properties"))
        columns = [str(mapping(column).get("name")).lower() for column in sequence(properties.get("columns"))]
        for row in sequence(properties.get("rows")):
            yield dict(zip(columns, sequence(row), strict=False))


def cost_of(row: dict[str, Any]) -> Money:
    """The amount of a row. The column carries the measure's name, not the alias."""
    cost, currency = number(row.get("pretaxcost", row.get("cost"))), text(row.get("currency"))
    if cost is None or currency is None:
        raise ValueError(f"a cost row without cost or currency: {sorted(row)}")
    return Money(cost, currency)


def resource_of(row: dict[str, Any]) -> str:
    """The lower-cased ARM id of a row, empty where the charge belongs to no resource."""
    return (text(row.get("resourceid")) or "").lower()


def day_of(value: Any) -> date | None:
    """UsageDate comes as the integer yyyymmdd, BillingMonth as an ISO time."""
    for layout, length in (("%Y%m%d", 8), ("%Y-%m-%d", 10)):
        try:
            return datetime.strptime(str(value)[:length], layout).date()
        except ValueError:
            continue
    return None


def month(today: date, back: int = 0) -> tuple[date, date]:
    """First and last day of the month `back` months before the one of `today`."""
    first = today.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    for _ in range(back):
        last = first - timedelta(days=1)
        first = last.replace(day=1)
    return first, last


def period(first: date, last: date) -> str:
    """A period as an ask carries it."""
    return f"{first.isoformat()}..{last.isoformat()}"


def last_and_this(today: date) -> tuple[str, ...]:
    """Last month and this one as a query each: the same units as both at once, and the closed one is read once."""
    return period(*month(today, 1)), period(today.replace(day=1), today)


def settled(ask: Ask) -> date:
    """The first day on which an answer about a month, or the days of it so far, is final."""
    _, last = month(date.fromisoformat(ask.query.split("..")[1]))
    return last + timedelta(days=SETTLES_ON)
