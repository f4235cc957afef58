"""Durations, speeds and sizes as cells; what was not measured is a dash, never a zero."""

from decimal import Decimal

from msp_aigov.model.bench.measured import Decode, Measurement, Prefill
from msp_aigov.model.seen import Seen
from msp_aigov.model.text import Size, Text, Value
from msp_aigov.reports.blocks import Cell
from msp_aigov.reports.words import say

NOTHING = Text("-")


def milliseconds(microseconds: int | None) -> Cell:
    """A duration in milliseconds, with a decimal where it is short."""
    if not microseconds:
        return NOTHING
    value = Decimal(microseconds) / 1000
    return Text("{value}", value=value.quantize(Decimal(1) if value >= 100 else Decimal("0.1")))


def speed(tokens_per_s: Decimal | None) -> Cell:
    """Tokens a second."""
    if not tokens_per_s:
        return NOTHING
    places = Decimal(1) if tokens_per_s >= 100 else Decimal("0.1") if tokens_per_s >= 1 else Decimal("0.001")
    return Text("{value}", value=tokens_per_s.quantize(places))


def size(bytes_: int | None) -> Cell:
    """An amount of memory."""
    return Text("{size}", size=Size(bytes_)) if bytes_ else NOTHING


def decode_at(measurement: Measurement, context: int) -> Decode | None:
    """The decode figures after so many tokens."""
    return next((each for each in measurement.decode if each.context_tokens == context), None)


def prefill_of(measurement: Measurement, prompt: int) -> Prefill | None:
    """The prefill figures of a prompt of so many tokens."""
    return next((each for each in measurement.prefill if each.prompt_tokens == prompt), None)


def told(seen: Seen[str] | Seen[int] | Seen[bool], as_size: bool = False) -> Text:
    """A value with what weakens it, or that it is unknown."""
    if seen.value is None:
        return Text("unknown")
    value: Value = Size(int(seen.value)) if as_size else Text.verbatim(say(seen.value))
    if seen.state == "capped":
        return Text("{value} or more", value=value)
    return Text("{value} ({state})", value=value, state=seen.state) if seen.state != "read" else Text("{v}", v=value)
