"""When a noisy run is tried once more: no clock and no child, each run takes the seconds it is told."""

from collections.abc import Sequence

import pytest

from msp_aigov.measure.synth import bench
from msp_aigov.model.bench.measured import Measurement, Noise
from msp_aigov.rules.load import load_rules
from tests.measure.samples import CHAT, QUIET, measurement

Run = tuple[int, Measurement]
CLEAN = measurement()
NOISY = measurement(state="noisy", reason="the steps lie 40 % apart (bound 15 %)")
HOPELESS = measurement(state="noisy", reason="busy", noise=Noise(51, 5, 3))
BUSY = measurement(state="noisy", reason="busy", noise=Noise(50, 5, 3))


class Played:
    """The benchmark over runs that are given, each with the seconds it takes."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        self.said: list[str] = []
        self.left: list[Run] = []
        patch.setattr(bench, "steady_s", lambda: self.now)
        patch.setattr(bench, "_one", self._one)

    def _one(self, order: bench.Order, model: str) -> Measurement:
        seconds, made = self.left.pop(0)
        self.now += seconds
        return made

    def __call__(self, models: int, runs: Sequence[Run]) -> tuple[Measurement, ...]:
        self.left = list(runs)
        order = bench.Order(("qwen2.5-0.5b",) * models, "cpu", CHAT, load_rules(), None, 2**34)
        made = bench.bench(order, self.said.append)
        assert not self.left, "a run that was expected did not happen"
        return made


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> Played:
    return Played(monkeypatch)


def test_a_noisy_run_is_tried_once_more_and_the_second_counts(played: Played) -> None:
    (made,) = played(1, [(20, NOISY), (20, CLEAN)])
    assert (made.state, made.tries, made.seconds, made.ruling and made.ruling.result) == ("ok", 2, 20, "pass")
    assert played.said == [
        "1/1 qwen2.5-0.5b: measuring on cpu",
        "1/1 qwen2.5-0.5b: the steps lie 40 % apart (bound 15 %); once more",
    ]


def test_a_second_noisy_run_is_the_last(played: Played) -> None:
    (made,) = played(1, [(20, NOISY), (20, NOISY)])
    assert (made.state, made.tries, made.ruling and made.ruling.result) == ("noisy", 2, "inconclusive")


def test_a_clean_run_is_not_repeated(played: Played) -> None:
    (made,) = played(1, [(5, CLEAN)])
    assert (made.state, made.tries) == ("ok", 1)


@pytest.mark.parametrize(("seconds", "tries"), [(30, 2), (31, 1)])
def test_a_second_try_keeps_the_whole_within_a_minute(played: Played, seconds: int, tries: int) -> None:
    runs = [(seconds, NOISY)] * tries
    assert [made.tries for made in played(1, runs)] == [tries]


def test_a_second_try_leaves_the_other_models_their_time(played: Played) -> None:
    """16 s gone, as much again for each of two more models: 12 s are left, and 16 would be needed."""
    first, second, third = played(3, [(16, NOISY), (14, CLEAN), (14, NOISY), (14, CLEAN)])
    assert (first.tries, second.tries, third.tries) == (1, 1, 2)


def test_the_time_of_a_second_try_is_taken_from_those_after_it(played: Played) -> None:
    first, second = played(2, [(20, NOISY), (20, CLEAN), (20, NOISY)])
    assert (first.tries, second.tries) == (2, 1)


@pytest.mark.parametrize(("run", "tries"), [(BUSY, 2), (HOPELESS, 1)])
def test_a_machine_more_than_half_busy_is_not_tried_again(played: Played, run: Measurement, tries: int) -> None:
    assert [made.tries for made in played(1, [(5, run)] * tries)] == [tries]


@pytest.mark.parametrize("state", ["fallback", "crashed", "timeout", "skipped", "failed"])
def test_only_noise_is_tried_again(played: Played, state: str) -> None:
    (made,) = played(1, [(5, measurement(state=state, reason="why", noise=QUIET))])
    assert (made.state, made.tries) == (state, 1)
