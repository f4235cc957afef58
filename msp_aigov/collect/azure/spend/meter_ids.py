"""The ids behind the names of AI meters: the exact way from a cost to a model."""

from collections.abc import Iterator
from datetime import date

from azure.core.exceptions import HttpResponseError

from msp_aigov.azure.session import Session
from msp_aigov.azure.wire import Wire
from msp_aigov.collect.azure.reading import text
from msp_aigov.collect.azure.spend import table
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.money.usage import MeterId

SOURCE = "azure.meter_ids"
PER = "subscription"
ROLE = "Cost Management Reader"


def queries(today: date) -> tuple[str, ...]:
    """One query over the month so far."""
    return (table.period(today.replace(day=1), today),)


def fetch(session: Session, ask: Ask) -> Wire:
    """Ask which ids stand behind which names. Where Azure has no such dimension, names must do, and nothing is lost."""
    body = table.body_of(ask.query, "None", ("Meter", "MeterId"), only=table.AI_ACCOUNTS)
    try:
        return table.asked(session, ask, body)
    except HttpResponseError as error:
        if error.status_code == 400 and "dimension" in str(error.message).lower():
            return Wire('{"pages":[],"unavailable":"Cost Management offers no dimension MeterId"}', "", "", 400)
        raise


def parse(answer: Answer) -> Iterator[MeterId]:
    """Shape the pairs."""
    for row in table.rows(answer):
        name, identity = text(row.get("meter")), text(row.get("meterid"))
        if name and identity:
            yield MeterId(answer.ask.scope.id, name, identity.lower())
