"""Line charts as inline SVG: the same values give the same bytes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from markupsafe import Markup, escape

from msp_aigov.reports.blocks import Chart
from msp_aigov.reports.words import MONTHS, amount, clean, say

STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
GRID_LINES = 4
LEFT, RIGHT, TOP, BOTTOM = 48, 12, 22, 28


@dataclass(frozen=True)
class Frame:
    """Where values land on the drawing."""

    width: int
    height: int
    days: int
    first: date
    low: Decimal
    high: Decimal

    def x(self, day: date) -> str:
        """The place of a day."""
        share = (day - self.first).days / self.days
        return f"{LEFT + share * (self.width - LEFT - RIGHT):.1f}"

    def y(self, value: Decimal) -> str:
        """The place of a value."""
        share = float((value - self.low) / (self.high - self.low))
        return f"{self.height - BOTTOM - share * (self.height - TOP - BOTTOM):.1f}"


def line_chart(chart: Chart, width: int, height: int, language: str) -> Markup:
    """One line of daily values from zero, labelled at its end, and the level across it."""
    step, frame = _frame(chart, width, height)
    parts = [*_grid(frame, step), *_axis(frame, chart), *_band(frame, chart), _curve(frame, chart)]
    parts += _level(frame, chart, language)
    words = escape(clean(say(chart.words, language)))
    return Markup(
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{words}">\n' + "\n".join(parts) + "\n</svg>"
    )


def _frame(chart: Chart, width: int, height: int) -> tuple[Decimal, Frame]:
    values = [value for _, value in chart.points] + [value for _, *ends in chart.band for value in ends]
    highest = max([*values, *([chart.line.level] if chart.line else []), Decimal(0)])
    lowest = min([*values, Decimal(0)])
    step = _step(highest - lowest)
    first, last = _ends(chart)
    low = (lowest // step - (lowest % step < 0)) * step
    high = low
    while high < highest or high == low:
        high += step
    return step, Frame(width, height, max((last - first).days, 1), first, low, high)


def _step(spread: Decimal) -> Decimal:
    """The smallest of 1, 2, 5 times a power of ten that needs few grid lines."""
    rough = spread / GRID_LINES if spread else Decimal(1)
    magnitude = Decimal(1).scaleb(rough.adjusted())
    return next(step * magnitude for step in STEPS if step * magnitude >= rough)


def _grid(frame: Frame, step: Decimal) -> list[str]:
    lines, value = [], frame.low
    while value <= frame.high:
        y, kind = frame.y(value), "axis" if value == 0 else "grid"
        lines.append(f'<path class="{kind}" d="M{LEFT} {y}H{frame.width - RIGHT}"/>')
        label = f"{value.normalize():,f}" if value else "0"
        lines.append(f'<text x="{LEFT - 8}" y="{y}" dy=".35em" text-anchor="end">{label}</text>')
        value += step
    return lines


def _axis(frame: Frame, chart: Chart) -> list[str]:
    first, last = _ends(chart)
    ends = ((first, "start"), (last, "end"))
    return [
        f'<text x="{frame.x(day)}" y="{frame.height - 8}" text-anchor="{anchor}">'
        f"{day.day} {MONTHS[day.month - 1][:3]}</text>"
        for day, anchor in ends
    ]


def _ends(chart: Chart) -> tuple[date, date]:
    """The first day of the curve and the last of the curve or of the band behind it."""
    return chart.points[0][0], max(chart.points[-1][0], *(day for day, *_ in chart.band), chart.points[0][0])


def _band(frame: Frame, chart: Chart) -> list[str]:
    """What is expected, between its lowest and its highest, from the end of the curve on."""
    if not chart.band:
        return []
    day, value = chart.points[-1]
    ahead = [(day, value, value), *(each for each in chart.band if each[0] > day)]
    above = [f"{frame.x(day)} {frame.y(high)}" for day, _, high in ahead]
    below = [f"{frame.x(day)} {frame.y(low)}" for day, low, _ in reversed(ahead)]
    return [f'<path class="band" d="M{"L".join([*above, *below])}Z"/>']


def _curve(frame: Frame, chart: Chart) -> str:
    path = "L".join(f"{frame.x(day)} {frame.y(value)}" for day, value in chart.points)
    day, value = chart.points[-1]
    x, y = frame.x(day), frame.y(value)
    return (
        f'<path class="curve" d="M{path}"/><circle class="end" cx="{x}" cy="{y}" r="3.5"/>'
        f'<text class="value" x="{x}" y="{y}" dy="-.8em" text-anchor="end">{amount(value)}</text>'
    )


def _level(frame: Frame, chart: Chart, language: str) -> list[str]:
    if chart.line is None:
        return []
    y = frame.y(chart.line.level)
    label = escape(clean(say(chart.line.label, language)))
    return [
        f'<path class="level" d="M{LEFT} {y}H{frame.width - RIGHT}"/>',
        f'<text class="level-name" x="{LEFT + 6}" y="{y}" dy="-.5em">{label}</text>',
    ]
