"""Microsoft.Insights: the action groups of a subscription."""

from msp_aigov.simulator.arm.paging import listed
from msp_aigov.simulator.arm.routing import SUBSCRIPTION, Route
from msp_aigov.simulator.arm.state import State
from msp_aigov.simulator.wire import Request, Response


def list_all(state: State, request: Request) -> Response:
    """The groups, as the scenario gives them."""
    return listed(state, request, [dict(group) for group in state.subscription(request).action_groups])


ROUTES = (Route("GET", SUBSCRIPTION + "/providers/Microsoft.Insights/actionGroups", list_all),)
