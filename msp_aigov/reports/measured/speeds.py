"""What benchmarks measured on the client's devices, against what the work needs."""

from collections import Counter
from collections.abc import Iterator

from msp_aigov.model.ability.fit import Measured
from msp_aigov.model.device import Device, Endpoints
from msp_aigov.model.text import Text
from msp_aigov.reports.blocks import (
    Block,
    Cell,
    Code,
    Column,
    Heading,
    Lines,
    Note,
    Share,
    Shares,
    Small,
    Table,
    graded,
)
from msp_aigov.reports.words.plain import Graded

RESULTS: Graded = {
    "pass": ("good", "fast enough"),
    "marginal": ("warn", "only just"),
    "fail": ("bad", "too slow"),
    "inconclusive": ("none", "says nothing yet"),
}
MOST = 12

Found = tuple[Device, Measured]


def speeds(endpoints: Endpoints) -> Iterator[Block]:
    """A chart of the speeds measured, then every measurement with the devices that it speaks for."""
    every = [(one.device, each) for one in endpoints.devices for each in one.device.measured]
    own = [(device, each) for device, each in every if not each.like]
    if not own:
        return
    yield Heading(Text("Measured on devices"), 3)
    yield from _chart([pair for pair in own if pair[1].tokens_per_s and pair[1].need_tokens_per_s])
    spoken = Counter((each.source, each.model) for _, each in every if each.like)
    titles = ("Model", "Measured on", "Tokens a second", "First token", "Result")
    rows = tuple(_row(device, each, spoken[each.source, each.model]) for device, each in own)
    yield Table(Text("Every measurement"), tuple(Column(Text(title)) for title in titles), rows)
    yield Note(Text("A measurement speaks for every device of the same model, processor and memory."))


def _chart(found: list[Found]) -> Iterator[Block]:
    shown = found[:MOST]
    if not shown:
        return
    parts = tuple(_part(device, each) for device, each in shown)
    whole = max(max(part.percent, part.need or part.percent) for part in parts)
    words = Text("{model} on {device}: {speed} tokens a second measured, {need} needed", **_said(*shown[0]))
    for device, each in shown[1:]:
        template = "{before}; {model} on {device}: {speed} tokens a second measured, {need} needed"
        words = Text(template, before=words, **_said(device, each))
    yield Shares(Text("Tokens a second, measured; the stroke is what the work needs"), words, parts, whole)


def _part(device: Device, each: Measured) -> Share:
    assert each.tokens_per_s is not None
    label = Text("{model} on {device}", model=Text.verbatim(each.model), device=Text.verbatim(device.name))
    figure = Text("{speed}, {need} needed", **{key: _said(device, each)[key] for key in ("speed", "need")})
    return Share(label, None, each.tokens_per_s, figure, each.need_tokens_per_s)


def _said(device: Device, each: Measured) -> dict[str, Text]:
    return {
        "model": Text.verbatim(each.model),
        "device": Text.verbatim(device.name),
        "speed": Text("{speed}", speed=each.tokens_per_s or "–"),
        "need": Text("{need}", need=each.need_tokens_per_s or "–"),
    }


def _row(device: Device, each: Measured, others: int) -> tuple[Cell, ...]:
    how = Text("the real model ran") if each.live else Text("a prediction from its arithmetic")
    told = [Small(Text("speaks for {count} others of its class", count=others))] if others else []
    return (
        Lines((Code(each.model), Small(how))),
        Lines((Code(device.name), *told, Small(Text.verbatim(each.source)))),
        Text("{speed}", speed=each.tokens_per_s) if each.tokens_per_s else Text("–"),
        Text("{time} ms", time=each.first_token_ms) if each.first_token_ms else Text("–"),
        graded(RESULTS, each.result),
    )
