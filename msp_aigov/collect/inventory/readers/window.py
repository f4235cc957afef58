"""A window on JSON text of any size: values are taken from it one after another, and broken lines passed over."""

import re
from typing import IO, Any

from msp_aigov.collect.inventory.decode import unfit
from msp_aigov.collect.inventory.readers.decoder import decoded, said
from msp_aigov.collect.inventory.readers.table import Rejected
from msp_aigov.errors import InventoryError

_CHUNK = 256 * 1024
_LONGEST = 16 * 1024 * 1024
# So near to the end of what was read, an error may mean that there is more to read.
_NEAR = 16
_SPACE = re.compile(r"[ \t\r\n,\ufeff\0]*")


class TooLong(ValueError):
    """A value that is not at its end where no more of it may be held."""


class Window:
    """Moves along a text as values are taken from it; `line` is the one it stands on, from 1.

    `by_lines` says that a value was seen which begins and ends on one line, as every one of such a file does. Where
    the text is `held` anyhow, no value is too long.
    """

    def __init__(self, stream: IO[str], shown: str, held: bool = False) -> None:
        self._stream, self._shown, self._held = stream, shown, held
        self._text, self._at, self._ended = "", 0, False
        self.line, self.by_lines = 1, False

    def peek(self) -> str:
        """The next sign that is no space or comma; empty at the end."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._move(found.end() if found else self._at)
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._filled():
                return ""

    def skip(self) -> None:
        """Pass the sign that `peek` saw."""
        self._at += 1

    def value(self) -> Any:
        """The next value, whole; a ValueError where it is none, or longer than may be held."""
        self.peek()
        found, end = self._decoded()
        self._move(end)
        return found

    def document(self) -> Any:
        """The next value as one that stands by itself."""
        self.peek()
        line = self.line
        found = self.value()
        self.by_lines = self.by_lines or self.line == line
        return found

    def without_line(self, why: ValueError) -> Rejected:
        """This line passed over, where every value has a line of its own; else the InventoryError that says why."""
        line, broken = self.line, self.broken(why)
        self._skip_line()
        if not self.by_lines and not self._is_object_line():
            raise broken from why
        return Rejected(line, f"not valid JSON: {said(why)}")

    def broken(self, why: ValueError) -> InventoryError:
        """What to raise where the text is no JSON."""
        line = self.line + self._text.count("\n", self._at, max(getattr(why, "pos", self._at), self._at))
        hint = "The file may be cut off: export it again."
        return InventoryError(f"{self._shown}:{line}: this is not valid JSON: {said(why)}", hint)

    def _skip_line(self) -> None:
        """Pass the rest of this line, however long it is."""
        while (end := self._text.find("\n", self._at)) < 0:
            self._at = len(self._text)
            if not self._filled():
                return
        self._move(end)

    def _is_object_line(self) -> bool:
        """Whether an object begins here that its line ends with."""
        if self.peek() != "{":
            return False
        try:
            _, end = self._decoded()
        except ValueError:
            return False
        line = self._text[self._at :].partition("\n")[0]
        return end - self._at <= len(line) and not line[end - self._at :].strip()

    def _decoded(self) -> tuple[Any, int]:
        if self._at * 16 > len(self._text):  # an error counts all lines before it
            self._text, self._at = self._text[self._at :], 0
        while True:
            try:
                found, end = decoded(self._text, self._at)
            except ValueError as error:
                if self._is_whole(error) or not self._more():
                    raise
                continue
            if end < len(self._text) or not self._filled():  # a number may go on
                return found, end

    def _is_whole(self, error: ValueError) -> bool:
        """Whether an error stands so far before the end of the window that more of the text mends nothing."""
        at = getattr(error, "pos", -1)
        return at < len(self._text) - _NEAR and not said(error).startswith("Unterminated")

    def _more(self) -> bool:
        if not self._held and len(self._text) - self._at > _LONGEST:
            raise TooLong(f"a value is longer than {_LONGEST // 2**20} MiB")
        return self._filled()

    def _move(self, to: int) -> None:
        self.line += self._text.count("\n", self._at, to)
        self._at = to

    def _filled(self) -> bool:
        """Whether there was more to read; the window at least doubles, so that no value is begun too often."""
        rest = self._text[self._at :]
        try:
            chunk = "" if self._ended else self._stream.read(max(_CHUNK, len(rest)))
        except UnicodeDecodeError as error:
            raise unfit(self._shown, error.encoding) from error
        self._ended = not chunk
        self._text, self._at = rest + chunk, 0
        return bool(chunk)
