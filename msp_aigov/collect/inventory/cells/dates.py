"""Days as inventories write them, to UTC days."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal

Order = Literal["day", "month", ""]
"""What comes first in dates such as 03/04/2026; empty where a column does not tell."""

_ISO = re.compile(r"^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](.*))?$")
_SHORT = re.compile(r"^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?:[ ,T].*)?$")
_BARE = re.compile(r"^(20\d{2})(\d{2})(\d{2})(?:\d{6}.*)?$")
_NAMED = re.compile(r"^(?:(\d{1,2})[. -]+)?([^\W\d]{3,10})[. -]+(?:(\d{1,2})(?:st|nd|rd|th)?,? +)?(\d{4})(?:[ ,T].*)?$")
# How months begin in English, German, French, Spanish, Italian and Dutch.
_MONTHS = (
    ("jan", "ene", "gen"),
    ("feb", "fév", "fev"),
    ("mar", "mär", "mrz", "maa", "mrt"),
    ("apr", "avr", "abr"),
    ("may", "mai", "mag", "mei"),
    ("jun", "juin", "giu"),
    ("jul", "juil", "lug"),
    ("aug", "aoû", "aou", "ago"),
    ("sep", "set"),
    ("oct", "okt", "ott"),
    ("nov",),
    ("dec", "dez", "déc", "dic"),
)
_ZONE = re.compile(r"^(\d{2}):(\d{2})(?::\d{2}(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$", re.IGNORECASE)
_NUMBER = re.compile(r"^-?\d{1,16}(?:\.\d{1,12})?$")
_TICKS = re.compile(r"^/Date\((-?\d{1,16})\)/$")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def order(column: Iterable[str]) -> Order:
    """Whether the day or the month comes first in a column, from those of its dates that can be read one way only."""
    found: set[Order] = set()
    for raw in column:
        if match := _SHORT.match(raw.strip()):
            first, mark, second = int(match.group(1)), match.group(2), int(match.group(3))
            if mark == "." or first > 12:
                found.add("day")
            elif second > 12:
                found.add("month")
    return found.pop() if len(found) == 1 else ""


@lru_cache(16384)
def day(raw: str, unit: str, first: Order) -> date | None:
    """The UTC day; `unit` is `epoch_s` or `epoch_ms` where the column holds such numbers. None where unreadable."""
    bare = raw.strip()
    try:
        if ticks := _TICKS.match(bare):
            return _since_epoch(Decimal(ticks.group(1)) / 1000)
        if unit in ("epoch_s", "epoch_ms") and _NUMBER.match(bare):
            return _since_epoch(Decimal(bare) / (1000 if unit == "epoch_ms" else 1))
        if match := _ISO.match(bare):
            return _in_utc(date(int(match.group(1)), int(match.group(2)), int(match.group(3))), match.group(4) or "")
        if match := _BARE.match(bare):
            return date(int(match.group(1)), int(match.group(2)), int(match.group(3)))
        return _named(bare) or _short(bare, first)
    except (ValueError, OverflowError):  # no such day, as 31 February
        return None


def _since_epoch(seconds: Decimal) -> date:
    return (_EPOCH + timedelta(seconds=int(seconds))).date()


def _in_utc(local: date, clock: str) -> date:
    match = _ZONE.match(clock)
    if not match or not match.group(3) or match.group(3).upper() == "Z" or local.year in (1, 9999):
        return local
    zone = match.group(3).replace(":", "")
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:5])) * (-1 if zone[0] == "-" else 1)
    moment = datetime(local.year, local.month, local.day, int(match.group(1)), int(match.group(2)))
    return (moment - offset).date()


def _named(bare: str) -> date | None:
    """A day whose month is a word, as 3-Nov-2021 or November 3, 2021."""
    match = _NAMED.match(bare)
    if not match or (match[1] is None) == (match[3] is None):
        return None
    word = match[2].casefold()
    month = next((number for number, begins in enumerate(_MONTHS, 1) if word.startswith(begins)), 0)
    return date(int(match[4]), month, int(match[1] or match[3])) if month else None


def _short(bare: str, first: Order) -> date | None:
    match = _SHORT.match(bare)
    if not match:
        return None
    one, mark, two, year = int(match.group(1)), match.group(2), int(match.group(3)), int(match.group(4))
    year += 2000 if year < 100 else 0  # no device and no warranty is of another century
    if mark == "." or one > 12 or one == two:
        return date(year, two, one)
    if two > 12:
        return date(year, one, two)
    return {"day": date(year, two, one), "month": date(year, one, two), "": None}[first]
