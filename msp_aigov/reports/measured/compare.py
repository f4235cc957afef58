"""Two benchmarks side by side: only what both measured cleanly is compared."""

from collections.abc import Iterator

from msp_aigov.model.bench.measured import Bench, Changed, Comparison
from msp_aigov.model.text import Text
from msp_aigov.reports.blocks import Block, Cell, Code, Column, Note, Page, State, Table
from msp_aigov.reports.measured.figures import milliseconds, speed
from msp_aigov.reports.words.plain import Kind

COLOUR = "#0b5cad"
TITLES = ("Model", "Figure", "First", "Second", "Change")


def page(first: Bench, second: Bench, comparison: Comparison) -> Page:
    """The comparison of two runs."""
    title = Text("{a} against {b}", a=Text.verbatim(first.device), b=Text.verbatim(second.device))
    days = Text("{a}, {b}", a=f"{first.started:%Y-%m-%d %H:%M}", b=f"{second.started:%Y-%m-%d %H:%M}")
    return Page(title, Text(""), days, (days,), tuple(_blocks(comparison)), Text(""), COLOUR)


def _blocks(comparison: Comparison) -> Iterator[Block]:
    columns = tuple(Column(Text(each), "number" if each in TITLES[2:4] else "text") for each in TITLES)
    yield Table(Text("First against second"), columns, tuple(map(_row, comparison.changes)))
    for words in comparison.left_out:
        yield Note(Text.verbatim(words), "warn")
    for words in comparison.conditions:
        yield Note(Text("Conditions differ: {words}", words=Text.verbatim(words)), "warn")


def _row(change: Changed) -> tuple[Cell, ...]:
    # A speed is better when it grows, a duration when it shrinks.
    better = change.percent > 0 if change.unit == "t/s" else change.percent < 0
    kind: Kind = "none" if change.within_noise else "good" if better else "bad"
    word = Text("within the noise") if change.within_noise else Text("better") if better else Text("worse")
    said = Text("{percent} %, {word}", percent=f"{change.percent:+d}", word=word)
    first, second = (
        speed(value) if change.unit == "t/s" else milliseconds(int(value)) for value in (change.first, change.second)
    )
    return (
        Code(change.model),
        Text("{figure}, {unit}", figure=change.figure, unit="t/s" if change.unit == "t/s" else "ms"),
        first,
        second,
        State(kind, said),
    )
