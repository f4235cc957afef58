"""What the child process does for one decoder: build, warm up, time, and tell."""

import dataclasses
import os
from collections.abc import Mapping, Sequence
from typing import Any

from msp_aigov.measure.quantity import percentile
from msp_aigov.measure.synth.clocked import Watch, again, few, in_turns, overrun, peak_bytes, windows, yardstick
from msp_aigov.measure.synth.decoder import Decoder
from msp_aigov.measure.synth.session import PROVIDERS, threads
from msp_aigov.model.bench.shapes import ModelShape
from msp_aigov.model.rules import Reference

PREFILL_RUNS = 3
LONGEST_RUN_NS = 5_000_000_000


def work(job: Mapping[str, Any]) -> dict[str, Any]:
    """Time one model's layers and head; every duration in nanoseconds."""
    import onnxruntime

    if PROVIDERS[job["provider"]] not in onnxruntime.get_available_providers():
        return {"state": "skipped", "reason": f"onnxruntime here does not offer {PROVIDERS[job['provider']]}"}
    watch = Watch(job["look_s"])
    marks = [yardstick()]
    shape = shape_of(job["shape"])
    decoder = Decoder(shape, job["layers"], max([*job["contexts"], *job["prompts"]]) + 64, job["provider"])
    marks.append(yardstick())
    seen = {"engine_version": onnxruntime.__version__, "on_provider_percent": decoder.on_provider_percent}
    steps = [{"tokens": context, **_decode(decoder, context)} for context in job["contexts"]]
    marks.append(yardstick())
    prompts = _prompts(decoder, job["prompts"])
    # Arithmetic in the cache stays as it is while others take the memory's speed: so the first token is taken again.
    ends = [(steps[0]["layers"], steps[0]["head"]), again(decoder.token(job["contexts"][0]))]
    seen["ends"] = [percentile(layers, 0.5) + percentile(head, 0.5) for layers, head in ends]
    if job["duration_s"]:
        window_s = max(1, min(5, job["duration_s"] // 8))
        seen["window_s"] = window_s
        seen["windows"] = windows(decoder.token(job["contexts"][0]), job["duration_s"], window_s)
    marks.append(yardstick())
    kept = [each["layers"] for each in (*steps, *prompts)] + [each["head"] for each in (*steps, *prompts)]
    stopped = overrun(seen["windows"], seen["window_s"]) if job["duration_s"] else 0
    return {**seen, "steps": steps, "prompts": prompts, "yardstick": marks, **about(watch, kept, stopped)}


def about(watch: Watch, kept: list[list[int]], stopped: int = 0) -> dict[str, Any]:
    """What the machine did meanwhile, and what the run took."""
    return {
        "threads": threads(),
        "busy_percent": watch.busy_percent,
        "others_percent": watch.others_percent(),
        "others_of_one_percent": watch.others_percent(os.cpu_count() or 1),
        "free_bytes": watch.free_bytes,
        "stolen_ms": watch.stolen_ms(),
        "paused_ms": watch.paused_ms(kept, stopped),
        "peak_bytes": peak_bytes(),
    }


def _decode(decoder: Decoder, context: int) -> dict[str, list[int]]:
    layers, head = in_turns(decoder.token(context))
    return {"layers": layers, "head": head}


def _prompts(decoder: Decoder, wanted: Sequence[int]) -> list[dict[str, Any]]:
    """Each prompt, shortest first, until the next would take too long; the figures of what is left out are none."""
    made: list[dict[str, Any]] = []
    for prompt in sorted(wanted):
        if made:
            last = made[-1]
            if (min(last["layers"]) + min(last["head"])) * prompt // last["tokens"] > LONGEST_RUN_NS:
                break
        made.append({"tokens": prompt, **_prefill(decoder, prompt)})
    return made


def _prefill(decoder: Decoder, prompt: int) -> dict[str, list[int]]:
    return {
        "layers": few(decoder.step(prompt, 0).run, PREFILL_RUNS),
        "head": few(decoder.head(prompt).run, PREFILL_RUNS),
    }


def shape_of(fields: Mapping[str, Any]) -> ModelShape:
    """The shape as the job carries it; where it was read is not the child's business."""
    names = {field.name for field in dataclasses.fields(ModelShape)} - {"reference"}
    return ModelShape(reference=Reference("", None), **{name: fields[name] for name in names})  # type: ignore[arg-type]
