"""JSON in the shapes that inventory tools write."""

import io
from collections.abc import Iterator
from typing import Any

from msp_aigov.collect.inventory.readers import benched, fold, readiness
from msp_aigov.collect.inventory.readers.table import Header, Record, Rejected, Table
from msp_aigov.collect.inventory.readers.window import Window

WRAPPERS = (
    *("value", "results", "items", "rows", "devices", "data", "hosts", "assets", "customer_assets", "computers"),
    *("agents", "nodes"),
)
# What a page of an API is in before its list, as in {"data": {"devices": []}}.
SHELLS = frozenset((*WRAPPERS, "result", "response", "payload", "body", "d"))
_MORE = ("@odata.nextLink", "nextLink", "nextPageUrl")

# What has one of these is no wrapping.
_OF_A_DEVICE = frozenset(("id", "uuid", "name", "hostname", "devicename", "computername", "serial", "serialnumber"))


def read(text: str, shown: str, known: Header) -> Table:
    """Read a list, one object, a wrapped list, one object a line, or objects one after another."""
    records: list[Record] = []
    rejected: list[Rejected] = []
    held = [(line, fold.one_key_objects(document)) for line, document in documents(text, shown, rejected)]
    # Several instances or nodes may be one machine: then they are one record, and not one each.
    every = [(at or line, item) for line, document in held for at, item in listed(document)]
    machine, others = fold.machine(every)
    if machine is not None:
        return Table("json", (Record(held[0][0], machine),), (*rejected, *others))
    for line, document in held:
        before = len(records) + len(rejected)
        for index, item in listed(document):
            row = shaped(before + index if index else line, item)
            (records if isinstance(row, Record) else rejected).append(row)  # type: ignore[arg-type]
        for more in more_pages(document):
            rejected.append(paged(len(records) + len(rejected) + 1, more))
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


def paged(row: int, key: str) -> Rejected:
    """What is said of a page that is not the last."""
    return Rejected(row, f"the file says that more pages follow ({key}): export them all")


def listed(document: Any) -> Iterator[tuple[int, Any]]:
    """The items of one document with their number in its list; 0 for one that stands alone."""
    items = _wrapped(document, 3) if isinstance(document, dict) else document
    if isinstance(items, list):
        yield from enumerate(items, 1)
    else:
        yield 0, document


def _wrapped(document: dict[str, Any], levels: int) -> list[Any] | None:
    """The one list in an object, or in objects that are nothing but its wrapping."""
    lists = [document[key] for key in WRAPPERS if isinstance(document.get(key), list)]
    if lists or not levels or any(key.casefold().replace("_", "") in _OF_A_DEVICE for key in document):
        return lists[0] if len(lists) == 1 else None
    inner = [value for key, value in document.items() if key in SHELLS and isinstance(value, dict)]
    return _wrapped(inner[0], levels - 1) if len(inner) == 1 else None


def documents(text: str, shown: str, rejected: list[Rejected]) -> Iterator[tuple[int, Any]]:
    """Each top-level value with the line it starts on; where every object has its line, a broken one is rejected."""
    window = Window(io.StringIO(text), shown, held=True)
    while window.peek():
        line = window.line
        try:
            document = window.document()
        except ValueError as error:
            rejected.append(window.without_line(error))
        else:
            yield line, document
