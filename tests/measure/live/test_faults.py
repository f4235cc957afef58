"""What a server may do wrong, byte by byte: each has a clear result, and none a figure that was not measured."""

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest

from msp_aigov.measure.live import bench as live
from msp_aigov.measure.live import stream
from msp_aigov.measure.live.address import address
from msp_aigov.measure.live.figures import at_once, served
from msp_aigov.measure.live.stream import Reply
from msp_aigov.model.bench.measured import Measurement, Noise
from tests.measure.live.scripted import (
    DONE,
    FOREVER,
    HANG,
    LAST,
    OK,
    RESET,
    USAGE,
    WHOLE,
    Script,
    Step,
    event,
    playing,
    said,
    tokens,
)
from tests.measure.live.test_live import NEED

ASKED = replace(NEED, output_tokens=12)
PING = b": ping\n\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
JSON = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"


@pytest.fixture(autouse=True)
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine of the tests is busy, which is another test's business."""
    monkeypatch.setattr(live, "disturbed", lambda *seen: Noise())
    monkeypatch.setattr(stream, "AFTERWARDS_S", 0.1)


def ask(url: str, key: str = "", timeout_s: float = 5.0, users: int = 1) -> Measurement:
    need = replace(ASKED, users=users)
    order = live.Order(address(url, False), "tiny", need, key, timeout_s=timeout_s, repeats=2, look_s=0)
    return live.bench(order, lambda words: None)


def played(*steps: Step) -> Measurement:
    with playing(*steps) as script:
        return ask(script.url)


def with_crlf(steps: Sequence[Step]) -> list[Step]:
    return [step.replace(b"\n", b"\r\n") if isinstance(step, bytes) and step != OK else step for step in steps]


