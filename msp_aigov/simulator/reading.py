"""Reading one mapping of a scenario, so that every mistake names its file and its key."""

import datetime as dt
import difflib
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import NoReturn, TypeVar

from msp_aigov.errors import ConfigError
from msp_aigov.simulator.wire import encode

T = TypeVar("T")


class Fields:
    """The keys of one mapping and the place where it stands."""

    def __init__(self, value: object, where: str, known: tuple[str, ...], *, joint: str = ".") -> None:
        if not isinstance(value, Mapping):
            raise ConfigError(f"{where}: expected a mapping, found {_kind(value)}")
        self._values, self._where, self._joint = value, where, joint
        for key in value:
            if key not in known:
                near = difflib.get_close_matches(str(key), known, n=1)
                hint = f"Did you mean {near[0]}?" if near else f"Known keys: {', '.join(known)}."
                raise ConfigError(f"{where}: unknown key {key!r}", hint)

    def fail(self, key: str, problem: str) -> NoReturn:
        """Refuse the value of a key."""
        raise ConfigError(f"{self._at(key)}: {problem}")

    def text(self, key: str, default: str | None = None) -> str:
        """A text; required unless there is a default."""
        value = self._values.get(key, default)
        if value is None:
            raise ConfigError(f"{self._where}: missing key {key!r}")
        return value if isinstance(value, str) else self._expected("text", key)

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self._values.get(key, default)
        return value if isinstance(value, bool) else self._expected("true or false", key)

    def count(self, key: str, default: int) -> int:
        """A whole number above zero."""
        value = self._values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            self._expected("a whole number above zero", key)
        return value

    def day(self, key: str) -> dt.date | None:
        """A date, or None when the key is absent."""
        value = self._values.get(key)
        return None if value is None else self._date(key, value)

    def money(self, key: str) -> Decimal | None:
        """An amount with all its digits, or None when the key is absent."""
        value = self._values.get(key)
        return None if value is None else self._amount(key, value)

    def money_by_day(self, key: str) -> dict[dt.date, Decimal]:
        """A mapping from date to amount; empty when the key is absent."""
        amounts = self._mapping(key).items()
        return {self._date(key, day): self._amount(f"{key}.{day}", amount) for day, amount in amounts}

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when the key is absent."""
        values = self._list(key)
        if not all(isinstance(value, str) for value in values):
            self._expected("a list of texts", key)
        return tuple(str(value) for value in values)

    def wire(self, key: str) -> dict[str, object]:
        """JSON that will be answered as it stands; empty when the key is absent."""
        value = dict(self._mapping(key))
        try:
            encode(value)
        except TypeError as exc:
            self.fail(key, str(exc))
        return value

    def each(self, key: str, build: Callable[[object, str], T]) -> tuple[T, ...]:
        """Build something from every element of a list; empty when the key is absent."""
        return tuple(build(value, f"{self._at(key)}[{number}]") for number, value in enumerate(self._list(key)))

    def inside(self, key: str, *known: str) -> "Fields":
        """The mapping below a key; empty when the key is absent."""
        return Fields(self._values.get(key, {}), self._at(key), known)

    def _mapping(self, key: str) -> Mapping[str, object]:
        value = self._values.get(key, {})
        return value if isinstance(value, Mapping) else self._expected("a mapping", key)

    def _list(self, key: str) -> list[object]:
        value = self._values.get(key, [])
        return list(value) if isinstance(value, list | tuple) else self._expected("a list", key)

    def _date(self, key: str, value: object) -> dt.date:
        try:
            return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
        except ValueError:
            self.fail(key, f"expected a date such as 2026-11-20, found {value!r}")

    def _amount(self, key: str, value: object) -> Decimal:
        try:
            amount = Decimal(str(value))
        except InvalidOperation:
            self.fail(key, f"expected an amount such as 42.10, found {value!r}")
        return amount if amount.is_finite() else self.fail(key, f"expected an amount, found {value!r}")

    def _expected(self, what: str, key: str) -> NoReturn:
        self.fail(key, f"expected {what}, found {_kind(self._values.get(key))}")

    def _at(self, key: str) -> str:
        return f"{self._where}{self._joint}{key}"


def _kind(value: object) -> str:
    return "nothing" if value is None else f"{type(value).__name__} {value!r}"
