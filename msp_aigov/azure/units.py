"""The query units that Cost Management gives a tenant: spent no faster than it refills them."""

import json
import re
import threading
import time
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

from azure.core.pipeline import PipelineRequest, PipelineResponse
from azure.core.pipeline.policies import SansIOHTTPPolicy

from msp_aigov.azure.refusal import Throttled
from msp_aigov.azure.throttle import COST_HEADER, LONGEST_WAIT

# One unit for each month of data that a query reads; so many in each so many seconds, of the whole tenant.
WINDOWS = ((12, 10.0), (60, 60.0), (600, 3600.0))
PAYING = re.compile(r"/providers/microsoft\.costmanagement/(query|forecast)/?$", re.IGNORECASE)
LEFT = re.compile(r"(?P<name>[A-Za-z0-9]+)\s*[:=]\s*(?P<count>\d+)")
SPANS = (("10sec", 10.0), ("min", 60.0), ("hour", 3600.0))


class QueryUnits(SansIOHTTPPolicy[Any, Any]):
    """Waits before a query that the tenant has no units for, instead of being refused after it.

    What an answer's headers say of units consumed and left goes before our own count.
    """

    def __init__(self, sleep: Callable[[float], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._sleep, self._clock = sleep, clock
        self._lock = threading.Lock()
        self._spent: list[tuple[float, int]] = []
        self._closed_until = 0.0

    def on_request(self, request: PipelineRequest[Any]) -> None:
        """Wait until the query fits into every window; give up at once where that is too long."""
        units = units_of(request.http_request)
        if not units:
            return
        with self._lock:
            now = max(self._clock(), self._spent[-1][0] if self._spent else 0.0)
            start = max(now, self._closed_until, *(self._free(units, *window, now) for window in WINDOWS))
            if start - now > LONGEST_WAIT:
                raise Throttled(f"the tenant's query units are used up for {start - now:.0f} s more")
            self._spent = [each for each in self._spent if each[0] > start - WINDOWS[-1][1]]
            self._spent.append((start, units))
        request.context["query_units"] = start
        if start > now:
            self._sleep(start - now)

    def on_response(self, request: PipelineRequest[Any], response: PipelineResponse[Any, Any]) -> None:
        """Take over what the answer says of units; a refused query has spent none."""
        start = request.context.get("query_units")
        if start is None:
            return
        headers = {name.lower(): value for name, value in response.http_response.headers.items()}
        consumed = headers.get(f"{COST_HEADER}qpu-consumed", "")
        with self._lock:
            if response.http_response.status_code == 429:  # which says itself how long to wait
                self._book(start, 0)
                return
            if consumed.isdecimal():
                self._book(start, int(consumed))
            closed = shut_for(headers)
            if closed:
                self._closed_until = max(self._closed_until, start + closed)

    def _book(self, start: float, units: int) -> None:
        at = next((number for number, each in enumerate(self._spent) if each[0] == start), None)
        if at is not None:
            self._spent[at] = (start, units)

    def _free(self, units: int, limit: int, span: float, now: float) -> float:
        """The first moment at which so many units fit into the span before it."""
        room, start = limit - min(units, limit), now
        for moment, spent in reversed([each for each in self._spent if each[0] > now - span]):
            room -= spent
            if room < 0:
                return max(start, moment + span)
        return start


def units_of(request: Any) -> int:
    """The units a request costs: a month each, none for anything but the first page of a query."""
    url = urlsplit(request.url)
    if request.method.upper() != "POST" or not PAYING.search(url.path) or "$skiptoken" in parse_qs(url.query):
        return 0
    try:
        period = json.loads(request.content)["timePeriod"]
        first, last = (date.fromisoformat(str(period[end])[:10]) for end in ("from", "to"))
    except (TypeError, ValueError, KeyError):
        return 1
    return max((last.year - first.year) * 12 + last.month - first.month + 1, 1)


def shut_for(headers: Mapping[str, str]) -> float:
    """Seconds until a window opens again of which an answer says that nothing is left; 0 where all have some."""
    found = LEFT.finditer(headers.get(f"{COST_HEADER}qpu-remaining", ""))
    empty = [each["name"].lower() for each in found if each["count"] == "0"]
    return max((span for name in empty for word, span in SPANS if name.endswith(word)), default=0.0)
