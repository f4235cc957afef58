"""JSON: the public contract, everything the document knows with every amount exact."""

import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import reduce
from typing import Any

from msp_aigov.model.document import Document
from msp_aigov.model.text import Text
from msp_aigov.reports.options import Options, Rendered
from msp_aigov.reports.shape import PAIRS, published
from msp_aigov.reports.words import INVISIBLE, say

SUFFIX = ".json"
INDENT = "  "


def render(document: Document, options: Options) -> tuple[Rendered, ...]:
    """One stream with all clients; texts in English whatever the language of the pages."""
    return (Rendered("", ("".join(_written(plain(document), "\n")) + "\n").encode()),)


def plain(value: Any) -> Any:
    """Any value of the model as dicts, lists, strings, numbers and None."""
    for kind, shaped in SHAPED.items():
        if isinstance(value, kind):
            return shaped(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _field(value, name, path) for name, path in published(type(value)).items()}
    return value


def _field(owner: Any, name: str, path: tuple[str, ...]) -> Any:
    value = reduce(getattr, path, owner)
    keys = PAIRS.get((type(owner), name))
    return plain(value) if keys is None else [dict(zip(keys, plain(pair), strict=True)) for pair in value]


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


# In this order: a datetime is a date too.
SHAPED: Mapping[type, Callable[[Any], Any]] = {
    Text: say,
    datetime: _moment,
    date: date.isoformat,
    tuple: lambda items: [plain(item) for item in items],
}


def _written(value: Any, line: str) -> Iterator[str]:
    if isinstance(value, dict) and value:
        pairs = ([_string(key), ": ", *_written(each, line + INDENT)] for key, each in value.items())
        yield from _listed("{}", pairs, line)
    elif isinstance(value, list) and value:
        yield from _listed("[]", (list(_written(each, line + INDENT)) for each in value), line)
    elif isinstance(value, str):
        yield _string(value)
    elif isinstance(value, Decimal):
        # The standard encoder knows numbers as floats only, and a float loses cents.
        yield f"{value:f}"
    else:
        yield json.dumps(value)


def _listed(brackets: str, items: Iterator[list[str]], line: str) -> Iterator[str]:
    separator = brackets[0]
    for item in items:
        yield separator + line + INDENT
        yield from item
        separator = ","
    yield line + brackets[1]


def _string(words: str) -> str:
    """A JSON string in which nothing invisible stands as itself: the value stays, a terminal cannot be fooled."""
    quoted = json.dumps(words, ensure_ascii=False)
    return quoted if quoted.isprintable() else "".join(map(_escaped, quoted))


def _escaped(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Cs":
        return "\ufffd"
    return json.dumps(letter)[1:-1] if category in INVISIBLE else letter
