"""A live run on a disturbed machine says so, and strange answers are no figures."""

import random
from typing import Any

import pytest

from msp_aigov.measure.live import bench as live
from msp_aigov.measure.live.address import address
from msp_aigov.measure.live.bench import disturbed
from msp_aigov.measure.live.figures import served
from msp_aigov.measure.live.stream import Reply
from msp_aigov.measure.rule import ruled, too_noisy
from msp_aigov.measure.synth.clocked import Watch
from msp_aigov.model.bench.measured import Measurement, Noise
from tests.measure.live.server import Behaviour, serving
from tests.measure.live.test_live import NEED

MS = 1_000_000


def reply(gap_ms: int = 20, stop_ms: int = 0) -> Reply:
    pieces = [200 * MS + number * gap_ms * MS + (stop_ms * MS if number >= 12 else 0) for number in range(24)]
    return Reply(0, pieces, pieces[-1] + MS, 24, done=True)


def test_answers_alike_are_quiet() -> None:
    assert too_noisy(disturbed(Watch(0), [reply() for _ in range(5)])) == ""


def test_a_client_that_stood_still_in_mid_answer_is_seen() -> None:
    noise = disturbed(Watch(0), [reply(), reply(), reply(stop_ms=5000)])
    assert "stood still" in too_noisy(noise)


def test_a_user_who_waits_while_another_users_prompt_is_read_stands_in_line_and_not_still() -> None:
    waits, stands_still = reply(stop_ms=1500), reply(stop_ms=9000)
    slow = Reply(0, [number * 20 * MS for number in range(100, 124)], 3000 * MS, 24, done=True)
    assert "stood still" not in too_noisy(disturbed(Watch(0), [waits, slow], users=2))
    assert "stood still" in too_noisy(disturbed(Watch(0), [stands_still, slow], users=2))
    assert "stood still" in too_noisy(disturbed(Watch(0), [waits, slow]))


def test_answers_unlike_each_other_are_too_noisy() -> None:
    noise = disturbed(Watch(0), [reply(20), reply(20), reply(40), reply(45), reply(21)])
    assert "apart" in too_noisy(noise)


def test_a_noisy_live_run_gives_figures_and_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "disturbed", lambda *seen: Noise(busy_before_percent=60))
    with serving(Behaviour()) as url:
        order = live.Order(address(url, False), "tiny", NEED, timeout_s=5, repeats=2, look_s=0)
        made = live.bench(order, lambda words: None)
    assert (made.state, made.ruling and made.ruling.result) == ("noisy", "inconclusive")
    assert made.served is not None and made.served.tokens_per_s


def test_users_at_once_were_measured_at_once_and_are_not_counted_twice() -> None:
    figures = served([reply() for _ in range(6)], None, 3)
    made = Measurement("live", "tiny", "url", "endpoint", "", "ok", served=figures)
    need = NEED.__class__("chat", NEED.tokens_per_s, 3000, None, 64, 24, users=3)
    assert ruled(made, need).margin_percent == 400


def test_one_user_at_a_time_says_what_each_of_several_would_get() -> None:
    figures = served([reply() for _ in range(6)], None, 1)
    made = Measurement("live", "tiny", "url", "endpoint", "", "ok", served=figures)
    need = NEED.__class__("chat", NEED.tokens_per_s, 3000, None, 64, 24, users=10)
    assert ruled(made, need).result == "fail"


STRANGE = (
    None,
    3,
    "x",
    [],
    {},
    {"content": 5},
    [{"delta": "x"}],
    {"completion_tokens": True},
    {"completion_tokens": 1e9},
)


@pytest.mark.parametrize("seed", range(4))
def test_no_answer_of_a_server_can_crash_the_client(seed: int) -> None:
    choice = random.Random(seed)
    event: dict[str, Any] = {key: choice.choice(STRANGE) for key in ("choices", "usage", "delta")}
    with serving(Behaviour(strange=event, first_s=0, gap_s=0.001)) as url:
        order = live.Order(address(url, False), "tiny", NEED, timeout_s=5, repeats=1, look_s=0)
        assert live.bench(order, lambda words: None).state in ("ok", "failed", "noisy")