@pytest.mark.parametrize(
    "steps",
    [
        WHOLE,
        with_crlf(WHOLE),
        (OK, PING, b"retry: 5\nid: 7\nevent: message\n", *WHOLE[1:]),
        (OK, event(said("")), event({"choices": [{"delta": {"role": "assistant", "content": None}}]}), *WHOLE[1:]),
        (*WHOLE[:-1],),
        (*WHOLE[:-1], HANG),
        (*WHOLE[:-1], (FOREVER, PING, 0.02)),
        (*WHOLE[:-1], RESET),
        (*WHOLE, b"data: and more\n\n"),
        (CHUNKED, 0.02)
        + tuple(
            b"%x\r\n%s\r\n" % (len(step), step) if isinstance(step, bytes) else step for step in WHOLE[2:]
        )
        + (b"0\r\n\r\n",),
        [step.replace(b"data: ", b"data:") if isinstance(step, bytes) else step for step in WHOLE],
        [step.replace(b'"content"', b'"reasoning_content"') if isinstance(step, bytes) else step for step in WHOLE],
    ],
    ids=[
        "as it should be", "CRLF", "comments and other fields", "role and empty pieces", "no DONE", "never closes",
        "pings for ever after its end", "reset after its end", "more after DONE", "chunked", "no space", "reasoning",
    ],
)  # fmt: skip
def test_an_answer_that_is_whole_counts_however_it_is_written(steps: Sequence[Step]) -> None:
    made = played(*steps)
    assert (made.state, made.reason) == ("ok", "")
    assert made.served is not None and made.served.output_tokens == 24
    assert 2_500 < (made.served.token_gap_p50_us or 0) < 30_000


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ((OK, (FOREVER, PING, 0.02)), "nothing came for 0 s"),
        ((OK, (FOREVER, b"x", 0.02)), "nothing came for 0 s"),
        ((OK, HANG), "nothing came for 0 s"),
        ((HANG,), "nothing came for 0 s"),
        (((FOREVER, b"x", 0.02),), "nothing came for 0 s"),
        (((FOREVER, b"HTTP/1.1 100 Continue\r\n\r\n", 0.0),), "nothing came for 0 s"),
        ((CHUNKED, (FOREVER, b"0", 0.02)), "nothing came for 0 s"),
        ((CHUNKED, b"0\r\n", (FOREVER, b"X: y\r\n", 0.0)), "nothing came for 0 s"),
        ((OK, *tokens(4), (FOREVER, PING, 0.02)), "nothing came for 0 s"),
        ((OK, (FOREVER, event(said("word ")), 0.0)), "pieces came for 12 tokens, and no end"),
        ((OK, *tokens(4), RESET), "in mid-answer"),
        ((RESET,), "the connection broke: ConnectionResetError"),
        ((b"",), "the connection broke: RemoteDisconnected"),
        ((b"garbage\r\n\r\n",), "the connection broke: BadStatusLine"),
        ((OK, *tokens(4)), "the answer stopped without an end"),
        ((OK, event("{")), "no JSON"),
        ((OK, event("[" * 100_000)), "no JSON"),
        ((OK, b"\xff\xfe\x00data"), "no stream of events (text/event-stream)"),
        ((PLAIN, b"<html>A router's page</html>"), "no stream of events (text/html)"),
        ((JSON, b'{"error": {"message": "no slot is free"}}'), "the server said: no slot is free"),
        ((JSON, b'{"choices": [{"message": {"content": "all"}}]}'), "does not stream"),
        ((OK, *tokens(4), b'error: {"code":500,"message":"out of memory"}\n\n'), "in mid-answer: out of memory"),
        ((OK, *tokens(4), b'event: error\ndata: {"message":"out of memory"}\n\n'), "in mid-answer: out of memory"),
        ((OK, LAST, DONE), "the answer was empty"),
        ((b"HTTP/1.1 500 Oops\r\n\r\n",), "HTTP 500: Internal Server Error"),
        ((b"HTTP/1.1 401 No\r\n\r\n", b'{"detail": "a key is wanted"}'), "HTTP 401: {\"detail\": \"a key is wanted\"}"),
        ((b'HTTP/1.1 404 No\r\n\r\n{"error": {"message": "model tiny not found"}}',), "HTTP 404: model tiny not found"),
    ],
)  # fmt: skip
def test_each_fault_is_named_and_has_no_figure(steps: tuple[Step, ...], words: str) -> None:
    with playing(*steps) as script:
        made = ask(script.url, timeout_s=0.4 if words.startswith("nothing came") else 5.0)
    assert (made.state, made.ruling and made.ruling.result) == ("failed", "inconclusive")
    assert words in made.reason
    assert made.served is not None and made.served.tokens_per_s is None and made.served.first_token_p50_us is None


def test_an_answer_that_was_held_back_and_let_go_at_once_is_no_speed() -> None:
    for made in (
        played(OK, 0.1, b"".join([*[event(said("word "))] * 12, LAST, USAGE, DONE])),
        played(OK, 0.1, event(said("word " * 12)), LAST, USAGE, DONE),
    ):
        assert made.state == "failed" and "came at once" in made.reason
    whole = Reply(0, [200_000_000 + number * 20_000 for number in range(12)], 201_000_000, 12, done=True)
    assert at_once(whole) and served([whole], None, 1).tokens_per_s is None


@pytest.mark.parametrize(
    "count", ["NaN", "Infinity", "-5", "0", "1e30", "true", '"12"', "null", "[]", "9" * 400, "99999999999"]
)
def test_a_count_that_is_none_is_not_believed(count: str) -> None:
    usage = event(
        '{"choices": [], "usage": {"completion_tokens": COUNT, "prompt_tokens": COUNT}}'.replace("COUNT", count)
    )
    made = played(OK, 0.02, *tokens(12), LAST, usage, DONE)
    assert made.served is not None and (made.served.tokens_by, made.served.output_tokens) == ("chunks", 24)


def test_a_redirect_to_another_host_is_not_followed() -> None:
    with playing(*WHOLE) as other:
        place = other.url.replace("127.0.0.1", "localhost").encode()
        made = played(b"HTTP/1.1 307 Elsewhere\r\nLocation: " + place + b"/chat/completions\r\n\r\n")
        assert (made.state, other.requests) == ("failed", [])
    assert "HTTP 307: the server sends on to another address, which is not followed" in made.reason


