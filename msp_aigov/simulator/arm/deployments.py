"""Microsoft.CognitiveServices: the model deployments of an account."""

from msp_aigov.simulator.arm.accounts import ACCOUNT, at_account, child, not_found
from msp_aigov.simulator.arm.paging import listed
from msp_aigov.simulator.arm.routing import Route
from msp_aigov.simulator.arm.state import State
from msp_aigov.simulator.estate import Account, Child
from msp_aigov.simulator.wire import Json, Request, Response


def list_all(state: State, request: Request, account: Account) -> Response:
    """The deployments of an account."""
    return listed(state, request, [_wire(request, account, deployment) for deployment in account.deployments])


def get(state: State, request: Request, account: Account) -> Response:
    """One deployment."""
    for deployment in account.deployments:
        if deployment.name.lower() == request.params["name"].lower():
            return Response(200, _wire(request, account, deployment))
    return not_found(request)


def _wire(request: Request, account: Account, deployment: Child) -> Json:
    named = child(request, account, "deployments", deployment.name)
    return named | {"sku": deployment.sku, "properties": deployment.properties}


ROUTES = (
    Route("GET", ACCOUNT + "/deployments", at_account(list_all)),
    Route("GET", ACCOUNT + "/deployments/{name}", at_account(get)),
)
