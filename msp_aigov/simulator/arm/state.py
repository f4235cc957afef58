"""What the simulated ARM knows while it runs: the scenario, its budgets, and queries it has worked out."""

import threading
from collections.abc import Callable, Mapping

from msp_aigov.simulator.estate import Budget, Subscription
from msp_aigov.simulator.log import is_write
from msp_aigov.simulator.scenario import Scenario
from msp_aigov.simulator.wire import Request, Response, arm_error

REMEMBERED_QUERIES = 32

Rows = tuple[tuple[object, ...], ...]


class State:
    """The scenario, which never changes, and the budgets, which may where writes are allowed."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.subscriptions: Mapping[str, Subscription] = {sub.id: sub for sub in scenario.subscriptions()}
        self.lock = threading.RLock()
        self.budgets = {budget.key: budget for sub in scenario.subscriptions() for budget in sub.budgets}
        self._versions = 0
        self.units: dict[str, list[tuple[float, int]]] = {}
        self._queries: dict[tuple[str, str], Rows] = {}

    def subscription(self, request: Request) -> Subscription:
        """The subscription in a request's path; it exists, for access was checked before."""
        return self.subscriptions[request.params["subscription"].lower()]

    def refuses(self, request: Request) -> Response | None:
        """The refusal of a write, unless the scenario allows writes."""
        if self.scenario.allow_writes or not is_write(request.method, request.path):
            return None
        message = f"The simulated Azure refuses writes: {request.method} {request.path}."
        return arm_error(403, "AuthorizationFailed", message)

    def next_etag(self) -> str:
        """An eTag that no budget had before."""
        self._versions += 1
        return f'"1d{self._versions:013x}"'

    def budget(self, provider: str, scope: str, name: str) -> Budget | None:
        """The budget of this name at exactly this scope."""
        return self.budgets.get((provider, scope.lower(), name.lower()))

    def rows(self, scope: str, definition: str, work_out: Callable[[], Rows]) -> Rows:
        """The rows of a query, worked out once and not again for each of its pages."""
        key = (scope.lower(), definition)
        rows = self._queries.get(key)
        if rows is None:
            rows = work_out()
            with self.lock:
                while len(self._queries) >= REMEMBERED_QUERIES:
                    del self._queries[next(iter(self._queries))]
                self._queries[key] = rows
        return rows
