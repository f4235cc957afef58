"""The public price list, which needs no token and whose pages hold 100 items."""

import re

from msp_aigov.simulator.arm.paging import link
from msp_aigov.simulator.arm.routing import Route
from msp_aigov.simulator.arm.state import State
from msp_aigov.simulator.wire import Json, Request, Response

PATH = "/api/retail/prices"
PAGE = 100
_SERVICE = re.compile(r"serviceName eq '([^']*)'")


def items(state: State, request: Request) -> Response:
    """One page of the items of a service in a currency."""
    service = _SERVICE.search(request.query.get("$filter", ""))
    currency = request.query.get("currencyCode", "'USD'").strip("'")
    found = [
        dict(item)
        for item in state.scenario.prices
        if item.get("currencyCode") == currency and service and item.get("serviceName") == service[1]
    ]
    start = int(request.query.get("$skiptoken", "0"))
    body: Json = {"Items": found[start : start + PAGE], "Count": len(found[start : start + PAGE]), "NextPageLink": None}
    if start + PAGE < len(found):
        body["NextPageLink"] = link(request, str(start + PAGE))
    return Response(200, body)


ROUTES = (Route("GET", PATH, items),)
