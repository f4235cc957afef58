"""GET requests that no SDK of a stable version has a call for."""

from typing import Any

from azure.core.rest import HttpRequest

from msp_aigov.azure.session import Session
from msp_aigov.azure.wire import Pages


def got(session: Session, kept: Pages, path: str) -> Any:
    """One GET, its answer kept as Azure wrote it; a refusal raises as an SDK call would."""
    response = session.cost().send_request(HttpRequest("GET", path))
    response.raise_for_status()
    headers = response.headers
    kept.add(response.text(), response.request.url, headers.get("x-ms-request-id", ""), response.status_code)
    return kept.bodies[-1]
