"""How figures and foreign words are written for people, the same in every format."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from msp_aigov.model.text import Day, Money, Size, Text, Value
from msp_aigov.reports.words.catalogue import catalogue

PLACEHOLDER = re.compile(r"\{(\w+)\}")
CENT = Decimal("0.01")
SMALL_DIGITS = 3
LINE_BREAKS = re.compile(r"\r\n|[\t\n\v\f\r]")
# Control, format (bidi, zero width), surrogate, line and paragraph separators: nothing of it can be seen.
INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp")


def say(words: Value, language: str = "en") -> str:
    """Format a text, or one of the values a text may hold; a placeholder without a value stays as it is."""
    if isinstance(words, Text):
        return _fill(words, language)
    if isinstance(words, bool):
        return _fill(Text("yes" if words else "no"), language)
    if isinstance(words, Day):
        return day(words.day, language)
    figure = FIGURES[type(words)](words)
    return figure if isinstance(words, str) else figure.translate(MARKS.get(language, {}))


def clean(words: str) -> str:
    """Make every character of foreign words visible: line breaks become a space, control characters an escape."""
    if words.isprintable():
        return words
    return "".join(map(_visible, LINE_BREAKS.sub(" ", words)))


def _fill(text: Text, language: str) -> str:
    values = dict(text.values)
    template = catalogue(language).get(text.template, text.template)

    def value(found: re.Match[str]) -> str:
        return say(values[found[1]], language) if found[1] in values else found[0]

    return PLACEHOLDER.sub(value, template)


def _visible(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Cs":
        return "\ufffd"
    if category in INVISIBLE:
        return f"\\u{ord(letter):04x}" if ord(letter) <= 0xFFFF else f"\\U{ord(letter):08x}"
    return letter


def _money(money: Money) -> str:
    return f"{amount(money.amount)} {money.currency}"


def amount(value: Decimal) -> str:
    """Two decimals and grouped thousands; less than a cent keeps its first digits, so as never to read as nothing."""
    if not value or not value.is_finite():
        return "0.00" if not value else str(value)
    if abs(value) >= CENT:
        return f"{value.quantize(CENT, ROUND_HALF_UP):,f}"
    places = SMALL_DIGITS - 1 - value.adjusted()
    return f"{round(value, places).normalize():f}"


def _size(size: Size) -> str:
    value, unit = float(size.bytes), "B"
    for larger in ("KiB", "MiB", "GiB", "TiB"):
        if abs(value) < 1024:
            break
        value, unit = value / 1024, larger
    return f"{value:.1f}".removesuffix(".0") + f" {unit}"


def day(value: date, language: str = "en") -> str:
    """A date as people write it, without the locale of the machine."""
    known = catalogue(language)
    month = MONTHS[value.month - 1]
    words = known.get("{day} {month} {year}", "{day} {month} {year}")
    return words.format(day=value.day, month=known.get(month, month), year=value.year)


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# Languages that write the decimal and the thousands mark the other way round.
MARKS: Mapping[str, dict[int, int]] = {"de": str.maketrans(",.", ".,")}
FIGURES: Mapping[type, Callable[[Any], str]] = {
    str: str,
    int: lambda value: f"{value:,}",
    Decimal: lambda value: f"{value:,f}",
    Money: _money,
    Size: _size,
}
SHAPES = {"bad": "■", "warn": "▲", "good": "●", "none": "○"}
