"""A server that plays a script, byte by byte: what no well-behaved server would do."""

import json
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
RESET = "reset"
HANG = "hang"
FOREVER = "forever"
# Bytes are sent, a number of seconds is waited for, a tuple with FOREVER repeats one thing until the other end goes.
Step = bytes | float | str | tuple[str, bytes, float]


@dataclass
class Script:
    """Where it listens, and every request as it came."""

    url: str
    requests: list[bytes] = field(default_factory=list)


def event(content: Any, end: str = "\n\n") -> bytes:
    return b"data: " + (content if isinstance(content, str) else json.dumps(content)).encode() + end.encode()


def said(words: str, **more: Any) -> dict[str, Any]:
    return {"choices": [{"delta": {"content": words}, **more}]}


def tokens(count: int, gap_s: float = 0.003) -> list[Step]:
    """So many tokens, one a piece, after a wait."""
    return [step for _ in range(count) for step in (gap_s, event(said("word ")))]


LAST = event({"choices": [{"delta": {}, "finish_reason": "length"}]})
USAGE = event({"choices": [], "usage": {"completion_tokens": 12, "prompt_tokens": 64}})
DONE = b"data: [DONE]\n\n"
WHOLE: tuple[Step, ...] = (OK, 0.02, *tokens(12), LAST, USAGE, DONE)


@contextmanager
def playing(*steps: Step, host: str = "127.0.0.1") -> Iterator[Script]:
    """The same script for each connection, until the test is over."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, 0), family=family) as server:
        port = server.getsockname()[1]
        script = Script(f"http://{f'[{host}]' if ':' in host else host}:{port}/v1")
        over = threading.Event()
        threading.Thread(target=_serve, args=(server, script, steps, over), daemon=True).start()
        try:
            yield script
        finally:
            over.set()
            socket.create_connection((host, port)).close()


def _serve(server: socket.socket, script: Script, steps: tuple[Step, ...], over: threading.Event) -> None:
    while not over.is_set():
        line, _ = server.accept()
        threading.Thread(target=_play, args=(line, script, steps, over), daemon=True).start()


def _play(line: socket.socket, script: Script, steps: tuple[Step, ...], over: threading.Event) -> None:
    with line:
        try:
            script.requests.append(_request(line))
            for step in steps:
                if not _done(line, step, over):
                    return
        except OSError:
            return


def _done(line: socket.socket, step: Step, over: threading.Event) -> bool:
    """One step; whether the next may follow."""
    if isinstance(step, bytes):
        line.sendall(step)
    elif isinstance(step, float):
        time.sleep(step)
    elif isinstance(step, tuple):
        while not over.wait(step[2]):
            line.sendall(step[1])
    elif step == RESET:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return False
    else:
        over.wait(5)
    return True


def _request(line: socket.socket) -> bytes:
    """All of a request, however it was cut."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += line.recv(1 << 16) or b"\r\n\r\n"
    head, _, body = got.partition(b"\r\n\r\n")
    size = next((int(each[15:]) for each in head.lower().split(b"\r\n") if each.startswith(b"content-length:")), 0)
    while len(body) < size:
        body += line.recv(1 << 16)
    return head + b"\r\n\r\n" + body
