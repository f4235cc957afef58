"""What came over the wire: the JSON as Azure wrote it, secrets removed, numbers exact."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

# Names under which Azure returns secrets in answers of read requests.
SECRETS = {"credentials", "key1", "key2", "secretaccesskey", "connectionstring", "primarykey", "secondarykey"}


@dataclass(frozen=True)
class Wire:
    """The merged pages of one read, as JSON text, with what identifies the request."""

    payload: str
    api_version: str
    request_id: str
    status: int


class Pages:
    """Collects the raw pages of one SDK call through its `raw_response_hook`."""

    def __init__(self) -> None:
        self.bodies: list[Any] = []
        self._version = ""
        self._request_id = ""
        self._asked: set[str] = set()
        self._status = 0

    def keep(self, response: Any) -> None:
        """The hook: keep one page's JSON before the SDK's models lose what they do not know."""
        answer = response.http_response
        if answer.status_code >= 400:  # the hook also sees each attempt that the retry policy repeats
            return
        url = response.http_request.url
        if url in self._asked:
            raise ValueError("the answer's pages go round in a circle")
        self._asked.add(url)
        self.add(
            answer.text(), response.http_request.url, answer.headers.get("x-ms-request-id", ""), answer.status_code
        )

    def add(self, text: str, url: str, request_id: str, status: int) -> None:
        """Keep one page that was asked without the SDK's pager."""
        try:
            self.bodies.append(json.loads(text, parse_float=Decimal) if text.strip() else None)
        except (ValueError, ArithmeticError, RecursionError) as error:
            raise ValueError(f"the answer is not JSON ({len(text)} characters)") from error
        self._version = self._version or parse_qs(urlsplit(url).query).get("api-version", [""])[0]
        self._request_id, self._status = request_id, status

    def wire(self, body: Any) -> Wire:
        """The read as one value; `body` is what the pages amount to."""
        return Wire(exact_json(without_secrets(body)), self._version, self._request_id, self._status)

    def listed(self) -> Wire:
        """The pages of a list as one `{"value": [...]}`; a page that is no list is a failure, not an empty one."""
        items: list[Any] = []
        for body in self.bodies:
            if not isinstance(body, dict) or not isinstance(body.get("value"), list):
                raise ValueError("the answer is not a list")
            items += body["value"]
        return self.wire({"value": items})


def without_secrets(value: Any) -> Any:
    """The same JSON without the values of fields that hold secrets."""
    if isinstance(value, dict):
        return {key: without_secrets(item) for key, item in value.items() if key.lower() not in SECRETS}
    if isinstance(value, list):
        return [without_secrets(item) for item in value]
    return value


def exact_json(value: Any) -> str:
    """JSON text in which a Decimal keeps all its digits; `json.dumps` would go through float."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(str(key))}:{exact_json(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(exact_json(item) for item in value) + "]"
    return str(value) if isinstance(value, Decimal) else json.dumps(value)
