"""The public price list: another host than Azure's management, pinned, and asked without a token."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode, urlsplit

from azure.core import PipelineClient
from azure.core.pipeline import PipelineRequest
from azure.core.pipeline.policies import RetryPolicy, SansIOHTTPPolicy, UserAgentPolicy
from azure.core.rest import HttpRequest

from msp_aigov import __version__
from msp_aigov.azure.cloud import price_endpoint
from msp_aigov.azure.refusal import GuardRefusal

PATH = "/api/retail/prices"
VERSION = "2023-01-01-preview"
MOST_PAGES = 500


class PriceGuard(SansIOHTTPPolicy[Any, Any]):
    """Lets through GETs to the price list's own host and nothing that could identify anybody."""

    def __init__(self, endpoint: str) -> None:
        self._host = urlsplit(endpoint).netloc.lower()

    def on_request(self, request: PipelineRequest[Any]) -> None:
        """Raise before a request goes anywhere else, or carries a token."""
        url, headers = urlsplit(request.http_request.url), request.http_request.headers
        if url.scheme != "https" or url.netloc.lower() != self._host or request.http_request.method != "GET":
            raise GuardRefusal(
                f"refused {request.http_request.method} {url.netloc}: prices come from {self._host} only"
            )
        if "Authorization" in headers:
            raise GuardRefusal("refused to send a token to the price list")


def price_items(service: str, currency: str) -> Iterator[dict[str, Any]]:
    """Every item of one service, page by page, as the list gives them."""
    endpoint = price_endpoint()
    policies = [UserAgentPolicy(f"msp-aigov/{__version__}"), RetryPolicy(retry_total=4), PriceGuard(endpoint)]
    query = {"api-version": VERSION, "currencyCode": f"'{currency}'", "$filter": f"serviceName eq '{service}'"}
    client: Any = PipelineClient(base_url=endpoint, policies=policies)
    with client:
        link: str | None = f"{endpoint}{PATH}?{urlencode(query, safe='$')}"
        seen: set[str] = set()
        while link and link not in seen and len(seen) < MOST_PAGES:
            seen.add(link)
            response = client.send_request(HttpRequest("GET", link))
            response.raise_for_status()
            body = json.loads(response.text(), parse_float=Decimal)
            if not isinstance(body, dict) or not isinstance(body.get("Items"), list):
                raise ValueError("the price list's answer is not a list")
            yield from (item for item in body["Items"] if isinstance(item, dict))
            link = body.get("NextPageLink") or None
