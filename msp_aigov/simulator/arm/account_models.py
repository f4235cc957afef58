"""Microsoft.CognitiveServices: the models an account may deploy, and its cost controls."""

from msp_aigov.simulator.arm.accounts import ACCOUNT, at_account, child
from msp_aigov.simulator.arm.paging import listed
from msp_aigov.simulator.arm.routing import Route
from msp_aigov.simulator.arm.state import State
from msp_aigov.simulator.estate import Account
from msp_aigov.simulator.wire import Request, Response


def models(state: State, request: Request, account: Account) -> Response:
    """The models, as the scenario gives them."""
    return listed(state, request, [dict(model) for model in account.models])


def controls(state: State, request: Request, account: Account) -> Response:
    """The cost controls of the preview."""
    found = [
        child(request, account, "costControls", control.name) | {"properties": control.properties}
        for control in account.cost_controls
    ]
    return listed(state, request, found)


ROUTES = (
    Route("GET", ACCOUNT + "/models", at_account(models)),
    Route("GET", ACCOUNT + "/costControls", at_account(controls)),
)
