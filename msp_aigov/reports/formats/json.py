"""JSON: the public contract, everything the document knows with every amount exact."""

import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from io import BytesIO, TextIOWrapper
from operator import attrgetter
from typing import Any

from msp_aigov.model.document import Document
from msp_aigov.model.text import Text
from msp_aigov.reports.options import Options, Rendered
from msp_aigov.reports.shape import PAIRS, published
from msp_aigov.reports.words import INVISIBLE, say

SUFFIX = ".json"
INDENT = "  "
Put = Callable[[str], object]


def render(document: Document, options: Options) -> tuple[Rendered, ...]:
    """One stream with all clients; texts in English whatever the language of the pages."""
    # Straight into bytes: a fleet's report has millions of pieces, and as pieces they take many times its size.
    stream = _Written()
    words = TextIOWrapper(stream, "utf-8", newline="")
    _write(words.write, document, "\n")
    words.write("\n")
    words.flush()
    return (Rendered("", stream.getvalue()),)


class _Written(BytesIO):
    """Bytes that nobody reads back on the way, so that no wrapper keeps a decoder for them."""

    def readable(self) -> bool:
        """No."""
        return False


def plain(value: Any) -> Any:
    """Any value of the model as dicts, lists, strings, numbers and None."""
    shaped = _shaped(value)
    if isinstance(shaped, dict):
        return {name: plain(each) for name, each in shaped.items()}
    return [plain(each) for each in shaped] if isinstance(shaped, list | tuple) else shaped


def _shaped(value: Any) -> Any:
    """One value as JSON has it; what is inside it stays of the model."""
    for kind, shaped in SHAPED.items():
        if isinstance(value, kind):
            return shaped(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _field(value, read, keys) for name, read, keys in _fields(type(value))}
    return value


@cache
def _fields(kind: type) -> tuple[tuple[str, Callable[[Any], Any], tuple[str, ...] | None], ...]:
    return tuple((name, attrgetter(".".join(path)), PAIRS.get((kind, name))) for name, path in published(kind).items())


def _field(owner: Any, read: Callable[[Any], Any], keys: tuple[str, ...] | None) -> Any:
    value = read(owner)
    return value if keys is None else [dict(zip(keys, pair, strict=True)) for pair in value]


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


# In this order: a datetime is a date too.
SHAPED: Mapping[type, Callable[[Any], Any]] = {
    Text: say,
    datetime: _moment,
    date: date.isoformat,
}


def _write(put: Put, value: Any, line: str) -> None:
    _writer(value.__class__)(put, value, line)


@cache
def _writer(kind: type) -> Callable[[Put, Any, str], None]:
    """How values of one type are written; there are few types and millions of values."""
    shaped = next((shape for known, shape in SHAPED.items() if issubclass(kind, known)), None)
    if shaped:
        return lambda put, value, line: _write(put, shaped(value), line)
    if is_dataclass(kind):
        fields = [(f"{_string(name)}: ", read, keys) for name, read, keys in _fields(kind)]
        return lambda put, value, line: _block(put, "{}", ((a, _field(value, b, c)) for a, b, c in fields), line)
    return next((write for known, write in WRITTEN.items() if issubclass(kind, known)), _put_other)


def _put_string(put: Put, value: str, line: str) -> None:
    put(_string(value))


def _put_object(put: Put, value: dict[str, Any], line: str) -> None:
    _block(put, "{}", ((f"{_string(key)}: ", each) for key, each in value.items()), line)


def _put_list(put: Put, value: Iterable[Any], line: str) -> None:
    _block(put, "[]", (("", each) for each in value), line)


def _put_exact(put: Put, value: Decimal, line: str) -> None:
    # The standard encoder knows numbers as floats only, and a float loses cents.
    put(f"{value:f}")


def _put_other(put: Put, value: Any, line: str) -> None:
    put(json.dumps(value))


WRITTEN: Mapping[type, Callable[[Put, Any, str], None]] = {
    str: _put_string,
    dict: _put_object,
    list: _put_list,
    tuple: _put_list,
    Decimal: _put_exact,
}


def _block(put: Put, brackets: str, items: Iterable[tuple[str, Any]], line: str) -> None:
    separator, inner = brackets[0], line + INDENT
    for label, each in items:
        if type(each) is str:  # as most values are
            put(f"{separator}{inner}{label}{_string(each)}")
        elif each is None:
            put(f"{separator}{inner}{label}null")
        else:
            put(f"{separator}{inner}{label}")
            _writer(each.__class__)(put, each, inner)
        separator = ","
    put(brackets if separator == brackets[0] else line + brackets[1])


_quoted = json.JSONEncoder(ensure_ascii=False).encode


@lru_cache(8192)  # names of fields, states and units stand there again and again
def _string(words: str) -> str:
    """A JSON string in which nothing invisible stands as itself: the value stays, a terminal cannot be fooled."""
    quoted = _quoted(words)
    return quoted if quoted.isprintable() else "".join(map(_escaped, quoted))


def _escaped(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Cs":
        return "\ufffd"
    return json.dumps(letter)[1:-1] if category in INVISIBLE else letter
