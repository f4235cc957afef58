"""Cost of one subscription by resource and service, day by day, from Microsoft.CostManagement."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from msp_aigov.azure.session import Session, posted_pages
from msp_aigov.azure.wire import Wire
from msp_aigov.collect.azure.reading import mapping, number, sequence, text
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.spend import CostLine
from msp_aigov.model.text import Money

SOURCE = "azure.cost"
PER = "subscription"
ROLE = "Cost Management Reader"


def queries(today: date) -> tuple[str, ...]:
    """One query: from the first of last month to today, which the answer's tenant pays two query units for."""
    first = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    return (f"{first.isoformat()}..{today.isoformat()}",)


def fetch(session: Session, ask: Ask) -> Wire:
    """Ask for cost by resource and service; every page is a POST with the same body."""
    client = session.cost()
    scope = f"/subscriptions/{ask.scope.id}"
    return posted_pages(client, lambda body, **hook: client.query.usage(scope, body, **hook), body_of(ask.query))


def body_of(period: str) -> dict[str, Any]:
    """The query's body for a period written `2026-10-01..2026-11-20`. Cost Management allows two groupings at most."""
    start, end = period.split("..")
    return {
        "type": "ActualCost",
        "timeframe": "Custom",
        "timePeriod": {"from": f"{start}T00:00:00Z", "to": f"{end}T23:59:59Z"},
        "dataset": {
            "granularity": "Daily",
            "aggregation": {"totalCost": {"name": "PreTaxCost", "function": "Sum"}},
            "grouping": [
                {"type": "Dimension", "name": "ResourceId"},
                {"type": "Dimension", "name": "ServiceName"},
            ],
        },
    }


def parse(answer: Answer) -> Iterator[CostLine]:
    """Shape the rows by the names of their columns. The cost column carries the measure's name, not the alias."""
    for page in sequence(mapping(answer.json()).get("pages")):
        properties = mapping(mapping(page).get("properties"))
        columns = [str(mapping(column).get("name")).lower() for column in sequence(properties.get("columns"))]
        for row in sequence(properties.get("rows")):
            yield _line(answer, dict(zip(columns, sequence(row), strict=False)))


def _line(answer: Answer, row: dict[str, Any]) -> CostLine:
    cost, currency = number(row.get("pretaxcost", row.get("cost"))), text(row.get("currency"))
    if cost is None or currency is None:
        raise ValueError(f"a cost row without cost or currency: {sorted(row)}")
    resource = (text(row.get("resourceid")) or "").lower()
    return CostLine(
        subscription=answer.ask.scope.id,
        resource=resource,
        resource_type=_resource_type(resource),
        service=text(row.get("servicename")) or "",
        publisher=text(row.get("publishertype")) or "",
        day=_day(row.get("usagedate")),
        cost=Money(cost, currency),
    )


def _day(value: Any) -> date | None:
    """UsageDate comes as the integer yyyymmdd."""
    try:
        return datetime.strptime(str(value), "%Y%m%d").date()
    except ValueError:
        return None


def _resource_type(resource: str) -> str:
    """`provider/type` of an ARM id, the deepest one."""
    parts = resource.strip("/").split("/providers/")
    names = parts[-1].split("/") if len(parts) > 1 else []
    return f"{names[0]}/{names[1]}" if len(names) > 1 else ""
