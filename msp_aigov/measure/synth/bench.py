"""The synthetic benchmark: one child process a model and provider, one after the other."""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from msp_aigov.measure.parent import Outcome, run
from msp_aigov.measure.rule import ruled
from msp_aigov.measure.synth import plan
from msp_aigov.measure.synth.clocked import steady_s
from msp_aigov.measure.synth.fold import blank, folded
from msp_aigov.measure.synth.session import LIVE_ONLY
from msp_aigov.measure.synth.speech_fold import spoken
from msp_aigov.model.bench.measured import Measurement, Need
from msp_aigov.model.bench.shapes import ModelShape
from msp_aigov.model.rules import Rules

LOOK_S = 1.0
TIMEOUT_S = 180.0
# A machine this busy is so the next minute too: no second try.
HOPELESS_PERCENT = 50
# A second try may not make the whole run longer than somebody waits for it.
BUDGET_S = 60


@dataclass(frozen=True)
class Order:
    """What to measure, and under which conditions. `free_bytes` and `cache_bytes` are the machine's."""

    models: tuple[str, ...]
    provider: str
    need: Need | None
    rules: Rules
    cache_bytes: int | None
    free_bytes: int
    duration_s: int = 0
    no_network: bool = False


def bench(order: Order, said: Callable[[str], None]) -> tuple[Measurement, ...]:
    """Measure every model; a noisy run is tried once more while there is time, and `tries` tells of it."""
    made: list[Measurement] = []
    began = steady_s()
    for number, model in enumerate(order.models, start=1):
        place = f"{number}/{len(order.models)} {model}"
        said(f"{place}: measuring on {order.provider}")
        measurement = _timed(order, model)
        left = BUDGET_S - (steady_s() - began) - measurement.seconds * (len(order.models) - number)
        if _once_more(measurement, left):
            said(f"{place}: {measurement.reason}; once more")
            measurement = replace(_timed(order, model), tries=2)
        if order.need:
            measurement = replace(measurement, ruling=ruled(measurement, order.need))
        made.append(measurement)
    return tuple(made)


def _once_more(measurement: Measurement, left_s: float) -> bool:
    """Whether a second try is worth its time, and leaves the other models theirs."""
    hopeless = (measurement.noise.busy_before_percent or 0) > HOPELESS_PERCENT
    return measurement.state == "noisy" and not hopeless and measurement.seconds <= left_s


def _timed(order: Order, model: str) -> Measurement:
    began = steady_s()
    made = _one(order, model)
    return replace(made, seconds=round(steady_s() - began))


def _one(order: Order, model: str) -> Measurement:
    if order.provider in LIVE_ONLY:
        reason = f"{order.provider} runs precompiled models only: measure it live, with --endpoint"
        return blank(model, order.provider, Outcome("skipped", {}, reason))
    shape = next((each for each in order.rules.model_shapes if each.alias == model), None)
    if shape is None:
        reason = "the table of shapes does not have this model: measure it live, with --endpoint"
        return blank(model, order.provider, Outcome("skipped", {}, reason))
    return _speech(order, shape) if shape.family == "whisper" else _decoder(order, shape)


def _decoder(order: Order, shape: ModelShape) -> Measurement:
    layers = plan.layers_to_build(shape, order.cache_bytes)
    prompts = plan.prompts_that_fit(shape, layers, order.free_bytes)
    if not prompts:
        need = plan.child_bytes(shape, layers, min(plan.PROMPTS)) + plan.RESERVE
        return blank(shape.alias, order.provider, _no_room(need, order.free_bytes))
    job = {"job": "decoder", "layers": layers, "contexts": plan.CONTEXTS, "prompts": prompts}
    outcome = run({**job, **_common(order, shape)}, TIMEOUT_S + 2 * order.duration_s, order.no_network)
    measurement = folded(shape, layers, order.provider, outcome, _predicted(order, shape))
    done = {each.prompt_tokens for each in measurement.prefill}
    left_out = sorted(set(plan.PROMPTS) - done)
    if left_out and measurement.state in ("ok", "noisy"):
        why = "too little free memory" if left_out[0] not in prompts else "it would take too long"
        words = f"the prompt of {left_out[0]} tokens was left out: {why}"
        return replace(measurement, reason="; ".join(filter(None, (measurement.reason, words))))
    return measurement


def _speech(order: Order, shape: ModelShape) -> Measurement:
    need = plan.INTERPRETER + 8 * shape.layers * shape.hidden * shape.hidden * 4 * 4 + plan.RESERVE
    if need > order.free_bytes:
        return blank(shape.alias, order.provider, _no_room(need, order.free_bytes))
    outcome = run({"job": "whisper", **_common(order, shape)}, TIMEOUT_S, order.no_network)
    return spoken(shape, order.provider, outcome)


def _common(order: Order, shape: ModelShape) -> dict[str, object]:
    fields = {name: value for name, value in dataclasses.asdict(shape).items() if name != "reference"}
    return {"shape": fields, "provider": order.provider, "look_s": LOOK_S, "duration_s": order.duration_s}


def _no_room(need: int, free: int) -> Outcome:
    return Outcome("skipped", {}, f"measuring it takes {_gib(need)} GiB of free memory and there are {_gib(free)}")


def _gib(size: int) -> str:
    return f"{size / 2**30:.1f}"


def _predicted(order: Order, shape: ModelShape) -> int | None:
    files: Sequence[int] = [
        each.file_bytes for each in order.rules.local_models if each.alias == shape.alias and each.device == "cpu"
    ]
    prompt = order.need.prompt_tokens if order.need else max(plan.PROMPTS)
    reply = order.need.output_tokens if order.need else max(plan.PROMPTS)
    return plan.whole_bytes(shape, files[0], prompt + reply, prompt) if files else None