def test_a_key_that_the_server_repeats_is_not_shown() -> None:
    answer = b'{"error": {"message": "Incorrect key sk-verysecret-%s provided"}}' % (b"x" * 190)
    key = "sk-verysecret-" + "x" * 190
    for steps in ((b"HTTP/1.1 401 No\r\n\r\n" + answer,), (OK, event(answer.decode()))):
        with playing(*steps) as script:
            made = ask(script.url, key=key)
            assert key.encode() in script.requests[0]
        assert made.state == "failed" and "sk-very" not in repr(made) and "(the key)" in made.reason


def test_a_proxy_of_the_company_is_passed_by(monkeypatch: pytest.MonkeyPatch) -> None:
    with playing(b"HTTP/1.1 502 Proxy\r\n\r\n") as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        assert played(*WHOLE).state == "ok" and proxy.requests == []


@pytest.mark.parametrize("tail", ["", "/", "/v1", "/v1/", "/v1/chat/completions"])
def test_an_address_may_be_given_in_each_usual_way(tail: str) -> None:
    with playing(*WHOLE) as script:
        made = ask(script.url.removesuffix("/v1") + tail)
        assert made.state == "ok" and script.requests[0].startswith(b"POST /v1/chat/completions HTTP/1.1")


@pytest.mark.parametrize(("host", "named"), [("127.0.0.1", "localhost"), ("127.0.0.1", "LocalHost"), ("::1", "[::1]")])
def test_this_machine_has_several_names(host: str, named: str) -> None:
    with playing(*WHOLE, host=host) as script:
        assert ask(script.url.replace(f"[{host}]" if ":" in host else host, named)).state == "ok"


def test_four_at_once_of_which_one_kind_fails_is_said_with_its_number() -> None:
    with playing(*WHOLE) as script:
        made = ask(script.url, users=4)
    assert made.served is not None and (made.state, made.served.requests, made.served.concurrency) == ("ok", 8, 4)


def test_a_server_that_dies_on_the_way_is_not_waited_for_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Reply(0, [200_000_000, 240_000_000], 250_000_000, 12, done=True)
    answers = iter([whole, whole, whole, *[Reply(0, error="nothing came for 120 s")] * 9])
    monkeypatch.setattr(live, "asked", lambda question: next(answers))
    order = live.Order(address("http://127.0.0.1:1", False), "tiny", ASKED, look_s=0)
    made = live.bench(order, lambda words: None)
    assert (made.state, made.reason, len(list(answers))) == ("failed", "1 x nothing came for 120 s", 8)


def prompts(script: Script) -> list[str]:
    bodies = (json.loads(each.partition(b"\r\n\r\n")[2]) for each in script.requests)
    return [body["messages"][0]["content"] for body in bodies]


def test_no_two_runs_ask_the_same() -> None:
    with playing(*WHOLE) as script:
        ask(script.url)
        ask(script.url)
        asked = prompts(script)
    assert len({words[:9] for words in asked}) == len(asked) == 8


@pytest.mark.parametrize(
    ("counted", "cached", "state"),
    [(64, 0, "ok"), (64, 6, "ok"), (64, 30, "noisy"), (None, 6, "noisy"), (20, 0, "noisy")],
)
def test_a_prompt_counts_when_as_much_of_it_was_read_as_the_work_has(
    counted: int | None, cached: int, state: str
) -> None:
    details = {"completion_tokens": 12, "prompt_tokens_details": {"cached_tokens": cached}}
    usage = event({"choices": [], "usage": {**details, **({"prompt_tokens": counted} if counted else {})}})
    assert played(OK, 0.02, *tokens(12), LAST, usage, DONE).state == state


def test_prompts_are_as_long_as_the_work_has_them_by_the_servers_own_count() -> None:
    usage = event({"choices": [], "usage": {"completion_tokens": 12, "prompt_tokens": 80}})
    with playing(OK, 0.02, *tokens(12), LAST, usage, DONE) as script:
        ask(script.url)
        lengths = [len(words.split()) for words in prompts(script)]
    assert (lengths[0] - lengths[1], lengths[1] - lengths[2]) == (13, 10)
