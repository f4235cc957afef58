"""The live mode against a server that is told how to behave."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from msp_aigov.errors import ConfigError
from msp_aigov.measure.live import bench as live
from msp_aigov.measure.live.address import address
from msp_aigov.measure.live.figures import served
from msp_aigov.measure.live.stream import Reply
from msp_aigov.model.bench.measured import Measurement, Need, Noise, Served
from tests.measure.live.server import Behaviour, serving

NEED = Need("chat", Decimal(10), 3000, None, 64, 24)


@pytest.fixture(autouse=True)
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine of the tests is busy, which is another test's business."""
    monkeypatch.setattr(live, "disturbed", lambda *seen: Noise())


def measured(behaviour: Behaviour, timeout_s: float = 5.0, **changes: Any) -> Measurement:
    with serving(behaviour) as url:
        order = live.Order(address(url, False), "tiny", NEED, timeout_s=timeout_s, repeats=3, look_s=0)
        return live.bench(replace(order, **changes), lambda words: None)


def figures(made: Measurement) -> Served:
    assert made.served is not None
    return made.served


def test_the_figures_are_those_of_the_server_itself() -> None:
    behaviour = Behaviour(first_s=0.2, gap_s=0.01)
    made = measured(behaviour)
    own_first, own_gap = sorted(behaviour.own_first_us[2:])[1], sorted(behaviour.own_gap_us[2:])[1]
    assert (made.state, figures(made).tokens_by) == ("ok", "usage")
    assert figures(made).first_token_p50_us == pytest.approx(own_first, rel=0.1)
    assert figures(made).token_gap_p50_us == pytest.approx(own_gap, rel=0.1)
    assert made.ruling is not None and made.ruling.result == "pass"


def test_several_tokens_in_a_piece_are_counted_by_the_server() -> None:
    made = measured(Behaviour(per_chunk=4, gap_s=0.005))
    seen = figures(made)
    assert seen.output_tokens == 3 * 24
    assert seen.chunk_gap_p50_us is not None and seen.token_gap_p50_us is not None
    assert seen.chunk_gap_p50_us > 3 * seen.token_gap_p50_us


def test_without_a_count_of_the_server_pieces_count_and_only_a_pass_stands() -> None:
    good = measured(Behaviour(usage=False))
    assert (good.state, figures(good).tokens_by) == ("ok", "chunks")
    assert good.ruling is not None and good.ruling.result == "pass"
    fast_need = replace(NEED, tokens_per_s=Decimal(100_000))
    slow = measured(Behaviour(usage=False, per_chunk=2), need=fast_need)
    assert slow.ruling is not None and slow.ruling.result == "inconclusive"
    late = measured(Behaviour(usage=False, first_s=0.05), need=replace(NEED, first_token_ms=10))
    assert late.ruling is not None and (late.ruling.result, late.ruling.limited_by) == ("fail", "first token")


def test_the_first_token_is_the_first_that_says_something() -> None:
    made = measured(Behaviour(first_s=0.1, role_first=True))
    assert (figures(made).first_token_p50_us or 0) >= 100_000


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        (Behaviour(fails="500"), "the server said in mid-answer: out of memory"),
        (Behaviour(fails="reset"), "in mid-answer"),
        (Behaviour(fails="stall"), "nothing came for 0 s"),
        (Behaviour(fails="end"), "the answer stopped without an end"),
        (Behaviour(status=404), "HTTP 404: no such model"),
        (Behaviour(tokens=0), "the answer was empty"),
        (Behaviour(whole=True), "it does not stream"),
        (Behaviour(strange=["no object"]), "the server said in mid-answer"),
    ],
    ids=["500 in mid-stream", "reset", "stall", "cut off", "missing model", "empty", "in one piece", "a list"],
)
def test_each_failure_is_named_and_decides_nothing(behaviour: Behaviour, words: str) -> None:
    made = measured(behaviour, timeout_s=0.3)
    assert (made.state, made.ruling and made.ruling.result) == ("failed", "inconclusive")
    assert words in made.reason


def test_a_prompt_out_of_the_cache_decides_nothing() -> None:
    assert measured(Behaviour(cached=60)).state == "noisy"


def test_every_prompt_begins_differently_and_holds_generated_words_only() -> None:
    behaviour = Behaviour()
    measured(behaviour)
    prompts = [each["messages"][0]["content"] for each in behaviour.asked]
    assert len({words[:8] for words in prompts}) == len(prompts) == 5
    assert behaviour.asked[0]["stream_options"] == {"include_usage": True}


def test_a_key_is_sent_and_never_shown() -> None:
    behaviour = Behaviour()
    made = measured(behaviour, key="k-secret")
    assert behaviour.keys[0] == "Bearer k-secret" and "k-secret" not in repr(made)


def test_several_users_ask_at_once() -> None:
    behaviour = Behaviour()
    made = measured(behaviour, need=replace(NEED, users=3))
    assert (figures(made).requests, figures(made).concurrency) == (9, 3)


def test_nobody_there_is_a_clear_failure() -> None:
    order = live.Order(address("http://127.0.0.1:9/v1", False), "tiny", NEED, look_s=0)
    assert "ConnectionRefusedError" in live.bench(order, lambda words: None).reason


@pytest.mark.parametrize("text", ["http://10.0.0.5:8080/v1", "https://example.com", "http://127.0.0.1.evil.example/v1"])
def test_another_machine_is_refused_unless_allowed(text: str) -> None:
    with pytest.raises(ConfigError, match="is not this machine"):
        address(text, allow_remote=False)
    assert address(text, allow_remote=True).host


@pytest.mark.parametrize(
    "text", ["127.0.0.1:8080", "ftp://127.0.0.1", "http://u:p@127.0.0.1/v1", "http://127.0.0.1:99999999"]
)
def test_what_is_no_address_is_a_mistake(text: str) -> None:
    with pytest.raises(ConfigError):
        address(text, allow_remote=True)


def test_known_programs_have_their_usual_place() -> None:
    assert address("ollama", False).url == "http://127.0.0.1:11434/v1"
    assert address("http://[::1]:8080", False).url == "http://[::1]:8080/v1"


def test_pieces_at_one_instant_are_no_speed() -> None:
    replies = [Reply(0, [5_000, 5_000, 5_000], 9_000, 10, done=True)]
    seen = served(replies, None, 1)
    assert (seen.tokens_per_s, seen.token_gap_p50_us) == (None, None)


def test_what_arrives_with_the_first_piece_counts_as_before_the_first_gap() -> None:
    step = 10_000_000
    bunched = [number // 4 * 4 * step + number % 4 * 10_000 for number in range(24)]
    in_pieces = [number * 4 * step for number in range(6)]
    for pieces, lengths in ((bunched, [5] * 24), (in_pieces, [20] * 6)):
        seen = served([Reply(-step, pieces, 0, 24, done=True, lengths=lengths)], None, 1)
        assert seen.token_gap_p50_us == pytest.approx(10_000, rel=0.01)


def test_without_a_workload_there_is_a_figure_and_no_verdict() -> None:
    made = measured(Behaviour(), need=Need("none stated", None, None, None, 64, 24))
    assert (made.state, made.ruling) == ("ok", None)
