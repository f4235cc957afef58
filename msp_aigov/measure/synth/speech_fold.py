"""From what the child saw of a Whisper to a real-time factor, which is a lower bound: sound in, features not."""

from dataclasses import replace

from msp_aigov.measure.parent import Outcome
from msp_aigov.measure.quantity import ratio, timing
from msp_aigov.measure.rule import SYNTHETIC_ERROR_PERCENT
from msp_aigov.measure.synth.fold import blank, judged, noise
from msp_aigov.model.bench.measured import Measurement, Memory, Speech
from msp_aigov.model.bench.shapes import ModelShape

WINDOW_S, TOKENS = 30, 100


def spoken(shape: ModelShape, provider: str, outcome: Outcome) -> Measurement:
    """Encoder once and a hundred decoder steps, over a window of 30 s."""
    made, seen = blank(shape.alias, provider, outcome), outcome.seen
    if outcome.state != "ok":
        return made
    speech = _speech(seen["encoder"], seen["step"])
    return judged(
        replace(
            made,
            threads=seen["threads"],
            layers_built=shape.layers,
            layers=shape.layers,
            speech=speech,
            on_provider_percent=seen["on_provider_percent"],
            memory=Memory(seen["free_bytes"], seen["peak_bytes"]),
            noise=noise(seen, [seen["encoder"], seen["step"]]),
            error_percent=SYNTHETIC_ERROR_PERCENT,
        )
    )


def _speech(encoder: list[int], step: list[int]) -> Speech | None:
    heard, written = timing(encoder), timing(step)
    if heard is None or written is None:
        return None
    factor = ratio(heard.p50_us + TOKENS * written.p50_us, WINDOW_S * 1_000_000)
    return None if factor is None else Speech(WINDOW_S, TOKENS, heard, written, factor, lower_bound=True)
