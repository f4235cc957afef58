"""How long Azure asks to wait, from whichever header says so, and the cap on it."""

import math
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from azure.core.pipeline import PipelineRequest, PipelineResponse
from azure.core.pipeline.policies import SansIOHTTPPolicy

from msp_aigov.azure.refusal import Throttled

LONGEST_WAIT = 90.0  # seconds; a run that waits longer on one read is better resumed later
COST_HEADER = "x-ms-ratelimit-microsoft.costmanagement-"


@dataclass
class Waits:
    """How often and how long (seconds) a session waited because Azure asked for it."""

    count: int = 0
    seconds: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, seconds: float) -> None:
        """Count one wait."""
        with self._lock:
            self.count += 1
            self.seconds += seconds


class RetryAfter(SansIOHTTPPolicy[Any, Any]):
    """Copies the longest wait Azure asks for into `Retry-After`, the only header the retry policy obeys on a POST."""

    def __init__(self, waits: Waits) -> None:
        self._waits = waits

    def on_response(self, request: PipelineRequest[Any], response: PipelineResponse[Any, Any]) -> None:
        """Set one standard header; give up at once where the wait is beyond the cap."""
        answer = response.http_response
        if answer.status_code not in (429, 503):
            return
        wait = asked_wait(answer.headers)
        if wait is None:
            wait = 2.0 if answer.status_code == 429 else None
        if wait is None:
            return
        if wait > LONGEST_WAIT:
            raise Throttled(
                f"HTTP {answer.status_code}: Azure asks to wait {wait:.0f} s, the longest wait is {LONGEST_WAIT:.0f} s"
            )
        answer.headers["Retry-After"] = str(math.ceil(wait))
        self._waits.add(wait)


def asked_wait(headers: Mapping[str, str]) -> float | None:
    """The longest wait in seconds that any header asks for; None where none does."""
    asked = []
    for name, value in headers.items():
        lower = name.lower()
        if lower == "retry-after" or (lower.startswith(COST_HEADER) and lower.endswith("retry-after")):
            asked.append(_seconds(value))
        elif lower in ("retry-after-ms", "x-ms-retry-after-ms"):
            milliseconds = _seconds(value)
            asked.append(None if milliseconds is None else milliseconds / 1000)
    return max((wait for wait in asked if wait is not None), default=None)


def _seconds(text: str) -> float | None:
    """A plain number of seconds; an HTTP date is not understood and counts as absent."""
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds if 0 <= seconds < math.inf else None
