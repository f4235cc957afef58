"""Read values out of wire JSON: what is absent stays absent, what has another type is not believed."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from msp_aigov.model.seen import Seen

STATED = "2026-11-20"  # the day the defaults below were read


def text(value: Any) -> str | None:
    """The value if it is a non-empty string."""
    return value if isinstance(value, str) and value else None


def word(value: Any) -> str | None:
    """A word as written; a value of another type is kept as text, so that it is seen to be none that we know."""
    return None if value is None or value == "" else value if isinstance(value, str) else str(value)[:60]


def truth(value: Any) -> bool | None:
    """The value if it is a JSON boolean, or the word that some versions write instead."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    return None


class Fields(dict[str, Any]):
    """An object whose fields are found in any spelling: PowerShell writes `RaiPolicyName`, Python `rai_policy_name`.

    A field that is there under another spelling must not count as absent, for Azure's default would stand in for it.
    """

    def get(self, key: str, default: Any = None) -> Any:
        """The field as spelled, else under any other spelling."""
        if key in self:
            return self[key]
        wanted = folded(key)
        return next((value for name, value in self.items() if folded(name) == wanted), default)


def folded(name: Any) -> str:
    """A field's name as compared: lower case, without underscores."""
    return str(name).replace("_", "").lower()


def mapping(value: Any) -> Fields:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, Fields) else Fields(value) if isinstance(value, dict) else Fields()


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


def stated(properties: Fields, name: str, read: Any, default: Any, place: str) -> Seen[Any]:
    """A property as Azure stated it; where it did not, the dated default; where it makes no sense, missing."""
    said = properties.get(name)
    if said is None:
        return Seen(default, "default", f"{place}: {name} not stated, Azure's default on {STATED}")
    value = read(said)
    if value is None:
        return Seen(None, "missing", f"{place}: {name}={str(said)[:60]} is not understood")
    return Seen(value, "read", f"{place}: {name}={said}")
