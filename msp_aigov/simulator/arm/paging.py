"""Lists in pages, the way ARM's lists are."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote, urlencode

from msp_aigov.simulator.arm.state import State
from msp_aigov.simulator.wire import Json, Request, Response, arm_error

SKIP = "$skiptoken"


def listed(state: State, request: Request, items: Sequence[Json]) -> Response:
    """One page of a list, with a nextLink while there are more."""
    size, token = state.scenario.list_page_size, request.query.get(SKIP, "0")
    if not token.isdecimal() or int(token) > len(items):
        return arm_error(400, "InvalidSkipToken", f"The skip token {token!r} is not valid.")
    start = int(token)
    body: Json = {"value": list(items[start : start + size])}
    if start + size < len(items):
        body["nextLink"] = link(request, str(start + size))
    return Response(200, body)


def link(request: Request, token: str) -> str:
    """The address of a further page."""
    query = urlencode({**request.query, SKIP: token}, safe="$")
    return f"{request.base_url}{quote(request.path)}?{query}"


def with_next_link(response: Response, url: str) -> Response:
    """A list or a cost query's answer that goes on at the given address; anything else as it is."""
    if not url or not isinstance(response.body, dict):
        return response
    if "value" in response.body:
        return replace(response, body=response.body | {"nextLink": url})
    properties = response.body.get("properties")
    if isinstance(properties, dict) and "rows" in properties:
        return replace(response, body=response.body | {"properties": properties | {"nextLink": url}})
    return response
