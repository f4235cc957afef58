"""One streamed chat request: when each piece came, what the server counted, and how it ended."""

import http.client
import json
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from msp_aigov.measure.live.address import Address
from msp_aigov.measure.live.wire import authorised, events, message, opened, patience, received, refusal, whole

Clock = Callable[[], int]
# What a server counts beyond this is no count.
MOST_TOKENS = 1 << 24
# After its last word a server has this long for its count; some never close.
AFTERWARDS_S = 5.0
# A piece may hold less than a token, but not so little that this many times as many come as were asked for.
ENDLESS = 8


@dataclass
class Reply:
    """What one request gave; times in nanoseconds of one steady clock, `error` empty when it ended well.

    `lengths` is how many characters each piece said. Tokens are as the server counted them, None where it did not.
    """

    began: int
    pieces: list[int] = field(default_factory=list)
    ended: int = 0
    output_tokens: int | None = None
    cached_tokens: int = 0
    error: str = ""
    done: bool = False
    prompt_tokens: int | None = None
    lengths: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Question:
    """What is sent: to whom, for which model, with which generated prompt."""

    address: Address
    model: str
    prompt: str
    output_tokens: int
    key: str = field(default="", repr=False)
    timeout_s: float = 120.0


def asked(question: Question, clock: Clock = time.perf_counter_ns) -> Reply:
    """Ask once and read the answer to its end; whatever goes wrong is said in the reply."""
    reply = Reply(clock())
    try:
        _stream(question, reply, clock)
    except TimeoutError:
        reply.error = "" if reply.done else f"nothing came for {question.timeout_s:.0f} s"
    except (OSError, http.client.HTTPException) as error:
        where = " in mid-answer" if reply.pieces else ""
        reply.error = "" if reply.done else f"the connection broke: {type(error).__name__}{where}"
    reply.ended = clock()
    if not reply.error and not reply.done:
        reply.error = "the answer stopped without an end"
    if not reply.error and not reply.pieces:
        reply.error = "the answer was empty"
    return reply


def _stream(question: Question, reply: Reply, clock: Clock) -> None:
    def left_s() -> float:
        since = reply.pieces[-1] if reply.pieces else reply.began
        return (AFTERWARDS_S if reply.done else question.timeout_s) - (clock() - since) / 1e9

    with closing(opened(question.address, question.timeout_s)) as connection:
        headers = {"Content-Type": "application/json", "Accept": "text/event-stream", **authorised(question.key)}
        connection.request("POST", f"{question.address.path}/chat/completions", _body(question), headers)
        with patience(connection.sock, left_s):
            _read(connection.getresponse(), question, reply, clock)


def _read(response: http.client.HTTPResponse, question: Question, reply: Reply, clock: Clock) -> None:
    parts = received(response)
    if reason := _no_stream(response, question.key, parts):
        reply.error = reason
        return
    heard = False
    for event in events(parts):
        heard = True
        _note(event, reply, clock(), question.key)
        if len(reply.pieces) > ENDLESS * question.output_tokens:
            reply.error = f"{len(reply.pieces)} pieces came for {question.output_tokens} tokens, and no end"
        if reply.error or reply.done and event == "[DONE]":
            return
    if not heard:
        kind = response.getheader("Content-Type") or "no content type"
        reply.error = f"what came is no stream of events ({kind[:80]})"


def _no_stream(response: http.client.HTTPResponse, key: str, parts: Iterable[bytes]) -> str:
    """Why no stream will come; the body is read only where it says why."""
    if response.status != 200:
        return refusal(response.status, whole(parts), key)
    if "json" not in (response.getheader("Content-Type") or ""):
        return ""
    told = whole(parts)
    if b'"choices"' not in told:
        return f"the server said: {message(told, key)}"
    return "the server answered in one piece: it does not stream, so that no first token can be timed"


def _note(event: str, reply: Reply, now: int, key: str) -> None:
    if event == "[DONE]":
        reply.done = True
        return
    try:
        chunk = json.loads(event)
    except (ValueError, RecursionError):
        reply.error = "the server sent what is no JSON"
        return
    if not isinstance(chunk, dict) or chunk.get("error"):
        reply.error = f"the server said in mid-answer: {message(event.encode(), key)}"
        return
    if usage := _object(chunk.get("usage")):
        reply.output_tokens = _count(usage.get("completion_tokens"))
        reply.prompt_tokens = _count(usage.get("prompt_tokens"))
        reply.cached_tokens = _count(_object(usage.get("prompt_tokens_details")).get("cached_tokens")) or 0
    choices = chunk.get("choices")
    for choice in map(_object, choices if isinstance(choices, list) else ()):
        delta = _object(choice.get("delta"))
        # The first piece often names the role only: the first token is the first that says something.
        if said := delta.get("content") or delta.get("reasoning_content") or delta.get("reasoning"):
            reply.pieces.append(now)
            reply.lengths.append(len(said) if isinstance(said, str) else 1)
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
