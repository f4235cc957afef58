"""Budgets, which Microsoft.Consumption and Microsoft.CostManagement both keep, each its own."""

from functools import partial

from msp_aigov.simulator.arm.accounts import not_found
from msp_aigov.simulator.arm.paging import listed
from msp_aigov.simulator.arm.routing import GROUP, SUBSCRIPTION, Route
from msp_aigov.simulator.arm.state import State
from msp_aigov.simulator.estate import Budget
from msp_aigov.simulator.scenario import BUDGET_PROVIDERS
from msp_aigov.simulator.wire import Json, Request, Response, arm_error

_REQUIRED = ("category", "amount", "timeGrain", "timePeriod")
_READ_ONLY = ("currentSpend", "forecastSpend")


def list_all(provider: str, state: State, request: Request) -> Response:
    """The budgets at exactly this scope."""
    with state.lock:
        here = [budget for key, budget in state.budgets.items() if key[:2] == (provider, _scope(request).lower())]
    return listed(state, request, [_wire(budget) for budget in here])


def get(provider: str, state: State, request: Request) -> Response:
    """One budget."""
    budget = state.budget(provider, _scope(request), request.params["name"])
    return Response(200, _wire(budget)) if budget else not_found(request)


def put(provider: str, state: State, request: Request) -> Response:
    """Create a budget, or replace one whose eTag is known."""
    body = request.json() or {}
    properties = body.get("properties")
    if not isinstance(properties, dict) or not all(key in properties for key in _REQUIRED):
        return arm_error(400, "BadRequest", f"A budget needs {', '.join(_REQUIRED)}.")
    with state.lock:
        known = state.budget(provider, _scope(request), request.params["name"])
        if body.get("eTag") != (known.etag if known else None):
            return arm_error(409, "Conflict", "The eTag is not the one of the current budget.")
        # Nothing is known about a new budget until it is evaluated for the first time.
        spend: Json = {key: known.properties[key] for key in _READ_ONLY if known and key in known.properties}
        spend = spend or {"currentSpend": None}
        kept = {key: value for key, value in properties.items() if key not in _READ_ONLY}
        budget = Budget(provider, _scope(request), request.params["name"], state.next_etag(), kept | spend)
        state.budgets[budget.key] = budget
    return Response(200 if known else 201, _wire(budget))


def delete(provider: str, state: State, request: Request) -> Response:
    """Remove a budget."""
    with state.lock:
        budget = state.budget(provider, _scope(request), request.params["name"])
        if budget is None:
            return not_found(request)
        del state.budgets[budget.key]
    return Response(200)


def _scope(request: Request) -> str:
    subscription, group = request.params["subscription"], request.params.get("group")
    return f"/subscriptions/{subscription}" + (f"/resourceGroups/{group}" if group else "")


def _wire(budget: Budget) -> Json:
    return {
        # Budgets' ids have no leading slash, unlike all others.
        "id": f"{budget.scope}/providers/{budget.provider}/budgets/{budget.name}".lstrip("/"),
        "name": budget.name,
        "type": f"{budget.provider}/budgets",
        "eTag": budget.etag,
        "properties": budget.properties,
    }


ROUTES = tuple(
    Route(method, f"{scope}/providers/{provider}/budgets{rest}", partial(handler, provider))
    for provider in BUDGET_PROVIDERS.values()
    for scope in (SUBSCRIPTION, GROUP)
    for method, rest, handler in (
        ("GET", "", list_all),
        ("GET", "/{name}", get),
        ("PUT", "/{name}", put),
        ("DELETE", "/{name}", delete),
    )
)
