"""JSON in the shapes that inventory tools write."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from msp_aigov.collect.inventory.readers import benched, fold, readiness
from msp_aigov.collect.inventory.readers.table import Header, Record, Rejected, Table
from msp_aigov.errors import InventoryError

WRAPPERS = (
    *("value", "results", "items", "rows", "devices", "data", "hosts", "assets", "customer_assets", "computers"),
    "agents",
)
_MORE = ("@odata.nextLink", "nextLink", "nextPageUrl")
_LONGEST_NUMBER = 40
_SPACE = re.compile(r"[ \t\r\n,\ufeff\0]*")


def read(text: str, shown: str, known: Header) -> Table:
    """Read a list, one object, a wrapped list, one object a line, or objects one after another."""
    records: list[Record] = []
    rejected: list[Rejected] = []
    documents = [(line, fold.one_key_objects(document)) for line, document in _documents(text, shown, rejected)]
    # Several instances or nodes may be one machine: then they are one record, and not one each.
    every = [item for _, document in documents for _, item in listed(document)]
    if every and (machine := fold.machine(every)) is not None:
        return Table("json", (Record(documents[0][0], machine),), tuple(rejected))
    for line, document in documents:
        before = len(records) + len(rejected)
        for index, item in listed(document):
            row = shaped(before + index if index else line, item)
            (records if isinstance(row, Record) else rejected).append(row)  # type: ignore[arg-type]
        for more in more_pages(document):
            last = len(records) + len(rejected) + 1
            rejected.append(Rejected(last, f"the file says that more pages follow ({more}): export them all"))
    return Table("json", tuple(records), tuple(rejected))


def shaped(row: int, item: Any) -> Record | Rejected:
    """One item as a record, or why it is none."""
    if not isinstance(item, dict):
        return Rejected(row, f"not an object but {type(item).__name__}")
    if fold.is_computer_info(item):
        return Record(row, {"ComputerInfo": [fold.computer_info(item)]})
    return Record(row, benched.spelled_out(readiness.spelled_out(item)))


def more_pages(document: Any) -> list[str]:
    """The key by which a page of several points to the next, if one does."""
    if not isinstance(document, dict):
        return []
    places = (document, *(value for value in document.values() if isinstance(value, dict)))
    return [key for key in _MORE if any(place.get(key) for place in places)][:1]


def listed(document: Any) -> Iterator[tuple[int, Any]]:
    """The objects of one document with their number in its list; 0 for an object that stands alone."""
    if isinstance(document, dict):
        wrapped = [document[key] for key in WRAPPERS if isinstance(document.get(key), list)]
        if len(wrapped) != 1:
            yield 0, document
            return
        document = wrapped[0]
    yield from enumerate(document if isinstance(document, list) else [document], 1)


def _documents(text: str, shown: str, rejected: list[Rejected]) -> Iterator[tuple[int, Any]]:
    """Each top-level value with the line it starts on; a broken line among whole ones is rejected by itself."""
    at, line, seen = 0, 1, 0
    while (start := after_space(text, at)) < len(text):
        line += text.count("\n", at, start)
        try:
            document, at = DECODER.raw_decode(text, start)
        except RecursionError as error:
            raise InventoryError(f"{shown}:{line}: the JSON is nested too deeply to be an inventory") from error
        except ValueError as error:
            last = not text[_line_end(text, start) :].strip()
            if not (_is_lines(text, start) or (last and seen)):
                where = line + text.count("\n", start, getattr(error, "pos", start))
                hint = "The file may be cut off: export it again."
                raise InventoryError(f"{shown}:{where}: this is not valid JSON: {_said(error)}", hint) from error
            rejected.append(Rejected(line, f"not valid JSON: {_said(error)}"))
            at = _line_end(text, start)
            continue
        yield line, document
        seen += 1
        line += text.count("\n", start, at)


def after_space(text: str, at: int) -> int:
    """Where the next value begins: behind spaces, commas, marks of encodings and zeros."""
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _is_lines(text: str, start: int) -> bool:
    """Whether the line after this one is an object by itself, so that only this line is broken."""
    following = text[_line_end(text, start) :].strip().split("\n", 1)[0]
    try:
        return isinstance(DECODER.decode(following), dict)
    except (ValueError, RecursionError):
        return False


def _said(error: ValueError) -> str:
    return str(getattr(error, "msg", error))


def _whole(literal: str) -> int | str:
    return int(literal) if len(literal) <= _LONGEST_NUMBER else literal


def _pointed(literal: str) -> str:
    """A number with a point as written; powers of ten that a serialiser put in are written out."""
    mantissa, power, exponent = literal.lower().partition("e")
    if not power or len(mantissa) > _LONGEST_NUMBER or len(exponent) > 3:
        return literal
    return format(Decimal(literal), "f")


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not a number in JSON")


# Numbers with a point stay as they are written, so that no figure is rounded on the way.
DECODER = json.JSONDecoder(parse_float=_pointed, parse_int=_whole, parse_constant=_refuse)
