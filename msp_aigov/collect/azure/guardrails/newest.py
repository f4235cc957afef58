"""Lists read with the newest API version, which says what older ones do not, or with the SDK's own if refused."""

from collections.abc import Callable
from typing import Any

from azure.core.exceptions import HttpResponseError

from msp_aigov.azure.session import Session, pages
from msp_aigov.azure.wire import Wire

# A filter's `action`, a deployment's `serviceTier`, sources before and after tools and runs.
NEWEST = "2026-03-01"
REFUSALS = ("invalidapiversion", "unsupportedapiversion", "noregisteredproviderfound", "api version", "api-version")


def listed(session: Session, subscription: str, operations: Callable[[Any], Callable[..., Any]]) -> Wire:
    """The pages of one list; a cloud or region that does not know the newest version is asked as the SDK would."""
    try:
        return _pages(session.cognitive(subscription, NEWEST), operations)
    except HttpResponseError as error:
        words = f"{getattr(error.error, 'code', '')} {error.message}".lower()
        if error.status_code not in (400, 404) or not any(word in words for word in REFUSALS):
            raise
    return _pages(session.cognitive(subscription), operations)


def _pages(client: Any, operations: Callable[[Any], Callable[..., Any]]) -> Wire:
    return pages(operations(client))
