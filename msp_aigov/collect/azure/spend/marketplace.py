"""What publishers other than Microsoft billed through the Marketplace: models such as these stand under no account."""

from collections.abc import Iterator

from msp_aigov.azure.session import Session
from msp_aigov.azure.wire import Wire
from msp_aigov.collect.azure.reading import text
from msp_aigov.collect.azure.spend import table
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.money.usage import MarketplaceCost

SOURCE = "azure.marketplace"
PER = "subscription"
ROLE = "Cost Management Reader"
queries = table.last_and_this
settled = table.settled


def fetch(session: Session, ask: Ask) -> Wire:
    """Ask for Marketplace charges by resource. They are part of the daily costs too and are never added to them."""
    body = table.body_of(ask.query, "Monthly", ("ResourceId", "Meter"), only=("PublisherType", ("Marketplace",)))
    return table.asked(session, ask, body)


def parse(answer: Answer) -> Iterator[MarketplaceCost]:
    """Shape the rows."""
    for row in table.rows(answer):
        month = table.day_of(row.get("billingmonth"))
        if month is None:
            raise ValueError("a row without its month")
        yield MarketplaceCost(
            subscription=answer.ask.scope.id,
            resource=table.resource_of(row),
            meter=text(row.get("meter")) or "",
            month=month.replace(day=1),
            cost=table.cost_of(row),
        )
