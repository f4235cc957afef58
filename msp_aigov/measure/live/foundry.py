"""Foundry Local through its SDK, in a child process: a model that crashes takes only the child with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from msp_aigov.measure.live.bench import REPEATS, disturbed, prompt
from msp_aigov.measure.live.figures import served, standing
from msp_aigov.measure.live.stream import Reply
from msp_aigov.measure.parent import Outcome, run
from msp_aigov.measure.rule import asks, ruled, too_noisy
from msp_aigov.measure.synth.clocked import Watch
from msp_aigov.model.bench.measured import Measurement, Need, Noise

TIMEOUT_S = 300.0
PROVIDER = "foundry-local-sdk"
UNDISTURBED = Noise()


@dataclass(frozen=True)
class Order:
    """Which model, for which work; an empty name takes the first that is cached. `folder` is the SDK's data."""

    model: str
    need: Need
    folder: str = ""
    look_s: float = 1.0
    alias: str = ""


def bench(order: Order, said: Callable[[str], None]) -> Measurement:
    """Measure one model in the SDK's own process."""
    said(f"{order.model or 'the first cached model'}: measuring through the Foundry Local SDK")
    prompts = [prompt(order.need.prompt_tokens, number) for number in range(REPEATS + 2)]
    job = {"job": "foundry", "model": order.model, "prompts": prompts, "tokens": order.need.output_tokens}
    watch = Watch(order.look_s)
    outcome = run({**job, "folder": order.folder}, TIMEOUT_S)
    replies = [_reply(each) for each in outcome.seen.get("replies", ())]
    return told(order, outcome, disturbed(watch, replies[2:], 1, outcome.seen.get("stopped_ns", 0)))


def told(order: Order, outcome: Outcome, noise: Noise = UNDISTURBED) -> Measurement:
    """What the child's answer means."""
    seen = outcome.seen
    name, version = order.alias or str(seen.get("model") or order.model or PROVIDER), str(seen.get("version", ""))
    made = Measurement("live", name, PROVIDER, PROVIDER, version, outcome.state, outcome.reason, verified=True)
    made = replace(made, noise=noise)
    if outcome.state == "ok":
        cold, _, *replies = map(_reply, seen["replies"])
        figures = served(replies, cold, 1)
        state, reason = standing(figures, replies, order.need.prompt_tokens)
        if state == "ok" and (why := too_noisy(noise)):
            state, reason = "noisy", why
        made = replace(made, state=state, reason=reason, served=figures)
    return replace(made, ruling=ruled(made, order.need)) if asks(order.need) else made


def _reply(raw: Mapping[str, Any]) -> Reply:
    return Reply(
        raw["began"],
        list(raw["pieces"]),
        raw["ended"],
        raw["tokens"],
        error=raw["error"],
        done=True,
        prompt_tokens=raw["prompt"],
        lengths=list(raw["lengths"]),
    )
