"""Model values to JSON text and back, every digit of a Decimal kept."""

import dataclasses
import json
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from msp_aigov.errors import RunError

T = TypeVar("T")


def encode(value: Any, indent: int | None = None) -> str:
    """A model value as JSON text; equal values give equal text."""
    return _text(plain(value), "" if indent is None else "\n", indent or 0)


def plain(value: Any) -> Any:
    """A model value as dicts, lists and scalars; Decimals stay Decimals."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def decode(kind: Any, text: str | bytes, where: str) -> Any:
    """The value of type `kind` that `encode` wrote; text that is none is a RunError naming `where`."""
    try:
        return adapter(kind).validate_python(json.loads(text, parse_float=Decimal))
    except (ValueError, RecursionError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else None
        said = f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}" if first else str(error)
        raise RunError(f"{where}: is not what a run writes: {said}") from error


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """The reader of one type of the model."""
    return TypeAdapter(kind)


def _text(value: Any, line: str, indent: int) -> str:
    if isinstance(value, dict | list):
        if not value:
            return "{}" if isinstance(value, dict) else "[]"
        inner = line + " " * indent
        if isinstance(value, dict):
            items = [f"{json.dumps(key)}: {_text(item, inner, indent)}" for key, item in value.items()]
        else:
            items = [_text(item, inner, indent) for item in value]
        left, right = ("{", "}") if isinstance(value, dict) else ("[", "]")
        return f"{left}{inner}{(',' + (inner or ' ')).join(items)}{line}{right}"
    return str(value) if isinstance(value, Decimal) else json.dumps(value)
