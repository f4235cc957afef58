"""Durations into figures."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from msp_aigov.measure.quantity import percentile, rate, ratio, spread_percent, stretched, timing
from msp_aigov.model.bench.measured import Timing

DURATIONS = st.lists(st.integers(-(10**12), 10**15), max_size=50)


@given(st.integers(-(10**6), 10**9), st.one_of(st.none(), st.integers(-(10**6), 10**15)))
def test_a_speed_is_positive_and_finite_or_none(count: int, microseconds: int | None) -> None:
    speed = rate(count, microseconds)
    assert speed is None or (speed.is_finite() and speed > 0 and "E" not in str(speed))


@given(DURATIONS)
def test_no_clock_can_make_a_zero_or_negative_timing(nanoseconds: list[int]) -> None:
    made = timing(nanoseconds)
    assert made is None or 0 < made.p10_us <= made.p50_us <= made.p90_us
    assert (spread := spread_percent(nanoseconds)) is None or spread >= 0


def test_what_would_print_as_zero_is_no_speed() -> None:
    assert (rate(1, 10**9), rate(1, 10**9 + 10**6)) == (Decimal("0.001"), None)


def test_a_percentile_lies_between_its_neighbours() -> None:
    assert [percentile([10, 20, 30, 40], share) for share in (0, 0.5, 1)] == [10, 25, 40]


def test_a_clock_that_went_back_gives_nothing() -> None:
    assert timing([5_000_000, -5_000_000]) is None


def test_of_two_steps_alone_the_whole_distance_counts() -> None:
    assert (spread_percent([20, 25]), spread_percent([20, 21, 25])) == (23, 14)


def test_stretching_takes_all_layers_and_the_head_once() -> None:
    assert stretched(Timing(10, 20, 30, 5), 24, 4, Timing(1, 2, 3, 5)) == Timing(61, 122, 183, 5)


def test_figures_keep_four_digits() -> None:
    assert (rate(1, 28_875), ratio(1, 13)) == (Decimal("34.63"), Decimal("0.07692"))
