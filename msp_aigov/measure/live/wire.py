"""The wire of a live endpoint: a connection past every proxy, what comes in while there is patience, and its events."""

import http.client
import json
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

from msp_aigov.measure.live.address import Address

LONGEST = 1 << 20
AT_ONCE = 1 << 16
SAID = 200
HIDDEN = "(the key)"
LOOK_S = 0.05


def opened(address: Address, timeout_s: float) -> http.client.HTTPConnection:
    """A connection straight to the endpoint: a proxy of the company's must not catch loopback."""
    if address.secure:
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(address.host, address.port, timeout=timeout_s, context=context)
    return http.client.HTTPConnection(address.host, address.port, timeout=timeout_s)


def authorised(key: str) -> dict[str, str]:
    """The header that carries a key, if there is one."""
    return {"Authorization": f"Bearer {key}"} if key else {}


@contextmanager
def patience(line: socket.socket, left_s: Callable[[], float]) -> Iterator[None]:
    """Cuts a connection off, and raises TimeoutError, when no time is left.

    A socket's own limit starts anew with each byte: a server that drips, or whose headers have no end, never meets it.
    """
    over, late = Event(), Event()

    def watch() -> None:
        while left_s() > 0:
            if over.wait(LOOK_S):
                return
        late.set()
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)

    Thread(target=watch, daemon=True).start()
    try:
        yield
    except (OSError, http.client.HTTPException):
        if not late.is_set():
            raise
    finally:
        over.set()
    if late.is_set():
        raise TimeoutError


def within(seconds: float) -> Callable[[], float]:
    """How many seconds are left of so many from now on."""
    end = time.monotonic() + seconds
    return lambda: end - time.monotonic()


def received(response: http.client.HTTPResponse) -> Iterator[bytes]:
    """What comes in, as it comes."""
    return iter(lambda: response.read1(AT_ONCE), b"")


def whole(parts: Iterable[bytes]) -> bytes:
    """A body in one piece, cut where it gets too long to be an answer."""
    made = bytearray()
    for part in parts:
        made += part
        if len(made) >= LONGEST:
            break
    return bytes(made[:LONGEST])


def events(parts: Iterable[bytes]) -> Iterator[str]:
    """The data of each server-sent event; comments and other fields are passed over.

    What a server calls an error, as an event's name or as a field of llama.cpp's own, is made to look like one.
    """
    data: list[str] = []
    failed = False
    for line in _lines(parts):
        text = line.decode("utf-8", "replace").rstrip("\r")
        field, _, value = text.partition(":")
        if field == "error":
            yield _error(value.strip())
        elif field == "event":
            failed = value.strip() == "error"
        elif field == "data":
            data.append(value.removeprefix(" "))
        elif not text and data:
            yield _error("\n".join(data)) if failed else "\n".join(data)
            data, failed = [], False
    if data:
        yield "\n".join(data)


def _lines(parts: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for part in parts:
        *ended, rest = (rest + part).split(b"\n")
        yield from ended
        if len(rest) > LONGEST:
            break
    yield rest


def _error(words: str) -> str:
    return json.dumps({"error": message(words.encode())})


def refusal(status: int, body: bytes, key: str = "") -> str:
    """Why a request got no answer, in the server's own words; empty when it did."""
    if status == 200:
        return ""
    if 300 <= status < 400:
        return f"HTTP {status}: the server sends on to another address, which is not followed"
    return f"HTTP {status}: {message(body, key) or http.client.responses.get(status, 'no reason given')}"


def message(body: bytes, key: str = "") -> str:
    """The server's own words, short and without the key; the body may be anything."""
    words = body.decode("utf-8", "replace")
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        told = None
    if isinstance(told, dict):
        error = told.get("error") or told
        found = error.get("message", "") if isinstance(error, dict) else error
        words = str(found) or words
    return " ".join((words.replace(key, HIDDEN) if key else words).split())[:SAID]
