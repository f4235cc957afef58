"""Clocks that jump, processes that stand still, neighbours that take the processor: each on clocks played by hand."""

from collections import namedtuple
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from msp_aigov.measure.parent import Outcome
from msp_aigov.measure.synth import clocked
from msp_aigov.measure.synth.fold import folded
from tests.measure.synth.test_fold import MS, SHAPE, seen

Times = namedtuple("Times", "user system idle iowait steal guest")
Own = namedtuple("Own", "user system")


class Clocks:
    """Both clocks, in nanoseconds; each may be pushed."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.wall = 10**18
        self.steady = 10**15
        patch.setattr(clocked.time, "time_ns", lambda: self.wall)
        patch.setattr(clocked.time, "monotonic_ns", lambda: self.steady)
        patch.setattr(clocked.time, "perf_counter_ns", lambda: self.steady)
        patch.setattr(clocked.time, "sleep", self.pass_s)

    def pass_s(self, seconds: float) -> None:
        self.wall += round(seconds * 1e9)
        self.steady += round(seconds * 1e9)


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


@pytest.mark.parametrize("jump_s", [-3600, -0.6, 0.6, 5, 86_400])
def test_a_wall_clock_that_jumps_is_seen_whichever_way(clocks: Clocks, jump_s: float) -> None:
    watch = clocked.Watch(0)
    clocks.pass_s(12)
    clocks.wall += round(jump_s * 1e9)
    paused = watch.paused_ms([[8 * MS] * 60])
    assert paused == round(abs(jump_s) * 1000)
    made = folded(SHAPE, 8, "cpu", Outcome("ok", seen(paused_ms=paused)), None)
    assert made.state == "noisy" and f"{paused} ms" in made.reason


def test_a_clock_that_is_set_right_by_little_disturbs_nothing(clocks: Clocks) -> None:
    watch = clocked.Watch(0)
    clocks.pass_s(60)
    clocks.wall += 30 * MS
    assert watch.paused_ms([[8 * MS] * 60]) == 30


def stepping(clocks: Clocks, jumps: dict[int, float]) -> Any:
    """A step of 8 ms; in the step of that number the steady clock jumps too."""
    numbers: Iterator[int] = iter(range(10**6))

    def step() -> None:
        clocks.pass_s(0.008)
        clocks.steady += round(jumps.get(next(numbers), 0) * 1e9)

    return step


@pytest.mark.parametrize("number", [0, 9])
def test_a_pause_in_the_warm_up_changes_no_figure(clocks: Clocks, number: int) -> None:
    (kept,) = clocked.in_turns([stepping(clocks, {number: 5})])
    assert set(kept) == {8 * MS} and clocked.Watch(0).paused_ms([kept]) == 0


def test_a_step_is_taken_again_in_turns_with_the_other(clocks: Clocks) -> None:
    order: list[str] = []

    def step(name: str) -> Any:
        def run() -> None:
            order.append(name)
            clocks.pass_s(0.008 if name == "layers" else 0.004)

        return run

    layers, head = clocked.again([step("layers"), step("head")])
    assert (set(layers), set(head), len(layers)) == ({8 * MS}, {4 * MS}, clocked.BLOCK_STEPS)
    assert order == ["layers", "head"] * (2 + clocked.BLOCK_STEPS)


@pytest.mark.parametrize("number", [10, 40, 69])
def test_a_pause_in_any_step_is_seen(clocks: Clocks, number: int) -> None:
    watch = clocked.Watch(0)
    (kept,) = clocked.in_turns([stepping(clocks, {number: 5})])
    # A step that stood still is seen even where both clocks stood still with it.
    clocks.wall += 5_000 * MS
    assert watch.paused_ms([kept]) > 4_900


def test_a_steady_clock_that_runs_backwards_gives_no_figure(clocks: Clocks) -> None:
    layers, head = clocked.in_turns([stepping(clocks, {20: -5}), stepping(clocks, {})])
    steps = [{"tokens": 128, "layers": layers, "head": head}]
    made = folded(SHAPE, 8, "cpu", Outcome("ok", seen(steps=steps, prompts=[])), None)
    assert (made.state, made.decode) == ("failed", ())


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_pause_in_one_of_few_long_steps_spreads_them(clocks: Clocks, number: int) -> None:
    kept = clocked.few(stepping(clocks, {number: 5}), 3)
    prompts = [{"tokens": 512, "layers": kept, "head": [300 * MS] * 3}]
    assert folded(SHAPE, 8, "cpu", Outcome("ok", seen(prompts=prompts)), None).state == "noisy"


def test_a_pause_in_the_warm_up_of_a_long_step_counts_twice_and_is_seen(clocks: Clocks) -> None:
    kept = clocked.few(stepping(clocks, {0: 5}), 3)
    prompts = [{"tokens": 512, "layers": kept, "head": [300 * MS] * 3}]
    assert folded(SHAPE, 8, "cpu", Outcome("ok", seen(prompts=prompts)), None).state == "noisy"


def watching(monkeypatch: pytest.MonkeyPatch, *told: tuple[Times, Own]) -> clocked.Watch:
    watch, left = clocked.Watch(0), list(told)

    def process() -> Any:
        return SimpleNamespace(cpu_times=lambda: left.pop(0)[1])

    watch.psutil = SimpleNamespace(cpu_times=lambda: left[0][0], Process=process)
    watch.spent = watch._spent()
    return watch


@pytest.mark.parametrize(
    ("after", "own", "percent"),
    [
        (Times(10, 2, 12, 0, 0, 0), Own(10, 2), 0),
        (Times(22, 2, 0, 0, 0, 0), Own(10, 2), 50),
        (Times(16, 2, 6, 0, 0, 0), Own(10, 2), 25),
        (Times(10, 2, 6, 6, 0, 0), Own(10, 2), 0),
        (Times(10, 2, 6, 0, 6, 0), Own(10, 2), 0),
        (Times(16, 2, 6, 0, 0, 6), Own(10, 2), 25),
        (Times(0, 0, 0, 0, 0, 0), Own(1, 0), None),
    ],
    ids=["alone", "one of two", "half of one", "waiting", "taken from below", "a guest", "no time passed"],
)
def test_what_others_take_is_all_but_its_own(
    monkeypatch: pytest.MonkeyPatch, after: Times, own: Own, percent: int | None
) -> None:
    """12 s on two processors, of which this process kept one."""
    watch = watching(monkeypatch, (Times(0, 0, 0, 0, 0, 0), Own(0, 0)), (after, own))
    assert watch.others_percent() == percent


def test_a_little_of_many_processors_may_be_most_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    after = (Times(6.2, 0, 93.8, 0, 0, 0), Own(0, 0))
    watch = watching(monkeypatch, (Times(0, 0, 0, 0, 0, 0), Own(0, 0)), after)
    assert watch.others_percent(16) == 99
