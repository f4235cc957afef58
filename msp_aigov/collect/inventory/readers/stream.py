"""JSON too large to hold: one device after another, from a list, a wrapped list, or one object a line."""

from collections.abc import Iterator
from typing import IO, Any

from msp_aigov.collect.inventory.readers.json import DECODER, WRAPPERS, after_space, listed, more_pages, shaped
from msp_aigov.collect.inventory.readers.table import Record, Rejected
from msp_aigov.errors import InventoryError

_CHUNK = 1024 * 1024
_LONGEST = 16 * _CHUNK


def rows(stream: IO[str], shown: str) -> Iterator[Record | Rejected]:
    """The records of a text and what is none, numbered from 1; an InventoryError where it is no JSON."""
    text = _Text(stream, shown)
    number = 0
    for number, item in enumerate(_items(text), 1):
        yield shaped(number, item)
    for key in text.more:
        yield Rejected(number + 1, f"the file says that more pages follow ({key}): export them all")


class _Text:
    """A window on a text, moved along as values are taken from it."""

    def __init__(self, stream: IO[str], shown: str) -> None:
        self._stream, self._shown = stream, shown
        self._text, self._at, self._ended = "", 0, False
        self.more: list[str] = []

    def peek(self) -> str:
        """The next sign that is no space or comma; empty at the end."""
        while True:
            self._at = after_space(self._text, self._at)
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._filled():
                return ""

    def skip(self) -> None:
        """Pass the sign that `peek` saw."""
        self._at += 1

    def value(self) -> Any:
        """The next value, whole; a ValueError where it is longer than the window may be."""
        self.peek()
        while True:
            try:
                found, end = DECODER.raw_decode(self._text, self._at)
            except RecursionError as error:
                raise InventoryError(f"{self._shown}: the JSON is nested too deeply to be an inventory") from error
            except ValueError as error:
                if len(self._text) - self._at > _LONGEST:
                    raise
                if not self._filled():
                    raise self.broken(str(getattr(error, "msg", error))) from error
                continue
            if end == len(self._text) and self._filled():  # a number may go on
                continue
            self._at = end
            return found

    def broken(self, why: str) -> InventoryError:
        """What to raise where the text is no JSON."""
        return InventoryError(
            f"{self._shown}: this is not valid JSON: {why}", "The file may be cut off: export it again."
        )

    def _filled(self) -> bool:
        """Whether there was more to read; the window at least doubles, so that no value is begun too often."""
        rest = self._text[self._at :]
        try:
            chunk = "" if self._ended else self._stream.read(max(_CHUNK, len(rest)))
        except UnicodeDecodeError as error:
            raise InventoryError(f"{self._shown}: it cannot be read as {error.encoding!a} text") from error
        self._ended = not chunk
        self._text, self._at = rest + chunk, 0
        return bool(chunk)


def _items(text: _Text) -> Iterator[Any]:
    while sign := text.peek():
        if sign == "[":
            yield from _array(text)
            continue
        try:
            document = text.value()
        except ValueError:
            if sign != "{":
                raise text.broken("a value is too long") from None
            yield from _wrapped(text)
            continue
        text.more += more_pages(document)
        yield from (item for _, item in listed(document))


def _wrapped(text: _Text) -> Iterator[Any]:
    """The list inside an object that is too long to be held; what stands beside it is passed over."""
    text.skip()
    while (sign := text.peek()) != "}":
        key = text.value() if sign == '"' else ""
        if text.peek() != ":":
            raise text.broken("an object is cut off")
        text.skip()
        if text.peek() == "[" and key in WRAPPERS:
            yield from _array(text)
        else:
            text.more += more_pages({key: text.value()})
    text.skip()


def _array(text: _Text) -> Iterator[Any]:
    text.skip()
    while (sign := text.peek()) != "]":
        if not sign:
            raise text.broken("a list is cut off")
        yield text.value()
    text.skip()
