"""Durations into figures. Whatever is not a positive, finite speed becomes None here, so that none is ever printed."""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from msp_aigov.model.bench.measured import Timing

DIGITS = 4
# Less than a token in a quarter of an hour is no speed, and would be printed as zero.
SLOWEST = Decimal("0.001")


def percentile(values: Sequence[int], share: float) -> int:
    """The value below which that share of the values lies, between neighbours in proportion."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return round(ordered[low] + (ordered[high] - ordered[low]) * (place - low))


def timing(nanoseconds: Sequence[int]) -> Timing | None:
    """The middle and the tenths of what was measured; None when nothing, or nothing believable, was."""
    micro = [value // 1000 for value in nanoseconds]
    if not micro or min(micro) <= 0:
        return None
    return Timing(percentile(micro, 0.1), percentile(micro, 0.5), percentile(micro, 0.9), len(micro))


def spread_percent(nanoseconds: Sequence[int]) -> int | None:
    """(p75 - p25) / p50, in percent: how far the middle half of the steps lies apart, or the two that there are."""
    middle = percentile(nanoseconds, 0.5) if nanoseconds else 0
    if middle <= 0:
        return None
    low, high = (0.25, 0.75) if len(nanoseconds) > 2 else (0.0, 1.0)
    return round(100 * (percentile(nanoseconds, high) - percentile(nanoseconds, low)) / middle)


def rate(count: int, microseconds: int | None) -> Decimal | None:
    """How many a second, in four digits; None unless both are above zero and it would not print as nothing."""
    if not microseconds or microseconds <= 0 or count <= 0:
        return None
    speed = Decimal(count) * 1_000_000 / microseconds
    return digits(speed) if speed >= SLOWEST else None


def ratio(part: int, whole: int) -> Decimal | None:
    """One duration over another, in four digits; None unless both are above zero."""
    return digits(Decimal(part) / whole) if part > 0 and whole > 0 else None


def digits(value: Decimal) -> Decimal:
    """A positive figure in four significant digits, never in powers of ten."""
    places = Decimal(1).scaleb(value.adjusted() - DIGITS + 1)
    return Decimal(f"{value.quantize(places, ROUND_HALF_EVEN):f}")


def stretched(each: Timing, times: int, shared: int, extra: Timing | None = None) -> Timing:
    """A timing of `shared` layers as one of `times` layers, and once more the `extra` step."""
    tail = extra or Timing(0, 0, 0, each.runs)
    return Timing(
        each.p10_us * times // shared + tail.p10_us,
        each.p50_us * times // shared + tail.p50_us,
        each.p90_us * times // shared + tail.p90_us,
        each.runs,
    )
