"""Microsoft.CostManagement: the forecast, here the mean of the last seven days carried on."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal

from msp_aigov.simulator.arm.cost_definition import Definition, InvalidQuery, definition_from
from msp_aigov.simulator.arm.routing import SUBSCRIPTION, Route
from msp_aigov.simulator.arm.state import State
from msp_aigov.simulator.estate import Subscription
from msp_aigov.simulator.wire import Request, Response, arm_error

BASIS = 7  # days; with less history Cost Management says that a dependency failed
COLUMNS = (("PreTaxCost", "Number"), ("UsageDate", "Number"), ("CostStatus", "String"), ("Currency", "String"))


def forecast(state: State, request: Request) -> Response:
    """The days that a forecast asks for, one row each."""
    body = request.json()
    today = state.scenario.today
    try:
        if body is None:
            raise InvalidQuery("The body is not a JSON object.")
        first, last = (dt.date.fromisoformat(str(body["timePeriod"][end])[:10]) for end in ("from", "to"))  # type: ignore[index]
        definition = definition_from(body, last)
    except (InvalidQuery, KeyError, TypeError, ValueError) as exc:
        return arm_error(400, "BadRequest", f"Invalid forecast definition: {exc}")
    if definition.groupings:
        return arm_error(400, "BadRequest", "A forecast takes no grouping.")
    daily = _daily(state.subscription(request), definition, today)
    if daily is None:
        return arm_error(424, "FailedDependency", "There is not enough history to forecast.")
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    rows = [
        (amount, day.year * 10000 + day.month * 100 + day.day, "Forecast", currency)
        for currency, amount in sorted(daily.items())
        for day in days
        if day >= today
    ]
    columns = [{"name": name, "type": kind} for name, kind in COLUMNS]
    return Response(200, {"properties": {"nextLink": None, "columns": columns, "rows": rows}})


def _daily(subscription: Subscription, definition: Definition, today: dt.date) -> dict[str, Decimal] | None:
    totals: defaultdict[str, Decimal] = defaultdict(Decimal)
    days: set[dt.date] = set()
    first, last = today - dt.timedelta(days=BASIS), today - dt.timedelta(days=1)
    for cost in subscription.costs:
        if definition.keeps({**cost.dimensions, "SubscriptionId": subscription.id, "SubscriptionName": ""}):
            for day, amount in cost.booked(first, last):
                days.add(day)
                totals[cost.currency] += amount / BASIS
    return dict(totals) if len(days) == BASIS else None


ROUTES = (Route("POST", SUBSCRIPTION + "/providers/Microsoft.CostManagement/forecast", forecast),)
