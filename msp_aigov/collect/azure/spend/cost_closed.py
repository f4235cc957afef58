"""Cost of the three months before this one: read once, and again until Azure has stopped correcting them."""

from collections.abc import Iterator
from datetime import date

from msp_aigov.azure.session import Session
from msp_aigov.azure.wire import Wire
from msp_aigov.collect.azure import cost
from msp_aigov.collect.azure.spend import table
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.spend import CostLine

SOURCE = "azure.cost_closed"
PER = "subscription"
ROLE = "Cost Management Reader"
MONTHS = 3
settled = table.settled


def queries(today: date) -> tuple[str, ...]:
    """One query a month, so that each is read once and for all."""
    return tuple(table.period(*table.month(today, back)) for back in range(MONTHS, 0, -1))


def fetch(session: Session, ask: Ask) -> Wire:
    """Ask exactly what is asked about the running month."""
    return cost.fetch(session, ask)


def parse(answer: Answer) -> Iterator[CostLine]:
    """Shape the rows as those of the running month."""
    return cost.parse(answer)
