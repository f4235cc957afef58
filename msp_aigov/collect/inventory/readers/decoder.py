"""One JSON value of a text, with every figure as it is written."""

import json
from decimal import Decimal
from typing import Any

_LONGEST_NUMBER = 40


def decoded(text: str, at: int = 0) -> tuple[Any, int]:
    """The value that begins at a place of a text, and where it ends; a ValueError says why there is none."""
    try:
        return _DECODER.raw_decode(text, at)
    except RecursionError as error:
        raise ValueError("it is nested too deeply to be an inventory") from error


def said(error: ValueError) -> str:
    """What a decoder's error says, without the place."""
    return str(getattr(error, "msg", error))


def _whole(literal: str) -> int | str:
    return int(literal) if len(literal) <= _LONGEST_NUMBER else literal


def _pointed(literal: str) -> str:
    """A number with a point as written; powers of ten that a serialiser put in are written out."""
    mantissa, power, exponent = literal.lower().partition("e")
    if not power or len(mantissa) > _LONGEST_NUMBER or len(exponent) > 3:
        return literal
    return format(Decimal(literal), "f")


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not a number in JSON")


# Numbers with a point stay as they are written, so that no figure is rounded on the way.
_DECODER = json.JSONDecoder(parse_float=_pointed, parse_int=_whole, parse_constant=_refuse)
