"""An HTTPS server on loopback that hands every request to one function."""

import contextlib
import http.server
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from msp_aigov.errors import ConfigError
from msp_aigov.simulator.tls import LOOPBACK
from msp_aigov.simulator.wire import Request, Response

IDLE_S = 60


@dataclass(frozen=True)
class Reply:
    """What goes back: a response whole, half of one, or (None) nothing but a closed connection."""

    response: Response | None
    truncate: bool = False


class Listener(http.server.ThreadingHTTPServer):
    """Serves until stopped, one thread per connection."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, context: ssl.SSLContext, handle: Callable[[Request], Reply]) -> None:
        try:
            super().__init__((LOOPBACK, port), _Handler)
        except OSError as exc:
            raise ConfigError(f"port {port}: {exc.strerror}", "Choose another port, or 0 for a free one.") from exc
        self.handle = handle
        self.url = f"https://{LOOPBACK}:{self.server_address[1]}"
        self._context = context
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Shake hands and serve, both in the connection's own thread, so that a slow client blocks nobody."""
        request.settimeout(IDLE_S)
        # A client that hangs up or does not trust the certificate is its own affair.
        with contextlib.suppress(OSError), self._context.wrap_socket(request, server_side=True) as connection:
            with self._lock:
                self._open.add(connection)
            try:
                super().finish_request(connection, client_address)
            finally:
                with self._lock:
                    self._open.discard(connection)

    def stop(self) -> None:
        """Stop serving and hang up on everyone."""
        self.shutdown()
        self.server_close()
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    # SSLSocket's own shutdown would make a thread that is still answering write in clear.
                    socket.socket.shutdown(connection, socket.SHUT_RDWR)


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Headers and body leave in one packet, with no wait for an acknowledgement between answers.
    wbufsize = -1
    disable_nagle_algorithm = True

    def _serve(self) -> None:
        listener, parts = cast(Listener, self.server), urlsplit(self.path)
        request = Request(
            method=self.command,
            path=unquote(parts.path),
            base_url=listener.url,
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            body=self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8", "replace"),
            headers={name.lower(): value for name, value in self.headers.items()},
        )
        self._send(listener.handle(request))

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _serve

    def _send(self, reply: Reply) -> None:
        self.close_connection = self.close_connection or reply.response is None or reply.truncate
        if reply.response is None:
            return
        content = reply.response.content()
        self.send_response(reply.response.status)
        for name, value in ({"Content-Type": "application/json; charset=utf-8"} | dict(reply.response.headers)).items():
            self.send_header(name, value)
        if reply.response.status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content[: len(content) // 2] if reply.truncate else content)
        self.wfile.flush()

    def version_string(self) -> str:
        return "msp-aigov-simulator"

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing; RequestLog remembers."""
