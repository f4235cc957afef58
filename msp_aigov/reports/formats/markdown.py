"""Markdown: all clients of the document in one stream, for tickets and wikis."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from msp_aigov.model.document import Document
from msp_aigov.model.text import Text, Value
from msp_aigov.reports.blocks import (
    Bar,
    Cell,
    Chart,
    Code,
    Command,
    Decisions,
    FindingItem,
    Findings,
    Heading,
    Lights,
    Lines,
    Link,
    Note,
    Page,
    Paragraph,
    Shares,
    Small,
    State,
    Table,
)
from msp_aigov.reports.options import Options, Rendered
from msp_aigov.reports.pages import pages
from msp_aigov.reports.words import SHAPES, clean, say

SUFFIX = ".md"
# What Markdown or HTML would read as markup; what would start a list; what would turn an address into a link.
SPECIAL = re.compile(r"[\\`*_{}\[\]<>|#~&!]|^[-+=](?=\s)|^\d+[.)](?=\s)|(?<=:)//")


def render(document: Document, options: Options) -> tuple[Rendered, ...]:
    """One stream; each client begins with a heading of the first level."""
    drawn = (Draw(options.language).page(page) for page in pages(document, options, "client"))
    return (Rendered("", "\n---\n\n".join(drawn).encode()),)


class Draw:
    """The blocks in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.blocks: Mapping[type, Callable[[Any], str]] = {
            Heading: lambda block: f"{'#' * block.level} {self.words(block.text)}",
            Paragraph: lambda block: self.words(block.text),
            Note: self.note,
            Command: lambda block: f"{self.words(block.label)} {code(block.line)}",
            Lights: self.lights,
            Decisions: self.decisions,
            Findings: lambda block: "\n\n".join(map(self.finding, block.items)),
            Table: self.table,
            Chart: lambda block: self.words(block.words),
            Shares: lambda block: self.words(block.words),
        }
        self.cells: Mapping[type, Callable[[Any], str]] = {
            State: lambda cell: f"{SHAPES[cell.kind]} {self.words(cell.word)}",
            Code: lambda cell: code(cell.words),
            Small: lambda cell: self.words(cell.text),
            Link: self.link,
            Bar: lambda cell: ", ".join(f"{count:,} {self.words(state.word)}" for count, state in cell.parts),
            Lines: lambda cell: "<br>".join(map(self.cell, cell.cells)),
        }

    def words(self, words: Value) -> str:
        """Words for people, with nothing left in them that Markdown would act on."""
        return escaped(clean(say(words, self.language)))

    def page(self, page: Page) -> str:
        """A page: who it is from, then its blocks, then what stands under it."""
        head = (f"# {self.words(page.title)}", self.words(page.above), self.words(page.below))
        blocks = (self.blocks[type(block)](block) for block in page.blocks)
        parts = (*head, " ".join(map(self.words, page.aside)), *blocks, self.words(page.footer))
        return "\n\n".join(part for part in parts if part) + "\n"

    def note(self, block: Note) -> str:
        """Small print; what asks for attention becomes a quotation."""
        words = self.words(block.text)
        return f"> **{words}**" if block.kind == "warn" else words

    def lights(self, block: Lights) -> str:
        """One line a light."""
        return "\n".join(
            f"- {self.cell(item.state)}: **{self.words(item.title)}**. "
            f"{self.words(item.headline)} ({self.words(item.caption)})"
            for item in block.items
        )

    def decisions(self, block: Decisions) -> str:
        """A numbered list."""
        items = (f"{number}. {self.words(item)}" for number, item in enumerate(block.items, start=1))
        return f"## {self.words(block.title)}\n\n" + "\n".join(items)

    def finding(self, item: FindingItem) -> str:
        """A heading, what was seen, what to do, and why."""
        title = " ".join(part for part in (code(item.check) if item.check else "", self.words(item.title)) if part)
        seen = self.words(Text("Seen"))
        evidence = [f"- {seen}: {self.words(line)}" for case in item.cases for line in case.evidence]
        parts = (
            f"### {self.cell(item.state)}: {title}",
            f"{self.words(item.about)}, {self.words(item.when)}",
            "\n".join(f"- {code(case.name)}: {self.words(case.detail)}" for case in item.cases),
            f"**{self.words(Text('What to do.'))}** {self.words(item.remedy)}",
            *(self.words(why) for why in item.why),
            "\n".join(evidence),
        )
        return "\n\n".join(part for part in parts if part)

    def table(self, block: Table) -> str:
        """A table of GitHub's kind."""
        rule = ("---:" if column.kind == "number" else "---" for column in block.columns)
        head = (self.words(column.title) for column in block.columns)
        rows = (head, rule, *(map(self.cell, row) for row in block.rows))
        lines = ("| " + " | ".join(row) + " |" for row in rows)
        return f"**{self.words(block.caption)}**\n\n" + "\n".join(lines)

    def link(self, link: Link) -> str:
        """A link; brackets in its address are encoded."""
        address = re.sub(r"[\s()<>|\\`]", lambda found: f"%{ord(found[0]):02X}", clean(link.address))
        return f"[{self.words(link.words)}]({address})"

    def cell(self, cell: Cell) -> str:
        """One cell; figures and texts are said."""
        return self.cells.get(type(cell), self.words)(cell)


def escaped(words: str) -> str:
    """Clean words with a backslash before the last character of whatever Markdown would act on."""
    return SPECIAL.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", words.strip())


def code(words: str) -> str:
    """A name as code; one that holds a character which code cannot escape in a table becomes escaped prose."""
    cleaned = clean(words).strip()
    if not cleaned or set(cleaned) & set("`|\\"):
        return escaped(cleaned)
    return f"`{cleaned}`"
