"""What blocks and cells say in plain words, for the formats that people print."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from msp_aigov.model.text import Value
from msp_aigov.reports.blocks import Bar, Cell, Code, FindingItem, Lines, Link, Small, State
from msp_aigov.reports.words import SHAPES, clean, say

NO_XML = re.compile("[\ufffe\uffff]")


class Spoken:
    """Blocks and cells as clean text in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.cells: Mapping[type, Callable[[Any], str]] = {
            State: lambda cell: f"{SHAPES[cell.kind]} {self.words(cell.word)}",
            Code: lambda cell: self.words(cell.words),
            Small: lambda cell: self.words(cell.text),
            Link: lambda cell: self.words(cell.words),
            Bar: lambda cell: ", ".join(f"{self.words(count)} {self.words(state.word)}" for count, state in cell.parts),
            Lines: lambda cell: "\n".join(map(self.cell, cell.cells)),
        }

    def state(self, state: State) -> str:
        """Shape and word, which no line break parts."""
        return self.cell(state).replace(" ", "\u00a0", 1)

    def words(self, words: Value) -> str:
        """Words for people with nothing invisible left in them, and nothing that XML forbids."""
        return NO_XML.sub("\ufffd", clean(say(words, self.language)))

    def cell(self, cell: Cell) -> str:
        """One cell; several lines where it holds several."""
        return self.cells.get(type(cell), self.words)(cell)

    def finding(self, item: FindingItem) -> tuple[str, str]:
        """A finding's heading, and the line that says where and since when."""
        title = " ".join(part for part in (item.check, self.words(item.title)) if part)
        about = ", ".join(part for part in (self.words(item.about), self.words(item.when)) if part)
        return f"{self.cell(item.state)}: {title}", about
