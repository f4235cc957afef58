"""GET requests that no SDK of a stable version has a call for."""

from typing import Any

from azure.core.rest import HttpRequest

from msp_aigov.azure.session import Session
from msp_aigov.azure.wire import Pages
from msp_aigov.collect.azure.reading import mapping, text


def got(session: Session, kept: Pages, path: str) -> Any:
    """One GET, its answer kept as Azure wrote it; a refusal raises as an SDK call would."""
    response = session.cost().send_request(HttpRequest("GET", path))
    response.raise_for_status()
    headers = response.headers
    kept.add(response.text(), response.request.url, headers.get("x-ms-request-id", ""), response.status_code)
    return kept.bodies[-1]


def listed(session: Session, kept: Pages, path: str) -> list[Any]:
    """The items of every page of a list; ValueError where a page is no list or the pages go round in a circle."""
    found: list[Any] = []
    link: str | None = path
    asked: set[str] = set()
    while link:
        if link in asked:
            raise ValueError("the answer's pages go round in a circle")
        asked.add(link)
        body = mapping(got(session, kept, link))
        if not isinstance(body.get("value"), list):
            raise ValueError("the answer is not a list")
        found += body["value"]
        link = text(body.get("nextLink"))
    return found
