"""Amounts of memory and disk as inventories write them, to bytes."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Literal

Mark = Literal[".", ",", ""]
"""The decimal mark of a column; empty where its values do not tell."""

# Windows and inventory tools print binary amounts under decimal names, so GB here is 2**30 bytes.
UNITS: dict[str, int] = {
    **dict.fromkeys(("b", "byte", "bytes", "octet", "octets", "o"), 1),
    **dict.fromkeys(("k", "kb", "kib", "kbyte", "kbytes", "ko", "kio"), 2**10),
    **dict.fromkeys(("m", "mb", "mib", "mbyte", "mbytes", "megabyte", "megabytes", "mo", "mio"), 2**20),
    **dict.fromkeys(("g", "gb", "gib", "gbyte", "gbytes", "gigabyte", "gigabytes", "go", "gio"), 2**30),
    **dict.fromkeys(("t", "tb", "tib", "tbyte", "tbytes", "to", "tio"), 2**40),
}
_AMOUNT = re.compile(r"^(-?[0-9][0-9.,' \u00a0\u202f\u2019]*)\s*([A-Za-z]*)$")
_GROUPING = re.compile(r"['\u2019\u00a0\u202f ](?=[0-9]{3}(?:[^0-9]|$))")
_LONGEST = 40


def split(raw: str) -> tuple[str, str] | None:
    """The digits and the unit of a text such as "48,0 GB"; None where it is no amount."""
    match = _AMOUNT.match(raw.strip()) if len(raw) <= _LONGEST else None
    return (_GROUPING.sub("", match.group(1).strip()), match.group(2).lower()) if match else None


def decimal_mark(column: Iterable[str]) -> Mark:
    """Which mark a column uses for decimals, from those of its values that can mean only one thing."""
    marks = {_own_mark(parts[0]) for raw in column if (parts := split(raw))} - {""}
    return marks.pop() if len(marks) == 1 else ""


def _own_mark(digits: str) -> Mark:
    dot, comma = digits.rfind("."), digits.rfind(",")
    if dot >= 0 and comma >= 0:
        return "." if dot > comma else ","
    mark: Mark = "." if dot >= 0 else ","
    pieces = digits.split(mark)
    if len(pieces) == 1:
        return ""
    if len(pieces) > 2:
        return "," if mark == "." else "."
    return "" if len(pieces[1]) == 3 and pieces[0] not in ("0", "-0") else mark


def number(digits: str, mark: Mark) -> Decimal | None:
    """The number that these digits write in a column with this decimal mark; None where they could mean two."""
    used = _own_mark(digits) or mark
    if not used and ("." in digits or "," in digits):
        return None
    grouping = "," if used == "." else "."
    whole, _, fraction = digits.partition(used) if used else (digits, "", "")
    pieces = whole.split(grouping)
    if len(pieces) > 1 and (not pieces[0] or any(len(piece) != 3 for piece in pieces[1:])):
        return None
    joined = "".join(pieces)
    if not joined.removeprefix("-").isascii() or not joined.removeprefix("-").isdigit():
        return None
    return Decimal(f"{joined}.{fraction}") if fraction.isdigit() or not fraction else None


@lru_cache(16384)
def to_bytes(raw: str, unit: str, mark: Mark) -> int | None:
    """Bytes, by the value's own unit or else its column's; None where the text is no amount or no unit is known."""
    parts = split(raw)
    if parts is None:
        return None
    factor = UNITS.get(parts[1] or unit.lower())
    amount = number(parts[0], mark)
    return None if factor is None or amount is None else int(amount * factor)


def only_unit(texts: Iterable[str], mark: Mark, least: int, most: int) -> str:
    """The unit under which all these numbers lie between two bounds in bytes, if there is exactly one such unit."""
    numbers = [parts for text in texts if (parts := split(text))]
    possible = [
        unit
        for unit in ("b", "kb", "mb", "gb")
        if numbers
        and all((size := to_bytes(digits, unit, mark)) is not None and least <= size < most for digits, _ in numbers)
    ]
    return possible[0] if len(possible) == 1 else ""


def has_unit(raw: str) -> bool:
    """Whether a text carries its own unit."""
    parts = split(raw)
    return bool(parts and parts[1])


def why_not(raw: str, unit: str) -> str:
    """Why a text is not read as an amount, in words."""
    parts = split(raw)
    if parts is None:
        return "is no amount"
    known = (parts[1] or unit.lower()) in UNITS
    return "can be read as two different numbers" if known else "has no unit, and neither has its column"
