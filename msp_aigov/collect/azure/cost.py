"""Cost of one subscription by resource and service, day by day, from Microsoft.CostManagement."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from msp_aigov.azure.session import Session
from msp_aigov.azure.wire import Wire
from msp_aigov.collect.azure.reading import text
from msp_aigov.collect.azure.spend import table
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.spend import CostLine

SOURCE = "azure.cost"
PER = "subscription"
ROLE = "Cost Management Reader"


def queries(today: date) -> tuple[str, ...]:
    """One query: the month so far, for which the answer's tenant pays one query unit."""
    return (table.period(today.replace(day=1), today),)


def fetch(session: Session, ask: Ask) -> Wire:
    """Ask for cost by resource and service; every page is a POST with the same body."""
    return table.asked(session, ask, body_of(ask.query))


def body_of(period: str) -> dict[str, Any]:
    """The query's body for a period written `2026-10-01..2026-11-20`."""
    return table.body_of(period, "Daily", ("ResourceId", "ServiceName"))


def parse(answer: Answer) -> Iterator[CostLine]:
    """Shape the rows."""
    for row in table.rows(answer):
        resource = table.resource_of(row)
        yield CostLine(
            subscription=answer.ask.scope.id,
            resource=resource,
            resource_type=_resource_type(resource),
            service=text(row.get("servicename")) or "",
            publisher=text(row.get("publishertype")) or "",
            day=table.day_of(row.get("usagedate")),
            cost=table.cost_of(row),
        )


def _resource_type(resource: str) -> str:
    """`provider/type` of an ARM id, the deepest one."""
    parts = resource.strip("/").split("/providers/")
    names = parts[-1].split("/") if len(parts) > 1 else []
    return f"{names[0]}/{names[1]}" if len(names) > 1 else ""
