"""The query units of a tenant: said in every answer, and refused when spent where the scenario says so."""

import time

from msp_aigov.simulator.arm.cost_definition import Definition
from msp_aigov.simulator.arm.state import State
from msp_aigov.simulator.wire import Request, Response, arm_error

PREFIX = "x-ms-ratelimit-microsoft.costmanagement-"
WINDOWS = (("QueriesPer10Sec", 12, 10), ("QueriesPerMin", 60, 60), ("QueriesPerHour", 600, 3600))


def months_of(definition: Definition) -> int:
    """The months of data that a query reads, each of which costs a unit; its further pages cost none."""
    first, last = definition.first, definition.last
    return max((last.year - first.year) * 12 + last.month - first.month + 1, 1)


def paid(state: State, request: Request, units: int, body: object) -> Response:
    """The answer with its headers, or a refusal that says how long to wait."""
    now, tenant = time.monotonic(), request.params["subscription"].lower()
    tenant = state.subscriptions[tenant].tenant
    with state.lock:
        spent = [each for each in state.units.get(tenant, ()) if each[0] > now - WINDOWS[-1][2]]
        waits = [wait for _, limit, span in WINDOWS if (wait := _wait(spent, units, limit, span, now))]
        if waits and state.scenario.query_units:
            headers = {
                f"{PREFIX}qpu-retry-after": str(int(max(waits)) + 1),
                f"{PREFIX}qpu-remaining": _left(spent, now),
            }
            return arm_error(429, "429", "Too many requests. Please retry.", headers)
        spent.append((now, units))
        state.units[tenant] = spent
    headers = {f"{PREFIX}qpu-consumed": str(units)}
    if state.scenario.query_units:
        headers[f"{PREFIX}qpu-remaining"] = _left(spent, now)
    return Response(200, body, headers)


def _wait(spent: list[tuple[float, int]], units: int, limit: int, span: int, now: float) -> float:
    """Seconds until the units fit into a window; 0 where they do now."""
    recent = [each for each in spent if each[0] > now - span]
    over = sum(each[1] for each in recent) + units - limit
    for moment, each in recent:
        if over <= 0:
            break
        over -= each
        if over <= 0:
            return moment + span - now
    return 0.0


def _left(spent: list[tuple[float, int]], now: float) -> str:
    sums = ((name, limit - sum(u for t, u in spent if t > now - span)) for name, limit, span in WINDOWS)
    return ",".join(f"{name}:{max(left, 0)}" for name, left in sums)
