"""Words for people, kept apart from their figures until a report prints them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Union


@dataclass(frozen=True)
class Money:
    """An amount in one currency. Amounts of different currencies are never added."""

    amount: Decimal
    currency: str


@dataclass(frozen=True)
class Size:
    """An amount of memory or disk, in bytes."""

    bytes: int


@dataclass(frozen=True)
class Day:
    """A calendar day, UTC."""

    day: date


Value = Union[str, int, Decimal, Money, Size, Day, "Text"]


@dataclass(frozen=True, init=False)
class Text:
    """An English template with named values: `Text("no budget covers {amount}", amount=...)`.

    The template is the key of the translation catalogue; only `reports/` formats the values and translates.
    """

    template: str
    values: tuple[tuple[str, Value], ...] = ()

    def __init__(self, template: str, **values: Value) -> None:
        object.__setattr__(self, "template", template)
        object.__setattr__(self, "values", tuple(sorted(values.items())))

    @classmethod
    def verbatim(cls, words: str) -> "Text":
        """Words that came from outside: braces in them are not placeholders."""
        return cls("{words}", words=words)
