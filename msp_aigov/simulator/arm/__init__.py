"""Azure Resource Manager: who may ask, and which API answers."""

from msp_aigov.simulator.arm import (
    account_models,
    accounts,
    budgets,
    cost_query,
    deployments,
    metrics,
    protection,
    rai_policies,
    subscriptions,
)
from msp_aigov.simulator.arm.money import action_groups, forecast, retail_prices
from msp_aigov.simulator.arm.routing import Route
from msp_aigov.simulator.arm.state import State
from msp_aigov.simulator.log import is_write
from msp_aigov.simulator.wire import Request, Response, arm_error

APIS = (
    *(subscriptions, accounts, deployments, rai_policies, cost_query, budgets),
    *(forecast, account_models, metrics, protection, retail_prices, action_groups),
)
ROUTES: tuple[Route, ...] = tuple(route for api in APIS for route in api.ROUTES)


def answer(state: State, request: Request) -> Response:
    """Answer a request with the token's rights."""
    refusal = _refusal(state, request) or state.refuses(request)
    if refusal:
        return refusal
    bound = [(route, match) for route in ROUTES if (match := route.bind(request))]
    for route, match in bound:
        if route.method == request.method:
            return route.handler(state, match)
    if is_write(request.method, request.path):
        return arm_error(403, "AuthorizationFailed", f"The simulated Azure has no {request.method} {request.path}.")
    if bound:
        return arm_error(405, "MethodNotAllowed", f"{request.method} is not supported at {request.path}.")
    return arm_error(404, "InvalidResourceType", f"The simulated Azure has nothing at {request.path}.")


def _refusal(state: State, request: Request) -> Response | None:
    if request.path.rstrip("/") == retail_prices.PATH:
        return None
    if not request.tenant:
        headers = {"WWW-Authenticate": f'Bearer authorization_uri="{request.base_url}", error="invalid_token"'}
        return arm_error(401, "InvalidAuthenticationToken", "The access token is missing or invalid.", headers)
    segments = request.path.strip("/").lower().split("/")
    if segments[0] != "subscriptions" or len(segments) < 2:
        return None
    subscription = state.subscriptions.get(segments[1])
    if subscription is None:
        return arm_error(404, "SubscriptionNotFound", f"The subscription '{segments[1]}' could not be found.")
    if subscription.denied or not subscription.readable_by(request.tenant):
        message = f"The client does not have authorization to perform action over scope '{request.path}'."
        return arm_error(403, "AuthorizationFailed", message)
    return None
