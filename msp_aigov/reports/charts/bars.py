"""Parts of a whole as bars in inline SVG: the same values give the same bytes."""

from decimal import Decimal

from markupsafe import Markup, escape

from msp_aigov.reports.blocks import Share, Shares
from msp_aigov.reports.words import clean, say

ROW, BAR, FIGURES = 44, 12, 4  # heights in the drawing's units
LETTER = 8  # what a letter takes at most in width


def bar_chart(shares: Shares, width: int, language: str) -> Markup:
    """A bar for each part, its name above it and its figures at the end."""
    rows = [_row(number, part, (width, shares.whole), language) for number, part in enumerate(shares.parts)]
    words = escape(clean(say(shares.words, language)))
    height = ROW * len(rows)
    return Markup(
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{words}">\n' + "\n".join(rows) + "\n</svg>"
    )


def _row(number: int, part: Share, scale: tuple[int, Decimal], language: str) -> str:
    top, (width, whole) = number * ROW, scale
    length = float(min(max(part.percent, Decimal(0)), whole) / whole) * width
    figures = clean(say(part.figure, language) if part.figure else _share(part, language))
    name = _cut(clean(say(part.label, language)), (width // LETTER) - len(figures) - 2)
    below = top + ROW - BAR - FIGURES
    return (
        f'<text x="0" y="{top + 20}">{escape(name)}</text>'
        f'<text class="value" x="{width}" y="{top + 20}" text-anchor="end">{escape(figures)}</text>'
        f'<rect class="share-all" x="0" y="{below}" width="{width}" height="{BAR}"/>'
        f'<rect class="share" x="0" y="{below}" width="{length:.1f}" height="{BAR}"/>{_need(part, scale, below)}'
    )


def _share(part: Share, language: str) -> str:
    return f"{say(part.percent, language)} %, {say(part.cost, language) if part.cost else ''}"


def _need(part: Share, scale: tuple[int, Decimal], top: int) -> str:
    """A stroke across the bar at what is needed."""
    if part.need is None:
        return ""
    at = float(min(part.need, scale[1]) / scale[1]) * scale[0]
    return f'<line class="level" x1="{at:.1f}" y1="{top - 4}" x2="{at:.1f}" y2="{top + BAR + 4}"/>'


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: max(most - 1, 1)] + "…"
