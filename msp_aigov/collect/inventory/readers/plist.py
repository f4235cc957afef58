"""Property lists of a Mac, binary or XML, as the JSON that says the same: what JSON holds, its readers know."""

import json
import math
import plistlib
from datetime import datetime
from typing import Any
from xml.parsers.expat import ExpatError

from msp_aigov.collect.inventory.decode import UNDERSTOOD
from msp_aigov.errors import InventoryError

# A binary list may name one object again and again, within others that are named so: few bytes, endless content.
MAX_SIZE = 64 * 1024 * 1024
_DEEPEST = 40
_DAMAGE = (plistlib.InvalidFileException, ExpatError, ValueError)
# What a value of the wrong kind ends in: plistlib trusts what it reads.
_ASTRAY = (OverflowError, RecursionError, TypeError, LookupError, AttributeError)
_BINARY, _XML = b"bplist00", b"<plist"


def is_one(raw: bytes) -> bool:
    """Whether these bytes are a property list."""
    return raw.startswith(_BINARY) or _XML in raw[:2048].replace(b"\0", b"")


def as_json(raw: bytes, shown: str) -> str:
    """The text of the JSON; of system_profiler, the object that its JSON is."""
    try:
        found = plistlib.loads(raw, fmt=plistlib.FMT_BINARY if raw.startswith(_BINARY) else plistlib.FMT_XML)
        plain = _plain(found, _DEEPEST, [MAX_SIZE])
    except _DAMAGE as error:
        raise InventoryError(f"{shown}: this property list cannot be read: {error}", UNDERSTOOD) from error
    except _ASTRAY as error:
        raise InventoryError(f"{shown}: this property list cannot be read: it is damaged", UNDERSTOOD) from error
    return json.dumps(_profiled(plain))


def _plain(value: Any, depth: int, left: list[int]) -> Any:
    """What JSON can hold of a value; `left` is how much there may still be."""
    left[0] -= 16 + (len(value) if isinstance(value, str) else 0)
    if left[0] < 0 or depth < 0:
        raise ValueError("it holds far more than an inventory, or is nested too deeply")
    if isinstance(value, dict):
        return {_plain(str(key), depth, left): _plain(inner, depth - 1, left) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner, depth - 1, left) for inner in value]
    if isinstance(value, datetime):
        return value.isoformat() + "Z"
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, str | int | float) else None


def _profiled(value: Any) -> Any:
    items = value if isinstance(value, list) else []
    if not items or not all(isinstance(item, dict) and "_dataType" in item for item in items):
        return value
    return {str(item["_dataType"]): item.get("_items", []) for item in items}
