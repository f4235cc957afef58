"""Microsoft.CognitiveServices: accounts."""

from collections.abc import Callable

from msp_aigov.simulator.arm.paging import listed
from msp_aigov.simulator.arm.routing import GROUP, SUBSCRIPTION, Handler, Route
from msp_aigov.simulator.arm.state import State
from msp_aigov.simulator.estate import Account
from msp_aigov.simulator.wire import Json, Request, Response, arm_error

ACCOUNTS = "/providers/Microsoft.CognitiveServices/accounts"
ACCOUNT = GROUP + ACCOUNTS + "/{account}"


def list_all(state: State, request: Request) -> Response:
    """The accounts of a subscription or of one resource group."""
    sub, group = state.subscription(request), request.params.get("group", "").lower()
    found = [account for account in sub.accounts if group in ("", account.resource_group.lower())]
    return listed(state, request, [_wire(sub.id, account) for account in found])


def get(state: State, request: Request, account: Account) -> Response:
    """One account."""
    return Response(200, _wire(state.subscription(request).id, account))


def at_account(answer: Callable[[State, Request, Account], Response]) -> Handler:
    """Give an answer about the account in the path, or say that there is none."""

    def handler(state: State, request: Request) -> Response:
        group, name = request.params["group"].lower(), request.params["account"].lower()
        for account in state.subscription(request).accounts:
            if (account.resource_group.lower(), account.name.lower()) == (group, name):
                return answer(state, request, account)
        return not_found(request)

    return handler


def child(request: Request, account: Account, kind: str, name: str) -> Json:
    """Id, name and type of a resource below an account."""
    home = account.home(f"/subscriptions/{request.params['subscription'].lower()}").resource_id
    return {"id": f"{home}/{kind}/{name}", "name": name, "type": f"Microsoft.CognitiveServices/accounts/{kind}"}


def not_found(request: Request) -> Response:
    """The answer about a resource that does not exist."""
    return arm_error(404, "ResourceNotFound", f"The Resource '{request.path}' was not found.")


def _wire(subscription: str, account: Account) -> Json:
    body: Json = {
        "id": account.home(f"/subscriptions/{subscription}").resource_id,
        "name": account.name,
        "type": "Microsoft.CognitiveServices/accounts",
        "location": account.location,
        "kind": account.kind,
        "sku": {"name": account.sku},
        # Azure states an empty list where there is none.
        "properties": {"privateEndpointConnections": [], **account.properties},
    }
    # A real account without an identity or tags has no such key.
    optional: Json = {"identity": account.identity, "tags": account.tags}
    return body | {key: value for key, value in optional.items() if value}


ROUTES = (
    Route("GET", SUBSCRIPTION + ACCOUNTS, list_all),
    Route("GET", GROUP + ACCOUNTS, list_all),
    Route("GET", ACCOUNT, at_account(get)),
)
