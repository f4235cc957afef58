"""The rule for a noisy run, and the verdict of speed against need. Both are fixed before anything is measured."""

from collections.abc import Sequence
from decimal import Decimal
from math import floor

from msp_aigov.model.bench.measured import Measurement, Need, Noise, Prefill, Ruling

BUSY_PERCENT = 12
# Of one processor, over the whole run: what keeps one busy most of the time slows a thread that shares its core.
BUSY_ONE_PERCENT = 75
SPREAD_PERCENT = 15
YARDSTICK_PERCENT = 15
PAUSED_MS = 500
# Between the need and the need less this much, the answer is "marginal".
MARGINAL_PERCENT = 15
SYNTHETIC_ERROR_PERCENT = 10


def too_noisy(noise: Noise) -> str:
    """Why a run may not decide anything; empty when it may."""
    if noise.paused_ms >= PAUSED_MS:
        return f"the process stood still, or a clock jumped, for {noise.paused_ms} ms"
    if noise.busy_before_percent is not None and noise.busy_before_percent > BUSY_PERCENT:
        return f"the machine was {noise.busy_before_percent} % busy before the run (bound {BUSY_PERCENT} %)"
    if noise.busy_during_percent is not None and noise.busy_during_percent > BUSY_PERCENT:
        return f"other programs took {noise.busy_during_percent} % of the machine meanwhile (bound {BUSY_PERCENT} %)"
    if noise.busy_one_percent is not None and noise.busy_one_percent > BUSY_ONE_PERCENT:
        return f"other programs kept a processor {noise.busy_one_percent} % busy meanwhile (bound {BUSY_ONE_PERCENT} %)"
    if noise.spread_percent is not None and noise.spread_percent > SPREAD_PERCENT:
        return f"the steps lie {noise.spread_percent} % apart (bound {SPREAD_PERCENT} %)"
    if noise.yardstick_percent is not None and noise.yardstick_percent > YARDSTICK_PERCENT:
        return f"the yardstick moved by {noise.yardstick_percent} % (bound {YARDSTICK_PERCENT} %)"
    return ""


def ruled(measurement: Measurement, need: Need) -> Ruling:
    """Pass only at the pessimistic end of the figure; what was not measured cleanly is inconclusive."""
    if measurement.state != "ok":
        return Ruling("inconclusive", need, reason=measurement.reason or measurement.state)
    margins = [(margin, name) for name, margin in _margins(measurement, need).items() if margin is not None]
    wanted = [need.tokens_per_s, need.first_token_ms, need.real_time_factor]
    if not margins or len(margins) < sum(each is not None for each in wanted):
        return Ruling("inconclusive", need, reason="not everything the workload asks for was measured")
    margin, name = min(margins)
    if margin >= 0 and name == "real-time factor" and measurement.speech and measurement.speech.lower_bound:
        return Ruling("inconclusive", need, name, margin, "the synthetic real-time factor is a lower bound")
    result = "pass" if margin >= 0 else "marginal" if margin >= -MARGINAL_PERCENT else "fail"
    return Ruling(result, need, name, margin)  # type: ignore[arg-type]


def asks(need: Need) -> bool:
    """Whether a need names any figure at all; without one there is nothing to rule on."""
    return any(each is not None for each in (need.tokens_per_s, need.first_token_ms, need.real_time_factor))


def _margins(measurement: Measurement, need: Need) -> dict[str, int | None]:
    """How far each pessimistic figure lies above its need, in percent; only what is needed."""
    error = 1 - Decimal(measurement.error_percent) / 100
    made: dict[str, int | None] = {}
    if need.tokens_per_s is not None:
        speed = _speed(measurement)
        # A live run had some of its users at once already.
        users = Decimal(need.users) / (measurement.served.concurrency if measurement.served else 1)
        made["decode"] = None if speed is None else _over(speed * error, need.tokens_per_s * users)
    if need.first_token_ms is not None:
        low, high = _first_token_us(measurement, need)
        made["first token"] = _between(Decimal(need.first_token_ms * 1000) * error, low, high)
    if need.real_time_factor is not None:
        factor = measurement.speech.real_time_factor if measurement.speech else None
        made["real-time factor"] = None if factor is None else _over(need.real_time_factor * error, factor)
    return made


def _over(have: Decimal, need: Decimal | int) -> int | None:
    return floor(100 * (have / need - 1)) if have > 0 and need > 0 else None


def _speed(measurement: Measurement) -> Decimal | None:
    """Tokens a second when it matters: slowest step tenth, longest context, last quarter of a long run."""
    if measurement.served:
        gap = measurement.served.token_gap_p95_us
        return Decimal(1_000_000) / gap if gap else measurement.served.tokens_per_s
    speeds = [Decimal(1_000_000) / each.step.p90_us for each in measurement.decode]
    if measurement.sustained and speeds:
        speeds.append(min(speeds) * min(100, measurement.sustained.last_over_first_percent) / 100)
    return min(speeds) if speeds else None


def _between(need: Decimal, low: int | None, high: int | None) -> int | None:
    """The margin of a duration that lies between two: only where both say the same."""
    if low is None or high is None:
        return None
    best, worst = _over(need, low), _over(need, high)
    if best is None or worst is None or (worst < 0 <= best) or (worst < -MARGINAL_PERCENT <= best):
        return None
    return worst


def _first_token_us(measurement: Measurement, need: Need) -> tuple[int | None, int | None]:
    """The first token's time, from the least to the most that it can be."""
    if measurement.served:
        return (measurement.served.first_token_p95_us,) * 2
    long_enough = [each for each in measurement.prefill if each.prompt_tokens >= need.prompt_tokens]
    if long_enough:
        return (min(long_enough, key=_tokens).first_token.p90_us,) * 2
    return _longer(measurement.prefill, need.prompt_tokens)


def _longer(measured: Sequence[Prefill], prompt: int) -> tuple[int | None, int | None]:
    """A longer prompt than any measured: each token costs the same, and as much again as it has before it to look at.

    Two prompts tell both costs; with one alone it lies between growing in proportion and growing with the square.
    """
    if not measured:
        return None, None
    short, long = min(measured, key=_tokens), max(measured, key=_tokens)
    a, b = Decimal(short.first_token.p90_us) / _tokens(short), Decimal(long.first_token.p90_us) / _tokens(long)
    if _tokens(short) == _tokens(long):
        return int(b * prompt), int(b * prompt * prompt / _tokens(long))
    growth = max(Decimal(0), (b - a) / (_tokens(long) - _tokens(short)))
    return (int((b + growth * (prompt - _tokens(long))) * prompt),) * 2


def _tokens(prefill: Prefill) -> int:
    return prefill.prompt_tokens
