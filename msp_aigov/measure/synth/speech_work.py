"""What the child process does for one Whisper: the encoder over a window, and steps of the decoder."""

from collections.abc import Mapping
from typing import Any

from msp_aigov.measure.synth import speech
from msp_aigov.measure.synth.clocked import Watch, few, in_turns, yardstick
from msp_aigov.measure.synth.session import PROVIDERS, Bound, opened
from msp_aigov.measure.synth.work import about, shape_of

ENCODER_RUNS = 5
PAST_TOKENS = 64


def work(job: Mapping[str, Any]) -> dict[str, Any]:
    """Time one model whole; every duration in nanoseconds."""
    import onnxruntime

    if PROVIDERS[job["provider"]] not in onnxruntime.get_available_providers():
        return {"state": "skipped", "reason": f"onnxruntime here does not offer {PROVIDERS[job['provider']]}"}
    watch, marks, shape = Watch(job["look_s"]), [yardstick()], shape_of(job["shape"])
    listen = opened(speech.encoder(shape), job["provider"])
    heard = few(_bound(listen.session, job["provider"]).run, ENCODER_RUNS)
    marks.append(yardstick())
    write = opened(speech.decoder(shape, PAST_TOKENS), job["provider"])
    step = _bound(write.session, job["provider"])
    (written,) = in_turns([step.run])
    marks.append(yardstick())
    shares = [part.on_provider_percent for part in (listen, write) if part.on_provider_percent is not None]
    return {
        "engine_version": onnxruntime.__version__,
        "on_provider_percent": min(shares, default=None),
        "encoder": heard,
        "step": written,
        "yardstick": marks,
        **about(watch, [heard, written]),
    }


def _bound(session: Any, provider: str) -> Bound:
    import numpy

    bound, noise = Bound(session, provider), numpy.random.default_rng(5)
    for each in session.get_inputs():
        bound.give(each.name, noise.random(each.shape, numpy.float32) - 0.5)
    for each in session.get_outputs():
        sizes = [size if isinstance(size, int) else PAST_TOKENS + 1 for size in each.shape]
        bound.take(each.name, numpy.zeros(sizes, numpy.float32))
    return bound
