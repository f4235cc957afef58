"""The guard of `budget apply`: reads, and exactly the writes that a plan holds."""

import hashlib
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote, urlsplit

from azure.core.pipeline import PipelineRequest

from msp_aigov.act.budgets.form import Body, parsed
from msp_aigov.act.budgets.plan import PlannedBudget
from msp_aigov.azure.cloud import Cloud
from msp_aigov.azure.guard import ReadOnlyGuard
from msp_aigov.azure.wire import exact_json

Write = tuple[str, str, str]


class PlanGuard(ReadOnlyGuard):
    """Lets through what the read-only guard does, and a write whose method, path and body are the plan's."""

    def __init__(self, cloud: Cloud, budgets: Iterable[PlannedBudget]) -> None:
        super().__init__(cloud)
        self._cloud_host = cloud.host
        self._writes = {write_of(budget) for budget in budgets if budget.action != "none"}

    def on_request(self, request: PipelineRequest[Any]) -> None:
        """Raise before anything but a read or a planned write is sent."""
        http = request.http_request
        url = urlsplit(http.url)
        sent = (http.method.upper(), unquote(url.path).rstrip("/").lower(), _digest(http.content))
        if url.scheme == "https" and url.netloc.lower() == self._cloud_host and sent in self._writes:
            http.headers["ClientType"] = "msp-aigov"
            return
        super().on_request(request)


def write_of(budget: PlannedBudget) -> Write:
    """The one request that carries out a planned budget."""
    path = f"{budget.scope}/providers/{budget.provider}/budgets/{budget.name}".lower()
    if budget.action == "delete":
        return ("DELETE", path, _digest(None))
    return ("PUT", path, _digest(body_sent(budget)))


def body_sent(budget: PlannedBudget) -> bytes:
    """The bytes of the PUT: the eTag belongs into the body, and only where the budget exists already."""
    body: Body = {"eTag": budget.etag} if budget.etag else {}
    return exact_json({**body, "properties": parsed(budget.desired)}).encode()


def _digest(content: object) -> str:
    data = content.encode() if isinstance(content, str) else content if isinstance(content, bytes) else b""
    return hashlib.sha256(data).hexdigest()
