"""Microsoft.Resources: the subscriptions a token can see."""

from msp_aigov.simulator.arm.paging import listed
from msp_aigov.simulator.arm.routing import SUBSCRIPTION, Route
from msp_aigov.simulator.arm.state import State
from msp_aigov.simulator.estate import Subscription
from msp_aigov.simulator.wire import Json, Request, Response


def list_all(state: State, request: Request) -> Response:
    """The subscriptions of the token's tenant, and those it manages for others."""
    visible = [sub for sub in state.subscriptions.values() if sub.readable_by(request.tenant)]
    return listed(state, request, [_wire(sub) for sub in visible])


def get(state: State, request: Request) -> Response:
    """One subscription."""
    return Response(200, _wire(state.subscription(request)))


def permissions(state: State, request: Request) -> Response:
    """What the caller may do there: to read, as the roles of an audit give it."""
    actions = ["*/read", "Microsoft.CostManagement/query/action"]
    return Response(200, {"value": [{"actions": actions, "notActions": [], "dataActions": [], "notDataActions": []}]})


def _wire(sub: Subscription) -> Json:
    return {
        "id": f"/subscriptions/{sub.id}",
        "authorizationSource": "RoleBased",
        "managedByTenants": [{"tenantId": tenant} for tenant in sub.managed_by],
        "subscriptionId": sub.id,
        "tenantId": sub.tenant,
        "displayName": sub.name,
        "state": sub.state,
        "subscriptionPolicies": {
            "locationPlacementId": "Public_2014-09-01",
            "quotaId": sub.quota_id,
            "spendingLimit": "Off",
        },
    }


ROUTES = (
    Route("GET", "/subscriptions", list_all),
    Route("GET", SUBSCRIPTION, get),
    Route("GET", SUBSCRIPTION + "/providers/Microsoft.Authorization/permissions", permissions),
)
