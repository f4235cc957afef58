"""Azure's own forecast of what AI accounts will cost until the end of the month."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from azure.core.exceptions import HttpResponseError

from msp_aigov.azure.session import Session, posted_pages
from msp_aigov.azure.wire import Wire
from msp_aigov.collect.azure.reading import text
from msp_aigov.collect.azure.spend import table
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.money.usage import ForecastDay

SOURCE = "azure.forecast"
PER = "subscription"
ROLE = "Cost Management Reader"
UNAVAILABLE = Wire('{"pages":[],"unavailable":"Azure has no forecast: too little history"}', "", "", 204)


def queries(today: date) -> tuple[str, ...]:
    """One query: from today to the end of the month, by day."""
    return (table.period(today, table.month(today)[1]),)


def fetch(session: Session, ask: Ask) -> Wire:
    """Ask for the forecast. None (204) or too little history (424) is an answer: history must do."""
    client = session.cost()
    scope = f"/subscriptions/{ask.scope.id}"
    try:
        wire = posted_pages(client, lambda body, **hook: client.forecast.usage(scope, body, **hook), body_of(ask.query))
    except HttpResponseError as error:
        if error.status_code == 424:
            return UNAVAILABLE
        raise
    return UNAVAILABLE if wire.status == 204 else wire


def body_of(period: str) -> dict[str, Any]:
    """The forecast's body. It takes no grouping, so the filter names the AI accounts."""
    body = table.body_of(period, "Daily", (), only=table.AI_ACCOUNTS)
    del body["dataset"]["grouping"]
    return body | {"includeActualCost": False, "includeFreshPartialCost": False}


def parse(answer: Answer) -> Iterator[ForecastDay]:
    """Shape the days that are forecast; actual ones are read elsewhere."""
    for row in table.rows(answer):
        day = table.day_of(row.get("usagedate"))
        if day and text(row.get("coststatus")) in (None, "Forecast"):
            yield ForecastDay(answer.ask.scope.id, day, table.cost_of(row))
