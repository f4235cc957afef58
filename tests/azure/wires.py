"""The real transport over an adapter that answers from a list, so that nothing reaches a network."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import requests
from requests.adapters import BaseAdapter
from urllib3 import HTTPResponse

from msp_aigov.azure.session import Transport


@dataclass
class Reply:
    """One canned answer."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


class Canned(BaseAdapter):
    """Answers each request with the next reply, the last one for ever, and remembers what was asked."""

    def __init__(self, *replies: Reply) -> None:
        super().__init__()
        self._replies = list(replies)
        self.requests: list[requests.PreparedRequest] = []
        self.slept: list[float] = []

    def transport(self) -> Transport:
        """A transport that asks here and sleeps here."""
        session = requests.Session()
        session.mount("https://", self)
        session.mount("http://", self)
        return Transport(session, self.slept.append)

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        """The next reply."""
        self.requests.append(request)
        reply = self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]
        headers = {"Content-Type": "application/json", **reply.headers}
        response = requests.Response()
        response.status_code, response.url, response.request = reply.status, request.url or "", request
        response.headers.update(headers)
        response.raw = HTTPResponse(
            io.BytesIO(reply.body.encode()), headers=headers, status=reply.status, preload_content=False
        )
        return response

    def close(self) -> None:
        """Nothing to close."""
