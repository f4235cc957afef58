"""Read values out of wire JSON: what is absent stays absent, what has another type is not believed."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from msp_aigov.model.seen import Seen

STATED = "2026-11-20"  # the day the defaults below were read


def text(value: Any) -> str | None:
    """The value if it is a non-empty string."""
    return value if isinstance(value, str) and value else None


def truth(value: Any) -> bool | None:
    """The value if it is a JSON boolean, or the word that some versions write instead."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    return None


def mapping(value: Any) -> dict[str, Any]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def sequence(value: Any) -> list[Any]:
    """The value if it is an array, else an empty one."""
    return value if isinstance(value, list) else []


def number(value: Any) -> Decimal | None:
    """The value if it is a number, exactly; numbers as text are accepted, booleans are not."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        return None
    try:
        read = Decimal(value)
    except InvalidOperation:
        return None
    return read if read.is_finite() else None


def day(value: Any) -> date | None:
    """The day of an ISO time."""
    try:
        return datetime.fromisoformat(str(value).replace("Z", "+00:00")).date()
    except ValueError:
        return None


def plain_location(value: Any) -> str:
    """A region's name as compared: lower case, no spaces."""
    return (text(value) or "").lower().replace(" ", "")


def stated(properties: dict[str, Any], name: str, read: Any, default: Any, place: str) -> Seen[Any]:
    """A property as Azure stated it; where it did not, the dated default; where it makes no sense, missing."""
    if properties.get(name) is None:
        return Seen(default, "default", f"{place}: {name} not stated, Azure's default on {STATED}")
    value = read(properties[name])
    if value is None:
        return Seen(None, "missing", f"{place}: {name}={str(properties[name])[:60]} is not understood")
    return Seen(value, "read", f"{place}: {name}={properties[name]}")
