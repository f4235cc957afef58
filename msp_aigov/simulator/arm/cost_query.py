"""Microsoft.CostManagement: the cost query, exact to the last digit and paged by POST."""

import datetime as dt
import hashlib
import uuid
from collections import defaultdict
from decimal import Decimal

from msp_aigov.simulator.arm.cost_definition import Definition, InvalidQuery, definition_from
from msp_aigov.simulator.arm.money.query_units import months_of, paid
from msp_aigov.simulator.arm.paging import SKIP, link
from msp_aigov.simulator.arm.routing import GROUP, SUBSCRIPTION, Route
from msp_aigov.simulator.arm.state import Rows, State
from msp_aigov.simulator.estate import Subscription
from msp_aigov.simulator.wire import Json, Request, Response, arm_error, encode


def query(state: State, request: Request) -> Response:
    """Sum the ledger of a subscription or a resource group."""
    body = request.json()
    if body is None:
        return _bad("The body is not a JSON object.")
    try:
        definition = definition_from(body, state.scenario.today)
        start = _start(request, body)
    except InvalidQuery as exc:
        return _bad(str(exc))
    subscription, group = state.subscription(request), request.params.get("group", "").lower()
    rows = state.rows(request.path, _fingerprint(body), lambda: _rows(definition, subscription, group))
    return paid(
        state, request, 0 if start else months_of(definition), _page(state, request, body, definition, rows, start)
    )


def _rows(definition: Definition, subscription: Subscription, group: str) -> Rows:
    totals: defaultdict[tuple[object, ...], Decimal] = defaultdict(Decimal)
    common = {"SubscriptionId": subscription.id, "SubscriptionName": subscription.name}
    for cost in subscription.costs:
        dimensions = {**cost.dimensions, **common}
        if not definition.keeps(dimensions) or group not in ("", dimensions["ResourceGroup"]):
            continue
        groups = tuple(dimensions[dimension] for _, dimension in definition.groupings)
        for day, amount in cost.booked(definition.first, definition.last):
            totals[(*_bucket(day, definition.granularity), *groups, cost.currency)] += amount
    amounts = len(definition.measures)
    # A key holds the bucket as a number or a text of fixed length, so keys sort by time first.
    return tuple((*(total,) * amounts, *key) for key, total in sorted(totals.items(), key=lambda item: str(item[0])))


def _bucket(day: dt.date, granularity: str) -> tuple[object, ...]:
    if granularity == "Daily":
        return (day.year * 10000 + day.month * 100 + day.day,)
    return (f"{day:%Y-%m}-01T00:00:00",) if granularity == "Monthly" else ()


def _page(state: State, request: Request, body: Json, definition: Definition, rows: Rows, start: int) -> Json:
    end = start + state.scenario.page_size
    more = end < len(rows)
    name = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{request.path}#{_fingerprint(body)}"))
    return {
        "id": f"{request.path.strip('/')}/{name}",
        "name": name,
        "type": "Microsoft.CostManagement/query",
        "location": None,
        "sku": None,
        "eTag": None,
        "properties": {
            "nextLink": link(request, f"{end}-{_fingerprint(body)}") if more else None,
            "columns": _columns(definition),
            "rows": rows[start:end],
        },
    }


def _columns(definition: Definition) -> list[Json]:
    bucket = {"None": [], "Daily": [("UsageDate", "Number")], "Monthly": [("BillingMonth", "Datetime")]}
    columns = [(measure, "Number") for measure in definition.measures]
    columns += bucket[definition.granularity]
    columns += [(asked, "String") for asked, _ in definition.groupings]
    return [{"name": name, "type": kind} for name, kind in (*columns, ("Currency", "String"))]


def _start(request: Request, body: Json) -> int:
    # A link carries its place and its query, nothing is remembered: it works as often as it is tried.
    token = request.query.get(SKIP)
    if token is None:
        return 0
    start, _, fingerprint = token.partition("-")
    if not start.isdecimal() or fingerprint != _fingerprint(body):
        raise InvalidQuery("The skip token does not belong to this query; send the same body to every page.")
    return int(start)


def _fingerprint(body: Json) -> str:
    return hashlib.sha256(encode(body, sort_keys=True).encode()).hexdigest()[:16]


def _bad(message: str) -> Response:
    return arm_error(400, "BadRequest", f"Invalid query definition: {message}")


ROUTES = tuple(
    Route("POST", f"{scope}/providers/Microsoft.CostManagement/query", query) for scope in (SUBSCRIPTION, GROUP)
)
