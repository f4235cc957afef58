"""Cost of the AI accounts by meter and day: the nearest that billing comes to a model."""

from collections.abc import Iterator

from msp_aigov.azure.session import Session
from msp_aigov.azure.wire import Wire
from msp_aigov.collect.azure.reading import text
from msp_aigov.collect.azure.spend import table
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.money.usage import MeterCost

SOURCE = "azure.cost_meters"
PER = "subscription"
ROLE = "Cost Management Reader"
queries = table.last_and_this
settled = table.settled


def fetch(session: Session, ask: Ask) -> Wire:
    """Ask for cost by account and meter."""
    return table.asked(session, ask, table.body_of(ask.query, "Daily", ("ResourceId", "Meter"), only=table.AI_ACCOUNTS))


def parse(answer: Answer) -> Iterator[MeterCost]:
    """Shape the rows; a row without day or month cannot be placed and is an answer not understood."""
    for row in table.rows(answer):
        day = table.day_of(row.get("usagedate"))
        month = day or table.day_of(row.get("billingmonth"))
        if month is None:
            raise ValueError("a row without its month")
        yield MeterCost(
            subscription=answer.ask.scope.id,
            resource=table.resource_of(row),
            meter=text(row.get("meter")) or "",
            month=month.replace(day=1),
            cost=table.cost_of(row),
            day=day,
        )
