"""The noise rule and the verdict."""

from dataclasses import replace
from decimal import Decimal

import pytest

from msp_aigov.measure.rule import ruled, too_noisy
from msp_aigov.model.bench.measured import Noise, Prefill, Speech
from tests.measure.samples import CHAT, QUIET, measurement, timing


def test_a_quiet_run_may_decide() -> None:
    assert too_noisy(QUIET) == ""


@pytest.mark.parametrize(
    "noise",
    [
        replace(QUIET, busy_before_percent=13),
        replace(QUIET, busy_during_percent=13),
        replace(QUIET, busy_during_percent=6, busy_one_percent=96),
        replace(QUIET, spread_percent=16),
        replace(QUIET, yardstick_percent=16),
        replace(QUIET, paused_ms=5000),
    ],
)
def test_each_disturbance_alone_is_too_much(noise: Noise) -> None:
    assert too_noisy(noise)


def test_a_little_of_every_processor_is_as_any_machine_has_it() -> None:
    assert too_noisy(replace(QUIET, busy_before_percent=4, busy_during_percent=4, busy_one_percent=64)) == ""


def test_a_fast_device_passes_with_its_margin() -> None:
    ruling = ruled(measurement(), CHAT)
    assert (ruling.result, ruling.limited_by, ruling.margin_percent) == ("pass", "decode", 71)


def test_the_verdict_is_that_of_the_worst_figure() -> None:
    ruling = ruled(measurement(first_us=9_000_000), CHAT)
    assert (ruling.result, ruling.limited_by) == ("fail", "first token")


def test_just_below_the_need_is_marginal() -> None:
    assert ruled(measurement(decode_us=92_000), CHAT).result == "marginal"


def test_the_slow_tenth_decides_not_the_middle() -> None:
    made = measurement(decode_us=80_000)
    slow = replace(made, decode=(replace(made.decode[0], step=timing(80_000, spread=60)),))
    assert ruled(made, CHAT).result == "pass"
    assert ruled(slow, CHAT).result == "fail"


def test_a_longer_prompt_than_the_only_one_measured_is_judged_where_every_guess_agrees() -> None:
    need = replace(CHAT, tokens_per_s=None, prompt_tokens=2048)
    assert ruled(measurement(first_us=1_000_000), need).result == "fail"
    assert ruled(measurement(first_us=100_000), need).result == "pass"
    assert ruled(measurement(first_us=400_000), need).result == "inconclusive"


def test_a_longer_prompt_grows_with_what_each_token_looks_back_at() -> None:
    two = (Prefill(128, timing(100_000, 0), Decimal(1)), Prefill(512, timing(600_000, 0), Decimal(1)))
    made = measurement(prefill=two)
    need = replace(CHAT, tokens_per_s=None, prompt_tokens=2048)
    # 781 us a token at 128, 1172 at 512, so 2734 at 2048: 5.6 s, where proportion alone would say 2.4 s.
    assert ruled(made, replace(need, first_token_ms=6300)).result == "pass"
    assert ruled(made, replace(need, first_token_ms=5000)).result == "fail"


def test_a_hair_below_the_need_is_not_a_pass() -> None:
    made = measurement(first_us=1_000_000, decode=())
    need = replace(CHAT, tokens_per_s=None, first_token_ms=1164)
    assert (ruled(made, need).result, ruled(made, need).margin_percent) == ("marginal", -1)


def test_two_users_need_twice_the_speed() -> None:
    assert ruled(measurement(), replace(CHAT, users=3)).result == "fail"


@pytest.mark.parametrize("state", ["noisy", "fallback", "crashed", "timeout", "skipped", "failed"])
def test_what_was_not_measured_cleanly_is_never_a_pass(state: str) -> None:
    ruling = ruled(measurement(state=state, reason="why"), CHAT)
    assert (ruling.result, ruling.reason) == ("inconclusive", "why")


def test_a_figure_the_need_asks_for_and_nobody_measured_is_inconclusive() -> None:
    assert ruled(measurement(prefill=()), CHAT).result == "inconclusive"


def test_a_lower_bound_can_fail_but_not_pass() -> None:
    need = replace(CHAT, tokens_per_s=None, first_token_ms=None, real_time_factor=Decimal("0.5"))
    good = Speech(30, 100, timing(10**6), timing(10**4), Decimal("0.07"), lower_bound=True)
    made = measurement(decode=(), prefill=(), speech=good)
    assert ruled(made, need).result == "inconclusive"
    assert ruled(replace(made, speech=replace(good, real_time_factor=Decimal(2))), need).result == "fail"
