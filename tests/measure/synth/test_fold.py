"""From what a child saw to a measurement, without a child."""

from decimal import Decimal
from typing import Any

import pytest

from msp_aigov.measure.parent import Outcome
from msp_aigov.measure.synth.clocked import overrun
from msp_aigov.measure.synth.fold import folded
from msp_aigov.measure.synth.session import share
from msp_aigov.model.bench.measured import Measurement
from msp_aigov.model.bench.shapes import ModelShape
from msp_aigov.rules.load import load_rules

SHAPE: ModelShape = next(each for each in load_rules().model_shapes if each.alias == "qwen2.5-0.5b")
MS = 1_000_000


def seen(**changes: Any) -> dict[str, Any]:
    steps = [{"tokens": tokens, "layers": [8 * MS] * 60, "head": [4 * MS] * 60} for tokens in (128, 2048)]
    prompts = [{"tokens": 512, "layers": [400 * MS] * 3, "head": [300 * MS] * 3}]
    return {
        "engine_version": "1.31.0",
        "on_provider_percent": 100,
        "steps": steps,
        "prompts": prompts,
        "yardstick": [10 * MS, 11 * MS],
        "threads": 4,
        "busy_percent": 3,
        "others_percent": 4,
        "others_of_one_percent": 8,
        "free_bytes": 2**33,
        "stolen_ms": 0,
        "paused_ms": 0,
        "peak_bytes": 2**30,
        **changes,
    }


def fold(**changes: Any) -> Measurement:
    return folded(SHAPE, 8, "cpu", Outcome("ok", seen(**changes)), None)


def test_layers_are_stretched_to_all_of_them_and_the_head_is_added_once() -> None:
    made = fold()
    assert (made.state, made.threads) == ("ok", 4)
    assert made.decode[0].step.p50_us == 28_000
    assert made.decode[0].tokens_per_s == Decimal("35.71")
    assert made.prefill[0].first_token.p50_us == 1_500_000


def test_steps_far_apart_are_too_noisy() -> None:
    steps = [{"tokens": 128, "layers": [4 * MS, 12 * MS] * 30, "head": [4 * MS] * 60}]
    assert fold(steps=steps).state == "noisy"


def test_a_yardstick_that_moved_is_too_noisy() -> None:
    assert fold(yardstick=[10 * MS, 14 * MS]).state == "noisy"


def test_a_token_that_takes_longer_at_one_end_of_the_run_is_too_noisy() -> None:
    """Seen once: decode 18 % slow, steps close together, the arithmetic of the yardstick unmoved."""
    assert fold(ends=[19 * MS, 16 * MS]).state == fold(ends=[16 * MS, 19 * MS]).state == "noisy"
    assert fold(ends=[16 * MS, 17 * MS]).noise.yardstick_percent == 10 and fold(ends=[16 * MS, 17 * MS]).state == "ok"


def test_a_process_that_stood_still_is_too_noisy() -> None:
    assert fold(paused_ms=5_000).state == "noisy"


@pytest.mark.parametrize("slow", [2_500, 25_000])
def test_a_pause_in_one_of_two_slow_prompts_is_too_noisy(slow: int) -> None:
    prompts = [{"tokens": 512, "layers": [slow * MS, (slow + 5_000) * MS], "head": [300 * MS] * 2}]
    assert fold(prompts=prompts).state == "noisy"


def test_a_pause_in_a_long_run_is_seen_by_its_window() -> None:
    assert overrun([[50, 900 * MS, 110 * MS], [50, 5900 * MS, 110 * MS]], 1) > 4800 * MS
    assert overrun([[50, 900 * MS, 110 * MS]], 1) < 100 * MS and overrun([], 1) == 0


def test_operators_that_fell_back_are_said_before_any_noise() -> None:
    made = fold(on_provider_percent=60, busy_percent=90)
    assert (made.state, "60 %" in made.reason) == ("fallback", True)


def test_a_clock_that_jumped_gives_no_figure() -> None:
    made = fold(
        steps=[{"tokens": 128, "layers": [-MS] * 60, "head": [MS] * 60}],
        prompts=[{"tokens": 128, "layers": [0], "head": [0]}],
    )
    assert (made.state, made.decode, made.prefill) == ("failed", (), ())


def test_a_device_that_slows_down_is_reported_by_its_last_quarter() -> None:
    windows = [[100, 900 * MS, 100 * MS]] * 4 + [[50, 900 * MS, 50 * MS]] * 4
    made = fold(windows=windows, window_s=1)
    assert made.sustained is not None and 50 < made.sustained.last_over_first_percent < 60


def test_a_window_without_a_step_is_no_speed() -> None:
    made = fold(windows=[[0, 0, 0], [10, 900 * MS, 100 * MS]], window_s=1)
    assert made.sustained is None


def test_a_crash_keeps_its_reason_and_has_no_figures() -> None:
    made = folded(SHAPE, 8, "cpu", Outcome("crashed", {}, "the child process crashed (SIGSEGV)"), None)
    assert (made.state, made.reason, made.decode) == ("crashed", "the child process crashed (SIGSEGV)", ())


def test_a_provider_never_run_here_is_unverified() -> None:
    assert not folded(SHAPE, 8, "cuda", Outcome("ok", seen()), None).verified


def test_the_share_counts_heavy_operators_only() -> None:
    placed = [("CUDA", ["MatMulNBits", "Add"]), ("CPU", ["MatMulNBits", "MatMulNBits", "GroupQueryAttention"])]
    assert (share(placed, "CUDA"), share([], "CUDA"), share([("CPU", ["Add"])], "CPU")) == (25, None, None)
