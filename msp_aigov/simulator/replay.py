"""Recorded answers, served again by method and path."""

import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote, urlsplit

from msp_aigov.errors import ConfigError
from msp_aigov.simulator.wire import Request, Response, encode

RECORDED_HOSTS = ("https://management.azure.com", "https://login.microsoftonline.com")

# They describe the recorded connection, not the answer.
_DROPPED = {"content-length", "content-encoding", "transfer-encoding", "connection", "keep-alive", "date", "set-cookie"}
_HINT = "A recording is JSON with 'request' and 'response', a list 'exchanges' of these, or a list 'Entries'."

Key = tuple[str, str]


class Recordings:
    """The exchanges of some files; what was recorded twice is answered in turn, the last one for ever."""

    def __init__(self, paths: Sequence[Path] = ()) -> None:
        self._answers: dict[Key, list[Response]] = {}
        self._lock = threading.Lock()
        for path in paths:
            for key, response in _exchanges(path):
                self._answers.setdefault(key, []).append(response)

    def answer(self, request: Request) -> Response | None:
        """The recorded answer to a request, its links pointing here."""
        with self._lock:
            answers = self._answers.get((request.method, request.path.lower()), [])
            response = answers.pop(0) if len(answers) > 1 else next(iter(answers), None)
        return response and _moved(response, request.base_url)


def _exchanges(path: Path) -> Iterator[tuple[Key, Response]]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        if "Entries" in data:
            yield from (_from_entry(entry) for entry in data["Entries"])
        else:
            yield from (_from_exchange(exchange) for exchange in data.get("exchanges", [data]))
    except (OSError, ValueError) as exc:
        raise ConfigError(f"{path}: {exc}", _HINT) from exc
    except (KeyError, TypeError, AttributeError) as exc:
        raise ConfigError(f"{path}: not a recording, {exc} is missing or misplaced", _HINT) from exc


def _from_exchange(exchange: dict[str, dict[str, object]]) -> tuple[Key, Response]:
    request, response = exchange["request"], exchange["response"]
    return _key(request["method"], request["uri"]), _response(
        response["status"], response.get("headers"), response.get("body")
    )


def _from_entry(entry: dict[str, object]) -> tuple[Key, Response]:
    key = _key(entry["RequestMethod"], entry["RequestUri"])
    return key, _response(entry["StatusCode"], entry.get("ResponseHeaders"), entry.get("ResponseBody"))


def _key(method: object, uri: object) -> Key:
    return str(method).upper(), unquote(urlsplit(str(uri)).path).lower()


def _response(status: object, headers: object, body: object) -> Response:
    kept = headers.items() if isinstance(headers, dict) else ()
    return Response(
        int(str(status)), body, {str(name): str(value) for name, value in kept if name.lower() not in _DROPPED}
    )


def _moved(response: Response, base_url: str) -> Response:
    text = None if response.body is None else response.body if isinstance(response.body, str) else encode(response.body)
    headers = dict(response.headers)
    for host in RECORDED_HOSTS:
        text = text and text.replace(host, base_url)
        headers = {name: value.replace(host, base_url) for name, value in headers.items()}
    return replace(response, body=text, headers=headers)
