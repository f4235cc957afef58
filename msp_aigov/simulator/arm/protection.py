"""What guards an account beside its own properties: log settings, Defender for AI, connections, blocklists, quota."""

from collections.abc import Callable, Iterable

from msp_aigov.simulator.arm.accounts import ACCOUNT, at_account, child
from msp_aigov.simulator.arm.paging import listed
from msp_aigov.simulator.arm.routing import SUBSCRIPTION, Handler, Route
from msp_aigov.simulator.arm.state import State
from msp_aigov.simulator.estate import Account, Child
from msp_aigov.simulator.wire import Json, Request, Response


def diagnostics(state: State, request: Request, account: Account) -> Response:
    """Where an account's logs go."""
    home = account.home(f"/subscriptions/{request.params['subscription'].lower()}").resource_id
    path = f"{home}/providers/microsoft.insights/diagnosticSettings"
    items: list[Json] = [
        {
            "id": f"{path}/{item.name}",
            "name": item.name,
            "type": "Microsoft.Insights/diagnosticSettings",
            "properties": item.properties,
        }
        for item in account.diagnostics
    ]
    return listed(state, request, items)


def _below(kind: str, items: Callable[[Account], Iterable[Child]]) -> Handler:
    def answer(state: State, request: Request, account: Account) -> Response:
        made = [child(request, account, kind, item.name) | {"properties": item.properties} for item in items(account)]
        return listed(state, request, made)

    return at_account(answer)


def quotas(state: State, request: Request) -> Response:
    """The quota counters of a region, as the accounts there give them."""
    region = request.params["location"].lower()
    here = [item for item in state.subscription(request).accounts if item.location.lower().replace(" ", "") == region]
    return listed(state, request, [dict(counter) for account in here for counter in account.quotas])


ROUTES = (
    Route("GET", SUBSCRIPTION + "/providers/Microsoft.CognitiveServices/locations/{location}/usages", quotas),
    Route("GET", ACCOUNT + "/providers/Microsoft.Insights/diagnosticSettings", at_account(diagnostics)),
    Route("GET", ACCOUNT + "/defenderForAISettings", _below("defenderForAISettings", lambda item: item.defender)),
    Route("GET", ACCOUNT + "/raiBlocklists", _below("raiBlocklists", lambda item: item.blocklists)),
    Route("GET", ACCOUNT + "/connections", _below("connections", lambda item: item.connections)),
)
