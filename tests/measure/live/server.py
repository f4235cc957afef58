"""A small streaming chat server on loopback, told how to behave, that keeps its own timings."""

import json
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Behaviour:
    """How it answers. Seconds; `per_chunk` tokens a piece; `fails` after so many pieces: "500", "reset" or "stall"."""

    tokens: int = 24
    per_chunk: int = 1
    first_s: float = 0.02
    gap_s: float = 0.004
    usage: bool = True
    cached: int = 0
    fails: str = ""
    fails_after: int = 3
    status: int = 200
    role_first: bool = True
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    own_gap_us: list[int] = field(default_factory=list)
    own_first_us: list[int] = field(default_factory=list)
    transcript: str = "word " * 90
    sounds: list[bytes] = field(default_factory=list)
    whole: bool = False
    strange: Any = None


class Handler(BaseHTTPRequestHandler):
    behaviour: Behaviour

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        self._json(200, {"data": [{"id": "tiny"}]})

    def do_POST(self) -> None:
        began, told = time.perf_counter(), self.behaviour
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.endswith("/audio/transcriptions"):
            self._transcribe(told, body)
            return
        told.asked.append(json.loads(body))
        told.keys.append(self.headers.get("Authorization"))
        if told.status != 200:
            self._json(told.status, {"error": {"message": "no such model"}})
            return
        if told.whole:
            self._json(200, {"choices": [{"message": {"content": "all at once"}}]})
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self._stream(told, began)

    def _stream(self, told: Behaviour, began: float) -> None:
        if told.role_first:
            self._event({"choices": [{"delta": {"role": "assistant", "content": ""}}]})
        if told.strange is not None:
            self._event(told.strange)
        time.sleep(told.first_s)
        first = time.perf_counter()
        for number in range(-(-told.tokens // told.per_chunk)):
            if told.fails and number == told.fails_after:
                self._fail(told.fails)
                return
            if number:
                time.sleep(told.gap_s * told.per_chunk)
            self._event({"choices": [{"delta": {"content": "word " * told.per_chunk}}]})
        last = time.perf_counter()
        told.own_first_us.append(round((first - began) * 1e6))
        told.own_gap_us.append(round((last - first) * 1e6 / max(1, told.tokens - 1)))
        self._event({"choices": [{"delta": {}, "finish_reason": "length"}]})
        if told.usage:
            details = {"prompt_tokens_details": {"cached_tokens": told.cached}}
            self._event({"choices": [], "usage": {"completion_tokens": told.tokens, **details}})
        self.wfile.write(b"data: [DONE]\n\n")

    def _transcribe(self, told: Behaviour, body: bytes) -> None:
        told.sounds.append(body)
        time.sleep(told.first_s)
        self._json(told.status, {"text": told.transcript} if told.status == 200 else {"error": "no such model"})

    def _fail(self, how: str) -> None:
        if how == "500":
            self._event({"error": {"message": "out of memory", "code": 500}})
        elif how == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RD)
            self.connection.close()
        elif how == "stall":
            time.sleep(1.0)

    def _event(self, content: Any) -> None:
        self.wfile.write(b"data: " + json.dumps(content).encode() + b"\n\n")
        self.wfile.flush()

    def _json(self, status: int, content: dict[str, Any]) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[str]:
    """The server, and its address."""
    handler = type("Told", (Handler,), {"behaviour": behaviour})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *args: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
