"""Fit plain data to the model's dataclasses; say every mistake in words, with the nearest valid key."""

import copy
import dataclasses
import difflib
import re
import typing
from collections.abc import Callable
from functools import cache
from types import UnionType
from typing import Any, Generic, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from msp_aigov.config.source import Location, Source
from msp_aigov.model import client, workload
from msp_aigov.model.ability import prices
from msp_aigov.model.pack import waiver

T = TypeVar("T")
# What is expected, in words of somebody who writes YAML, by the beginning of the validator's name for the mistake.
WORDS = (
    ("tuple", "a list: each entry on a line of its own that begins with `- `"),
    ("dataclass", "keys of its own, each on a line below it and further in"),
    ("int", "a whole number"),
    ("bool", "true or false"),
    ("date", "a valid date, written like 2026-11-20"),
)
MOST_REPAIRS = 4  # mistakes behind mistakes; what needs more is told in a second go

# A field named `from_` is `from` in a file: Python keeps the word for itself. A saved run writes the field's name.
_CONFIG = ConfigDict(extra="forbid", alias_generator=lambda name: name.rstrip("_"), validate_by_name=True)
# The nouns that files are made of: an unknown key in any of them is a mistake, not something to ignore.
for _module in (client, prices, waiver, workload):
    for _class in vars(_module).values():
        if dataclasses.is_dataclass(_class):
            _class.__pydantic_config__ = _CONFIG  # type: ignore[union-attr]


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """The validator of one dataclass."""
    return TypeAdapter(kind)


@dataclasses.dataclass(frozen=True)
class Fitted(Generic[T]):
    """What a file gave: the value, the mistakes with their places, in the file's order.

    Where there are mistakes, `value` is what the file would be without them, so that its other fields can still be
    looked at; None where that cannot be told.
    """

    value: T | None
    mistakes: tuple[str, ...] = ()
    places: tuple[tuple[str | int, ...], ...] = ()


def fit(source: Source, kind: Callable[..., T], extra: dict[str, Any]) -> Fitted[T]:
    """The file as a value of `kind`, or its mistakes. `extra` holds the fields that do not come from the file."""
    data = {**copy.deepcopy(source.data), **extra}
    found: dict[tuple[str | int, ...], str] = {(key,): "unknown key" for key in extra if key in source.data}
    for _ in range(MOST_REPAIRS):
        try:
            value: T = adapter(kind).validate_python(data)
            break
        except ValidationError as error:
            for item in error.errors():
                found.setdefault(tuple(item["loc"]), _said(kind, item["loc"], item))
                _repair(data, item)
    else:
        return Fitted(None, _in_order(source, found), tuple(found))
    return Fitted(value, _in_order(source, found), tuple(found))


def _in_order(source: Source, found: dict[tuple[str | int, ...], str]) -> tuple[str, ...]:
    ordered = sorted(found.items(), key=lambda pair: source.line(pair[0]))
    return tuple(source.mistake(place, words) for place, words in ordered)


def _repair(data: Any, item: Any) -> None:
    """Take one mistake out of the data: a wrong value goes, a missing or impossible one gets a stand-in."""
    *way, last = item["loc"]
    for key in way:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return
    choices = re.findall(r"'([^']+)'", str(item.get("ctx", {}).get("expected", "")))
    if isinstance(data, dict) and item["type"] in ("missing", "literal_error"):
        data[last] = choices[0] if choices else "0"
    elif isinstance(data, dict):
        data.pop(last, None)
    elif isinstance(data, list) and isinstance(last, int) and last < len(data):
        data[last] = "0"


def _said(kind: Any, location: Location, item: Any) -> str:
    if item["type"] == "unexpected_keyword_argument":
        valid = [field.name.rstrip("_") for field in dataclasses.fields(_dataclass_at(kind, location[:-1]))]
        near = difflib.get_close_matches(str(location[-1]), valid, n=1, cutoff=0.5)
        advice = f"did you mean `{near[0]}`?" if near else "valid here: " + ", ".join(valid)
        return f"unknown key; {advice}"
    if item["type"] == "missing":
        return "is required"
    plain = next((words for start, words in WORDS if item["type"].startswith(start)), "")
    message: str = f"expected {plain}" if plain else item["msg"].replace("Input should be", "expected", 1)
    if isinstance(item["input"], bool) and "string" in message:
        message += " (YAML reads yes, no, on, off as true or false: put quotes around it)"
    elif isinstance(item["input"], str | int | float):
        message += f", found {item['input']!r}"
    return message


def _dataclass_at(kind: Any, location: Location) -> Any:
    """The dataclass that stands at `location` below `kind`."""
    for part in location:
        if isinstance(part, str) and dataclasses.is_dataclass(kind):
            kind = _dataclass_in(typing.get_type_hints(kind).get(part))
    return kind


def _dataclass_in(hint: Any) -> Any:
    """The dataclass inside an optional or a tuple hint."""
    if typing.get_origin(hint) in (typing.Union, UnionType, tuple):
        inner = [_dataclass_in(part) for part in typing.get_args(hint)]
        return next((part for part in inner if dataclasses.is_dataclass(part)), hint)
    return hint
