"""One streamed chat request: when each piece came, what the server counted, and how it ended."""

import http.client
import json
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from msp_aigov.measure.live.address import Address

Clock = Callable[[], int]
LONGEST_LINE = 1 << 20
SAID = 200
# What a server counts beyond this is no count.
MOST_TOKENS = 1 << 24


@dataclass
class Reply:
    """What one request gave; times in nanoseconds of one steady clock, `error` empty when it ended well."""

    began: int
    pieces: list[int] = field(default_factory=list)
    ended: int = 0
    output_tokens: int | None = None
    cached_tokens: int = 0
    error: str = ""
    done: bool = False


@dataclass(frozen=True)
class Question:
    """What is sent: to whom, for which model, with which generated prompt."""

    address: Address
    model: str
    prompt: str
    output_tokens: int
    key: str = ""
    timeout_s: float = 120.0


def asked(question: Question, clock: Clock = time.perf_counter_ns) -> Reply:
    """Ask once and read the answer to its end; whatever goes wrong is said in the reply."""
    reply = Reply(clock())
    try:
        _stream(question, reply, clock)
    except TimeoutError:
        reply.error = f"nothing came for {question.timeout_s:.0f} s"
    except (OSError, http.client.HTTPException) as error:
        reply.error = f"the connection broke: {type(error).__name__}" + (" in mid-answer" if reply.pieces else "")
    reply.ended = clock()
    if not reply.error and not reply.done:
        reply.error = "the answer stopped without an end"
    if not reply.error and not reply.pieces:
        reply.error = "the answer was empty"
    return reply


def _stream(question: Question, reply: Reply, clock: Clock) -> None:
    connection = opened(question.address, question.timeout_s)
    try:
        headers = {"Content-Type": "application/json", "Accept": "text/event-stream"}
        if question.key:
            headers["Authorization"] = f"Bearer {question.key}"
        connection.request("POST", f"{question.address.path}/chat/completions", _body(question), headers)
        response = connection.getresponse()
        if response.status != 200:
            reply.error = f"HTTP {response.status}: {message(response.read(LONGEST_LINE))}"
            return
        if "json" in (response.getheader("Content-Type") or ""):
            reply.error = "the server answered in one piece: it does not stream, so that no first token can be timed"
            return
        for event in events(response):
            _note(event, reply, clock())
            if reply.error or reply.done and event == "[DONE]":
                return
    finally:
        connection.close()


def opened(address: Address, timeout_s: float) -> http.client.HTTPConnection:
    """A connection straight to the endpoint: a proxy of the company's must not catch loopback."""
    if address.secure:
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(address.host, address.port, timeout=timeout_s, context=context)
    return http.client.HTTPConnection(address.host, address.port, timeout=timeout_s)


def events(response: http.client.HTTPResponse) -> Iterator[str]:
    """The data of each server-sent event; comments and other fields are passed over."""
    data: list[str] = []
    while line := response.readline(LONGEST_LINE):
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if text.startswith("data:"):
            data.append(text[5:].removeprefix(" "))
        elif not text and data:
            yield "\n".join(data)
            data = []
    if data:
        yield "\n".join(data)


def _note(event: str, reply: Reply, now: int) -> None:
    if event == "[DONE]":
        reply.done = True
        return
    try:
        chunk = json.loads(event)
    except (ValueError, RecursionError):
        reply.error = "the server sent what is no JSON"
        return
    if not isinstance(chunk, dict) or chunk.get("error"):
        reply.error = f"the server said in mid-answer: {message(event.encode())}"
        return
    if usage := _object(chunk.get("usage")):
        reply.output_tokens = _count(usage.get("completion_tokens"))
        reply.cached_tokens = _count(_object(usage.get("prompt_tokens_details")).get("cached_tokens")) or 0
    choices = chunk.get("choices")
    for choice in map(_object, choices if isinstance(choices, list) else ()):
        delta = _object(choice.get("delta"))
        # The first piece often names the role only: the first token is the first that says something.
        if delta.get("content") or delta.get("reasoning_content") or delta.get("reasoning"):
            reply.pieces.append(now)
        reply.done = reply.done or bool(choice.get("finish_reason"))


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MOST_TOKENS else None


def _body(question: Question) -> bytes:
    return json.dumps(
        {
            "model": question.model,
            "messages": [{"role": "user", "content": question.prompt}],
            "max_tokens": question.output_tokens,
            "temperature": 0,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
    ).encode()


def message(body: bytes) -> str:
    """The server's own words, short; the body may be anything."""
    try:
        error = json.loads(body)["error"]
        words = str(error["message"] if isinstance(error, dict) else error)
    except (ValueError, KeyError, TypeError, RecursionError):
        words = body.decode("utf-8", "replace")
    return " ".join(words.split())[:SAID]
