"""Microsoft.CognitiveServices: content-filter policies, with the two that Microsoft manages."""

from msp_aigov.simulator.arm.accounts import ACCOUNT, at_account, child, not_found
from msp_aigov.simulator.arm.paging import listed
from msp_aigov.simulator.arm.routing import Route
from msp_aigov.simulator.arm.state import State
from msp_aigov.simulator.estate import Account, Child
from msp_aigov.simulator.wire import Json, Request, Response

_HARMS = ("Hate", "Sexual", "Violence", "Selfharm")
_SHIELDS = (
    ("Jailbreak", "Prompt", True),
    ("Indirect Attack", "Prompt", False),
    ("Protected Material Text", "Completion", True),
    ("Protected Material Code", "Completion", True),
)


def list_all(state: State, request: Request, account: Account) -> Response:
    """The policies of an account, Microsoft's own included."""
    system = SYSTEM_POLICIES if account.system_policies else ()
    return listed(state, request, [_wire(request, account, policy) for policy in (*system, *account.rai_policies)])


def get(state: State, request: Request, account: Account) -> Response:
    """One policy of the account's own; Microsoft's are listed but not found by name."""
    for policy in account.rai_policies:
        if policy.name.lower() == request.params["name"].lower():
            return Response(200, _wire(request, account, policy))
    return not_found(request)


def _wire(request: Request, account: Account, policy: Child) -> Json:
    return child(request, account, "raiPolicies", policy.name) | {"properties": policy.properties}


def _system(name: str, shields: tuple[tuple[str, str, bool], ...]) -> Child:
    filters: list[Json] = [
        {"name": harm, "severityThreshold": "Medium", "blocking": True, "enabled": True, "source": source}
        for harm in _HARMS
        for source in ("Prompt", "Completion")
    ]
    filters += [{"name": shield, "blocking": on, "enabled": on, "source": source} for shield, source, on in shields]
    return Child(name, {"type": "SystemManaged", "mode": "Blocking", "contentFilters": filters})


SYSTEM_POLICIES = (_system("Microsoft.Default", ()), _system("Microsoft.DefaultV2", _SHIELDS))

ROUTES = (
    Route("GET", ACCOUNT + "/raiPolicies", at_account(list_all)),
    Route("GET", ACCOUNT + "/raiPolicies/{name}", at_account(get)),
)
