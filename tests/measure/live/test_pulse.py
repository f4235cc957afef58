"""A stop of this very process while an answer is waited for."""

import time
from collections.abc import Iterator

import pytest

from msp_aigov.measure.live import bench as live
from msp_aigov.measure.live import pulse, transcribe
from msp_aigov.measure.live.address import address
from msp_aigov.measure.live.pulse import Pulse
from msp_aigov.measure.live.sound import Sound, generated
from msp_aigov.measure.live.stream import Reply
from msp_aigov.measure.live.transcribe import Heard
from tests.measure.live.test_live import NEED

SECOND = 1_000_000_000


@pytest.fixture
def stops(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Between any two looks at the clock five seconds went by."""
    looks = iter(range(0, 10_000 * SECOND, 5 * SECOND))
    with monkeypatch.context() as patch:
        patch.setattr(pulse.time, "perf_counter_ns", lambda: next(looks))
        yield


def order() -> live.Order:
    return live.Order(address("http://127.0.0.1:9", False), "tiny", NEED, repeats=2, look_s=0)


def test_a_stop_is_the_time_beyond_a_beat(stops: None) -> None:
    with Pulse() as beating:
        pass
    assert beating.stopped_ns == 5 * SECOND - pulse.BEAT_S * SECOND


def test_what_goes_on_without_a_stop_is_no_stop() -> None:
    with Pulse() as beating:
        time.sleep(0)
    assert beating.stopped_ns < SECOND


def test_a_stop_before_the_first_token_decides_nothing(stops: None, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Reply(0, [each * SECOND // 50 for each in range(250, 274)], 6 * SECOND, 24, done=True)
    monkeypatch.setattr(live, "asked", lambda question: slow)
    made = live.bench(order(), lambda words: None)
    assert (made.state, made.ruling and made.ruling.result) == ("noisy", "inconclusive")
    assert "stood still" in made.reason


def test_a_stop_in_the_middle_of_a_transcript_decides_nothing(stops: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcribe, "heard", lambda order, sound: Heard(6 * SECOND, 90))
    made = transcribe.bench(order(), Sound(generated().data, 30.0), lambda words: None)
    assert made.state == "noisy" and "stood still" in made.reason
