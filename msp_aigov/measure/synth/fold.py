"""From what the child saw to a measurement: pure, and the only place that extrapolates."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from msp_aigov.measure.parent import Outcome
from msp_aigov.measure.quantity import rate, spread_percent, stretched, timing
from msp_aigov.measure.rule import SYNTHETIC_ERROR_PERCENT, too_noisy
from msp_aigov.measure.synth.session import PROVIDERS, VERIFIED
from msp_aigov.model.bench.measured import Decode, Measurement, Memory, Noise, Prefill, Sustained
from msp_aigov.model.bench.shapes import ModelShape

Seen = Mapping[str, Any]
# A quarter at either end of a long run is compared.
QUARTERS = 4


def blank(model: str, provider: str, outcome: Outcome) -> Measurement:
    """A measurement that says what became of it, and no more."""
    return Measurement(
        "synthetic",
        model,
        PROVIDERS[provider],
        "onnxruntime",
        str(outcome.seen.get("engine_version", "")),
        outcome.state,
        outcome.reason,
        verified=provider in VERIFIED,
    )


def folded(shape: ModelShape, layers: int, provider: str, outcome: Outcome, predicted: int | None) -> Measurement:
    """One model's measurement: layers stretched to all of them, the head added, noise and fall-back judged."""
    made = blank(shape.alias, provider, outcome)
    seen = outcome.seen
    if outcome.state != "ok":
        return made
    made = replace(
        made,
        threads=seen["threads"],
        layers_built=layers,
        layers=shape.layers,
        decode=tuple(filter(None, (_decode(shape, layers, each) for each in seen["steps"]))),
        prefill=tuple(filter(None, (_prefill(shape, layers, each) for each in seen["prompts"]))),
        sustained=_sustained(shape, layers, seen),
        on_provider_percent=seen["on_provider_percent"],
        memory=Memory(seen["free_bytes"], seen["peak_bytes"], predicted),
        noise=noise(seen, [each[part] for each in (*seen["steps"], *seen["prompts"]) for part in ("layers", "head")]),
        error_percent=SYNTHETIC_ERROR_PERCENT,
    )
    return judged(made)


def judged(measurement: Measurement) -> Measurement:
    """The state that the evidence allows: a fall-back, noise, or nothing believable each take the figures' standing."""
    share = measurement.on_provider_percent
    if share is not None and share < 100:
        reason = f"only {share} % of the heavy operators ran on {measurement.provider}; the rest fell back to the CPU"
        return replace(measurement, state="fallback", reason=reason)
    if not (measurement.decode or measurement.prefill or measurement.speech):
        return replace(measurement, state="failed", reason="the clock gave no believable duration")
    reason = too_noisy(measurement.noise)
    return replace(measurement, state="noisy", reason=reason) if reason else measurement


def noise(seen: Seen, samples: list[list[int]]) -> Noise:
    """What disturbed a run, from what its child saw."""
    spreads = [spread for spread in map(spread_percent, samples) if spread is not None]
    # Two yardsticks: a fixed piece of arithmetic all along, and the same token at both ends of the run.
    moves = [move for move in map(_moved, (seen["yardstick"], seen.get("ends", ()))) if move is not None]
    moved = max(moves, default=None)
    spread = max(spreads, default=None)
    busy, one, others = seen["busy_percent"], seen["others_of_one_percent"], seen["others_percent"]
    return Noise(busy, spread, moved, seen["stolen_ms"], seen["paused_ms"], others, one)


def _moved(marks: Sequence[int]) -> int | None:
    return round(100 * (max(marks) - min(marks)) / min(marks)) if marks and min(marks) > 0 else None


def _decode(shape: ModelShape, layers: int, step: Seen) -> Decode | None:
    body, head = timing(step["layers"]), timing(step["head"])
    if body is None or head is None:
        return None
    whole = stretched(body, shape.layers, layers, head)
    speed = rate(1, whole.p50_us)
    return None if speed is None else Decode(step["tokens"], whole, speed)


def _prefill(shape: ModelShape, layers: int, prompt: Seen) -> Prefill | None:
    body, head = timing(prompt["layers"]), timing(prompt["head"])
    if body is None or head is None:
        return None
    whole = stretched(body, shape.layers, layers, head)
    speed = rate(prompt["tokens"], whole.p50_us)
    return None if speed is None else Prefill(prompt["tokens"], whole, speed)


def _sustained(shape: ModelShape, layers: int, seen: Seen) -> Sustained | None:
    """Speed in each window, as whole tokens: the layers stretched to all of them, and the head."""
    speeds = []
    for count, body, head in seen.get("windows", ()):
        token = (body * shape.layers // layers + head) // 1000 // max(count, 1)
        speed = rate(1, token) if count else None
        if speed is not None:
            speeds.append(speed)
    if len(speeds) < 2:
        return None
    quarter = max(1, len(speeds) // QUARTERS)
    first, last = sum(speeds[:quarter], Decimal(0)), sum(speeds[-quarter:], Decimal(0))
    return Sustained(seen["window_s"], tuple(speeds), round(100 * last / first))
