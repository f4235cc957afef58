"""The JSON Schema of what `-o json` prints, made from the model's own types."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from msp_aigov.model.document import SCHEMA_VERSION, Document
from msp_aigov.model.seen import Seen
from msp_aigov.model.text import Text
from msp_aigov.reports.shape import PAIRS, hints, published

Schema = dict[str, Any]

PLAIN: Mapping[object, Schema] = {
    str: {"type": "string"},
    Text: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    Decimal: {"type": "number"},
    NoneType: {"type": "null"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
}


def schema_of(kind: type, title: str) -> Schema:
    """A JSON Schema of any frozen value, in which every key is required and none unknown."""
    definitions: dict[str, Schema] = {}
    _of(kind, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "$ref": f"#/$defs/{kind.__name__}",
        "$defs": dict(sorted(definitions.items())),
    }


def document_schema() -> Schema:
    """A JSON Schema, draft 2020-12, in which every key is required and none unknown."""
    definitions: dict[str, Schema] = {}
    _of(Document, definitions)
    definitions["Document"]["properties"]["schema_version"] = {"const": SCHEMA_VERSION}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "msp-aigov document",
        "$ref": "#/$defs/Document",
        "$defs": dict(sorted(definitions.items())),
    }


def _of(kind: Any, definitions: dict[str, Schema]) -> Schema:
    if kind in PLAIN:
        return PLAIN[kind]
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (Union, UnionType):
        return {"anyOf": [_of(each, definitions) for each in arguments]}
    if origin is tuple:
        return {"type": "array", "items": _of(arguments[0], definitions)}
    if origin is Seen:
        return _seen(arguments[0], definitions)
    if issubclass(kind, StrEnum):
        return {"enum": [str(each) for each in kind]}
    return _object(kind, definitions)


def _seen(value: Any, definitions: dict[str, Schema]) -> Schema:
    types = hints(Seen)
    properties = {name: _of(types[name], definitions) for name in ("state", "source", "unit")}
    return _strict({"value": _of(value | None, definitions), **properties})


def _object(kind: type, definitions: dict[str, Schema]) -> Schema:
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}
        paths = published(kind)
        definitions[kind.__name__] = _strict({name: _field(kind, name, paths[name], definitions) for name in paths})
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _field(kind: type, name: str, path: tuple[str, ...], definitions: dict[str, Schema]) -> Schema:
    found: Any = kind
    for step in path:
        found = hints(found)[step]
    if (kind, name) not in PAIRS:
        return _of(found, definitions)
    pair = zip(PAIRS[kind, name], get_args(get_args(found)[0]), strict=True)
    return {"type": "array", "items": _strict({key: _of(each, definitions) for key, each in pair})}


def _strict(properties: dict[str, Schema]) -> Schema:
    required = list(properties)
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
