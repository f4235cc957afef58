"""What goes over the wire: a request, a response, and JSON that keeps every digit of a Decimal."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

Json = dict[str, object]

_MARK = "\x00"
_MARKED = re.compile(r'"\\u0000(-?[0-9.]+)"')


@dataclass(frozen=True)
class Request:
    """One call, as the simulated services see it."""

    method: str
    path: str
    base_url: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    tenant: str = ""
    params: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> Json | None:
        """The body as a JSON object, or None when it is anything else."""
        try:
            parsed = json.loads(self.body, parse_float=Decimal)
        except ValueError:
            return None
        return parsed if isinstance(parsed, dict) else None


@dataclass(frozen=True)
class Response:
    """One answer; a body of str is sent as text, anything else as JSON, None as nothing."""

    status: int
    body: object = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def content(self) -> bytes:
        """The bytes of the body."""
        if self.body is None:
            return b""
        return (self.body if isinstance(self.body, str) else encode(self.body)).encode()


def arm_error(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """An error in the shape that Azure Resource Manager gives it."""
    return Response(status, {"error": {"code": code, "message": message}}, headers or {})


def encode(value: object, *, sort_keys: bool = False) -> str:
    """Write JSON in which a Decimal is a plain number with all its digits."""
    # json knows no Decimal and a float would round; a marked string is unquoted afterwards.
    return _MARKED.sub(r"\1", json.dumps(value, default=_marked, sort_keys=sort_keys))


def _marked(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{_MARK}{value:f}"
    raise TypeError(f"{type(value).__name__} has no place in JSON")
