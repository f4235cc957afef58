"""JSON too large to hold: one device after another, from a list, a wrapped list, or one object a line."""

from collections.abc import Iterator
from typing import IO, Any

from msp_aigov.collect.inventory.readers import fold
from msp_aigov.collect.inventory.readers.json import SHELLS, WRAPPERS, listed, more_pages, paged, shaped
from msp_aigov.collect.inventory.readers.table import Record, Rejected
from msp_aigov.collect.inventory.readers.window import TooLong, Window


def rows(stream: IO[str], shown: str) -> Iterator[Record | Rejected]:
    """The records of a text and what is none, numbered as in a file that is held; an InventoryError where no JSON."""
    text = Window(stream, shown)
    given, more = 0, list[str]()
    while sign := text.peek():
        before = given
        for row in _listed(text, before) if sign == "[" else _alone(text, before, more):
            given += 1
            yield row
    yield from (paged(given + at, key) for at, key in enumerate(more, 1))


def _listed(text: Window, before: int) -> Iterator[Record | Rejected]:
    try:
        for at, item in enumerate(_array(text), 1):
            yield _row(before + at, item)
    except ValueError as error:
        raise text.broken(error) from error


def _alone(text: Window, before: int, more: list[str]) -> Iterator[Record | Rejected]:
    """What one document holds; where every object has its line, a broken one costs that line alone."""
    line, given = text.line, 0
    try:
        for at, item in _document(text, more):
            given += 1
            yield _row(before + at if at else line, item)
    except ValueError as error:
        if given or text.line != line:
            raise text.broken(error) from error
        yield text.without_line(error)


def _document(text: Window, more: list[str]) -> Iterator[tuple[int, Any]]:
    sign = text.peek()
    try:
        document = text.document()
    except TooLong:
        if sign != "{" or text.by_lines:
            raise
        yield from enumerate(_wrapped(text, more), 1)
        return
    more += more_pages(document)
    yield from listed(fold.one_key_objects(document))


def _row(row: int, item: Any) -> Record | Rejected:
    return shaped(row, fold.one_key_objects(item))


def _wrapped(text: Window, more: list[str]) -> Iterator[Any]:
    """The list inside an object that is too long to be held; what stands beside it is passed over."""
    text.skip()
    while (sign := text.peek()) != "}":
        key = text.value() if sign == '"' else ""
        if text.peek() != ":":
            raise ValueError("an object is cut off")
        text.skip()
        sign = text.peek()
        if sign == "[" and key in WRAPPERS:
            yield from _array(text)
        elif sign == "{" and key in SHELLS:
            yield from _wrapped(text, more)
        else:
            more += more_pages({key: text.value()})
    text.skip()


def _array(text: Window) -> Iterator[Any]:
    text.skip()
    while (sign := text.peek()) != "]":
        if not sign:
            raise ValueError("a list is cut off")
        yield text.value()
    text.skip()
