"""The read-only guard: the last policy before the wire, on every request of every client."""

import re
from typing import Any
from urllib.parse import urlsplit

from azure.core.pipeline import PipelineRequest
from azure.core.pipeline.policies import SansIOHTTPPolicy

from msp_aigov.azure.cloud import Cloud
from msp_aigov.azure.refusal import GuardRefusal, ProviderNotRegistered

# POST requests that only read. Everything else that is not GET is refused.
READING_POSTS = re.compile(r"/providers/microsoft\.costmanagement/(query|forecast)/?$", re.IGNORECASE)
REGISTER = re.compile(r"/providers/([^/]+)/register/?$", re.IGNORECASE)


class ReadOnlyGuard(SansIOHTTPPolicy[Any, Any]):
    """Lets through GET and the named reading POSTs, to the cloud's own host only.

    It stands behind the retry policy, so it also sees what the SDK adds by itself: the registration of a resource
    provider after a 409, and a next page on a foreign host, to which the token would be sent.
    """

    def __init__(self, cloud: Cloud) -> None:
        self._host = cloud.host

    def on_request(self, request: PipelineRequest[Any]) -> None:
        """Raise before anything but an allowed read is sent."""
        url = urlsplit(request.http_request.url)
        method = request.http_request.method.upper()
        if url.scheme != "https" or url.netloc.lower().removesuffix(":443") != self._host.removesuffix(":443"):
            raise GuardRefusal(
                f"refused to follow a link to {url.scheme}://{url.netloc}: reads go to {self._host} only"
            )
        provider = REGISTER.search(url.path)
        if provider:
            raise ProviderNotRegistered(f"the resource provider {provider[1]} is not registered in this subscription")
        if method != "GET" and not (method == "POST" and READING_POSTS.search(url.path)):
            raise GuardRefusal(f"refused {method} {url.path}: an audit only reads")
        request.http_request.headers["ClientType"] = "msp-aigov"
