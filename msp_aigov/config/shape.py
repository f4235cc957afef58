"""Fit plain data to the model's dataclasses; say every mistake in words, with the nearest valid key."""

import dataclasses
import difflib
import typing
from collections.abc import Callable
from functools import cache
from types import UnionType
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from msp_aigov.config.source import Location, Source
from msp_aigov.model import client, workload

T = TypeVar("T")

# The nouns that files are made of: an unknown key in any of them is a mistake, not something to ignore.
for _module in (client, workload):
    for _class in vars(_module).values():
        if dataclasses.is_dataclass(_class):
            _class.__pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[union-attr]


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """The validator of one dataclass."""
    return TypeAdapter(kind)


def fit(source: Source, kind: Callable[..., T], extra: dict[str, Any]) -> tuple[T | None, list[str]]:
    """The file as a value of `kind`, or its mistakes. `extra` holds the fields that do not come from the file."""
    mistakes = [source.mistake([key], "unknown key") for key in extra if key in source.data]
    try:
        value: T = adapter(kind).validate_python({**source.data, **extra})
    except ValidationError as error:
        mistakes += [_mistake(source, kind, item["loc"], item) for item in error.errors()]
        return None, mistakes
    return value, mistakes


def _mistake(source: Source, kind: Any, location: Location, item: Any) -> str:
    if item["type"] == "unexpected_keyword_argument":
        valid = [field.name for field in dataclasses.fields(_dataclass_at(kind, location[:-1]))]
        near = difflib.get_close_matches(str(location[-1]), valid, n=1, cutoff=0.5)
        advice = f"did you mean `{near[0]}`?" if near else "valid here: " + ", ".join(valid)
        return source.mistake(location, f"unknown key; {advice}")
    if item["type"] == "missing":
        return source.mistake(location, "is required")
    message = item["msg"].replace("Input should be", "expected", 1)
    if isinstance(item["input"], bool) and "string" in message:
        message += " (YAML reads yes, no, on, off as true or false: put quotes around it)"
    elif isinstance(item["input"], str | int | float):
        message += f", found {item['input']!r}"
    return source.mistake(location, message)


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
