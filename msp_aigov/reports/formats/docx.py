"""DOCX: one document a client, with real headings, heads that repeat, and the MSP's colour."""

import io
from collections.abc import Callable, Mapping
from typing import Any

from msp_aigov.model.document import Document
from msp_aigov.reports.blocks import (
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
    Note,
    Page,
    Paragraph,
    Shares,
    Small,
    State,
    Table,
)
from msp_aigov.reports.office.packing import picture, repacked
from msp_aigov.reports.office.paper import Paper
from msp_aigov.reports.options import Options, Rendered
from msp_aigov.reports.pages import each_page
from msp_aigov.reports.spoken import Spoken

SUFFIX = ".docx"


def render(document: Document, options: Options) -> tuple[Rendered, ...]:
    """A document for each client."""
    return tuple(
        Rendered(path, _document(page, document, options))
        for path, page in each_page(document, options, "guide", SUFFIX)
    )


def _document(page: Page, document: Document, options: Options) -> bytes:
    draw = Draw(page, options)
    draw.page(page)
    draw.paper.about(draw.said.words(page.title), draw.said.words(page.above), document.run.started)
    out = io.BytesIO()
    draw.paper.word.save(out)
    return repacked(out.getvalue())


class Draw:
    """The blocks on paper."""

    def __init__(self, page: Page, options: Options) -> None:
        self.said = Spoken(options.language)
        self.paper = Paper(page.colour, options.language, options.base)
        self.blocks: Mapping[type, Callable[[Any], object]] = {
            Heading: lambda block: self.paper.heading(self.said.words(block.text), block.level),
            Paragraph: lambda block: self.paper.paragraph(self.said.words(block.text)),
            Note: self.note,
            Command: lambda block: self.paper.pair(self.said.words(block.label), self.said.words(block.line)),
            Lights: self.lights,
            Decisions: self.decisions,
            Findings: self.findings,
            Table: self.table,
            Chart: lambda block: self.paper.paragraph(self.said.words(block.words)),
            Shares: lambda block: self.paper.paragraph(self.said.words(block.words)),
        }

    def page(self, page: Page) -> None:
        """Who it is from and for, then the blocks; the footer is on every sheet."""
        words = self.said.words
        self.paper.frame(words(page.above), words(page.footer))
        if page.logo:
            self.paper.logo(picture(page.logo), words(page.above))
        self.paper.heading(words(page.title), 1)
        self.paper.paragraph(words(page.below), "soft")
        for line in filter(None, map(words, page.aside)):
            self.paper.paragraph(line, "soft")
        for block in page.blocks:
            self.blocks[type(block)](block)

    def note(self, block: Note) -> None:
        """Small print, or a warning that stands out by a shape."""
        words = self.said.words(block.text)
        self.paper.paragraph(
            f"▲ {words}" if block.kind == "warn" else words, block.kind if block.kind == "warn" else "soft"
        )

    def lights(self, block: Lights) -> None:
        """A table of the lights: the question, its state, and what lies behind it."""
        rows = []
        for item in block.items:
            behind = f"{self.said.words(item.headline)}\n{self.said.words(item.caption)}"
            rows.append(((self.said.words(item.title), ""), self.cell(item.state), (behind, "")))
        self.paper.table("", ("", "", ""), rows, ())

    def decisions(self, block: Decisions) -> None:
        """A numbered list."""
        self.paper.heading(self.said.words(block.title), 2)
        for number, item in enumerate(block.items, start=1):
            self.paper.paragraph(f"{number}. {self.said.words(item)}")

    def findings(self, block: Findings) -> None:
        """Every finding under a heading of its own."""
        for item in block.items:
            self.finding(item)

    def finding(self, item: FindingItem) -> None:
        """A heading, where, what was seen, and what to do."""
        head, about = self.said.finding(item)
        self.paper.heading(head, 3)
        self.paper.paragraph(about, "soft")
        for case in item.cases:
            self.paper.bullet(f"{self.said.words(case.name)}: {self.said.words(case.detail)}")
        self.paper.paragraph(self.said.words(item.remedy))
        for why in item.why:
            self.paper.paragraph(self.said.words(why), "soft")

    def table(self, table: Table) -> None:
        """A table with its caption above and its head on every sheet."""
        heads = tuple(self.said.words(column.title) for column in table.columns)
        numbers = tuple(at for at, column in enumerate(table.columns) if column.kind == "number")
        rows = [tuple(map(self.cell, row)) for row in table.rows]
        self.paper.table(self.said.words(table.caption), heads, rows, numbers)

    def cell(self, cell: Cell) -> tuple[str, str]:
        """A cell's words and how they look."""
        if isinstance(cell, State):
            return self.said.state(cell), cell.kind
        if isinstance(cell, (Small, Code)):
            return self.said.cell(cell), "soft" if isinstance(cell, Small) else "code"
        if isinstance(cell, Lines):
            return self.said.cell(cell), ""
        return self.said.cell(cell), ""
