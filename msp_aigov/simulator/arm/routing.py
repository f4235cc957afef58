"""A route: a method, a path with named parts, and the function that answers."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from msp_aigov.simulator.arm.state import State
from msp_aigov.simulator.wire import Request, Response

SUBSCRIPTION = "/subscriptions/{subscription}"
GROUP = SUBSCRIPTION + "/resourceGroups/{group}"

Handler = Callable[[State, Request], Response]


@dataclass(frozen=True)
class Route:
    """One operation of one API; paths match in any case, as in Azure."""

    method: str
    template: str
    handler: Handler
    _pattern: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(self.template))
        object.__setattr__(self, "_pattern", re.compile(pattern, re.IGNORECASE))

    def bind(self, request: Request) -> Request | None:
        """The request with the named parts of its path, or None when the path is another one."""
        found = self._pattern.fullmatch(request.path.rstrip("/"))
        return replace(request, params=found.groupdict()) if found else None
