"""One client's session: its credential, its guard and the SDK clients made with them."""

import threading
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NoReturn

import requests
from azure.core.exceptions import ClientAuthenticationError
from azure.core.pipeline.transport import RequestsTransport
from azure.core.rest import HttpRequest
from requests.adapters import HTTPAdapter

from msp_aigov import __version__
from msp_aigov.azure.cloud import Cloud, cloud_named
from msp_aigov.azure.credential import TenantBound, credential_for
from msp_aigov.azure.guard import ReadOnlyGuard
from msp_aigov.azure.refusal import Throttled
from msp_aigov.azure.throttle import LONGEST_WAIT, RetryAfter, Waits
from msp_aigov.azure.units import QueryUnits
from msp_aigov.azure.wire import Pages, Wire
from msp_aigov.errors import AigovError
from msp_aigov.model.client import AzureTenant

WORKERS = 16  # more gained little when measured on two cores


class Transport(RequestsTransport):  # type: ignore[misc]  # azure-core exports it lazily
    """A shared transport whose waits are capped, whatever a header asks for."""

    def __init__(self, session: requests.Session, sleep: Callable[[float], None]) -> None:
        # session_owner=False: the first client that closes must not close the connections of all others.
        super().__init__(session=session, session_owner=False, connection_timeout=15, read_timeout=120)
        self._sleep = sleep

    def sleep(self, duration: float) -> None:
        """Wait `duration` seconds; give up at once where that is beyond the cap."""
        if duration > LONGEST_WAIT:
            raise Throttled(f"Azure asks to wait {duration:.0f} s, the longest wait is {LONGEST_WAIT:.0f} s")
        self._sleep(duration)


class Session:
    """SDK clients for one client's tenant, all reading through one guard, one transport and one credential."""

    def __init__(
        self,
        cloud: Cloud,
        credential: TenantBound,
        sleep: Callable[[float], None],
        guard: ReadOnlyGuard | None = None,
    ) -> None:
        self.cloud = cloud
        self.waits = Waits()
        # The query units belong to the whole tenant: asking one after the other meets fewer refusals than all at once.
        self.one_query = threading.Lock()
        self._credential = credential
        http = requests.Session()
        http.mount("https://", HTTPAdapter(pool_connections=4, pool_maxsize=WORKERS))
        self._options: dict[str, Any] = {
            "base_url": cloud.endpoint,
            "credential_scopes": [cloud.scope],
            "transport": Transport(http, sleep),
            "per_retry_policies": [guard or ReadOnlyGuard(cloud), QueryUnits(sleep), RetryAfter(self.waits)],
            "user_agent": f"msp-aigov/{__version__}",
            "retry_total": 8,
            "retry_status": 6,
            "retry_backoff_max": 20,
        }

    def subscriptions(self) -> Any:
        """The client that lists subscriptions."""
        from azure.mgmt.resource.subscriptions import SubscriptionClient

        return SubscriptionClient(self._credential, **self._options)

    def cognitive(self, subscription: str, version: str | None = None) -> Any:
        """The client for AI accounts, deployments and filters of one subscription; `version` of the API, if not the
        SDK's own.
        """
        from azure.mgmt.cognitiveservices import CognitiveServicesManagementClient

        options = {**self._options, "api_version": version} if version else self._options
        return CognitiveServicesManagementClient(self._credential, subscription, **options)

    def consumption(self, subscription: str) -> Any:
        """The client for budgets of the provider Microsoft.Consumption."""
        from azure.mgmt.consumption import ConsumptionManagementClient

        return ConsumptionManagementClient(self._credential, subscription, **self._options)

    def cost(self) -> Any:
        """The client for cost queries and for budgets of the provider Microsoft.CostManagement."""
        from azure.mgmt.costmanagement import CostManagementClient

        return CostManagementClient(self._credential, **self._options)


def opened_session(azure: AzureTenant | None, sleep: Callable[[float], None]) -> Callable[[], Session]:
    """A client's one session, made now; a credential that cannot be made is an error of each read, not of the run."""
    try:
        if azure is None:
            raise AigovError("the client's file names no tenant")
        cloud = cloud_named(azure.cloud)
        session = Session(cloud, credential_for(azure, cloud, Transport(requests.Session(), sleep)), sleep)
    except AigovError as error:
        return partial(_raise, error)
    except (ValueError, ClientAuthenticationError) as error:  # azure-identity's own words about its settings
        return partial(_raise, AigovError(f"the credential cannot be made: {error}", "Check `azure.access`."))
    return lambda: session


def _raise(error: AigovError) -> NoReturn:
    raise error


def pages(call: Callable[..., Iterable[Any]]) -> Wire:
    """Run a listing SDK call to its end and keep every page as Azure wrote it."""
    kept = Pages()
    for _ in call(raw_response_hook=kept.keep):
        pass
    return kept.listed()


def posted_pages(client: Any, call: Callable[..., Any], body: dict[str, Any]) -> Wire:
    """Run a cost query to its end: each next page is the same body POSTed to `nextLink`, for which no pager exists."""
    kept = Pages()
    call(body, raw_response_hook=kept.keep)
    seen: set[str] = set()
    link = _next_link(kept.bodies[-1])
    while link and link not in seen:
        seen.add(link)
        response = client.send_request(HttpRequest("POST", link, json=body))
        response.raise_for_status()
        kept.add(
            response.text(), response.request.url, response.headers.get("x-ms-request-id", ""), response.status_code
        )
        link = _next_link(kept.bodies[-1])
    if link:
        raise ValueError("the answer's pages go round in a circle")
    return kept.wire({"pages": kept.bodies})


def _next_link(body: Any) -> str | None:
    """Where the next page is; a body that is no query result is a failure, an empty one (204) is the end."""
    if body is None:
        return None
    if not isinstance(body, dict) or not isinstance(body.get("properties"), dict):
        raise ValueError("the answer is not a query result")
    return body["properties"].get("nextLink") or None
