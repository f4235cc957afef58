"""PDF: one tagged document a client, set by typst."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msp_aigov.errors import AigovError
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
    Note,
    Page,
    Paragraph,
    Shares,
    Small,
    State,
    Table,
)
from msp_aigov.reports.colours import on_paper
from msp_aigov.reports.office.packing import picture
from msp_aigov.reports.options import Options, Rendered
from msp_aigov.reports.pages import each_page
from msp_aigov.reports.spoken import Spoken
from msp_aigov.reports.templating import template_bytes

SUFFIX = ".pdf"
# Where a word may go on in the next line: in a narrow cell soon, and never where a hyphen or slash lets it anyway.
LONG = re.compile(r"[^\s/-]{22}(?=[^\s/-])")
OVERLONG = re.compile(r"\S{44}(?=\S)")
ENDLESS, FEW_LETTERS = re.compile(r"[^\s/.-]{30,}"), re.compile(r"(.{4})(?=.)")  # no word of any language
MOST_WIDTH, LEAST_WIDTH = 36, 14
Piece = dict[str, Any]


def render(document: Document, options: Options) -> tuple[Rendered, ...]:
    """A document for each client."""
    return tuple(
        Rendered(path, _compiled(page, options)) for path, page in each_page(document, options, "guide", SUFFIX)
    )


def _compiled(page: Page, options: Options) -> bytes:
    try:
        import typst
    except ImportError as error:
        raise AigovError("PDF needs the extra pdf", "Run `pip install 'msp-aigov[pdf]'`.") from error
    data = Draw(options.language).page(page)
    made = _set(typst, data)
    assert isinstance(made, bytes)
    return made


def _set(typst: Any, data: Piece) -> Any:
    """The page as PDF/UA; where no font on this machine has a letter of a name, as a tagged PDF without that claim; and
    where the logo cannot be drawn, without it."""
    source = template_bytes("pdf/page.typ")
    tries: tuple[tuple[Piece, list[str]], ...] = ((data, ["ua-1"]), (data, []), ({**data, "logo": []}, []))
    for number, (tried, standards) in enumerate(tries, start=1):
        try:
            inputs = {"page": json.dumps(tried)}
            return typst.compile(source, sys_inputs=inputs, format="pdf", pdf_standards=standards)
        except typst.TypstError:
            if number == len(tries):
                raise


class Draw:
    """The blocks as the plain values that the template sets."""

    def __init__(self, language: str) -> None:
        self.said = Spoken(language)
        self.language = language
        self.blocks: Mapping[type, Callable[[Any], list[Piece]]] = {
            Heading: lambda block: [self.heading(self.words(block.text), block.level)],
            Paragraph: lambda block: [self.prose(self.words(block.text))],
            Note: self.note,
            Command: lambda block: [self.prose(f"{self.words(block.label)} {self.words(block.line)}", "code")],
            Lights: self.lights,
            Decisions: self.decisions,
            Findings: lambda block: [piece for item in block.items for piece in self.finding(item)],
            Table: lambda block: [self.table(block)],
            Chart: lambda block: [self.prose(self.words(block.words))],
            Shares: lambda block: [self.prose(self.words(block.words))],
        }

    def page(self, page: Page) -> Piece:
        """Everything the template needs."""
        under = (self.words(page.below), *map(self.words, page.aside))
        return {
            "title": self.words(page.title) or "–",
            "above": self.words(page.above),
            "under": [line for line in under if line],
            "footer": self.words(page.footer),
            "colour": on_paper(page.colour),
            "logo": list(picture(page.logo)) if page.logo else [],
            "language": self.language,
            "blocks": list(
                self.outlined([piece for block in page.blocks for piece in self.blocks[type(block)](block)])
            ),
        }

    def outlined(self, pieces: list[Piece]) -> Iterator[Piece]:
        """The pieces with an outline that skips no level, which a tagged document must not."""
        above = 1
        for piece in pieces:
            wanted = piece.get("level", 3 if piece.get("caption") else 0)
            if wanted:
                above = min(wanted, above + 1)
                piece = {**piece, "level": above, "words": piece.get("words") or "–"}
            yield piece

    def words(self, words: Any) -> str:
        """Clean words in which a long one may break."""
        return unbounded(self.said.words(words))

    @staticmethod
    def heading(words: str, level: int) -> Piece:
        """A heading of the outline."""
        return {"kind": "heading", "level": level, "words": words}

    @staticmethod
    def prose(words: str, look: str = "") -> Piece:
        """A paragraph."""
        return {"kind": "prose", "words": words, "look": look}

    def note(self, block: Note) -> list[Piece]:
        """Small print, or a warning that stands out by a shape."""
        words = self.words(block.text)
        return [self.prose(f"▲ {words}", "warn") if block.kind == "warn" else self.prose(words, "soft")]

    def lights(self, block: Lights) -> list[Piece]:
        """A table without a head: the question, its state, what lies behind it."""
        rows = [
            [
                self.piece(self.words(item.title)),
                self.cell(item.state),
                self.piece(f"{self.words(item.headline)}\n{self.words(item.caption)}"),
            ]
            for item in block.items
        ]
        align = ["left"] * 3
        return [
            {"kind": "table", "caption": "", "heads": ["", "", ""], "rows": rows, "align": align, "widths": [2, 2, 5]}
        ]

    def decisions(self, block: Decisions) -> list[Piece]:
        """A numbered list."""
        items = [self.prose(f"{number}. {self.words(item)}") for number, item in enumerate(block.items, start=1)]
        return [self.heading(self.words(block.title), 2), *items]

    def finding(self, item: FindingItem) -> Iterator[Piece]:
        """A heading, where, what was seen, and what to do."""
        head, about = self.said.finding(item)
        yield self.heading(unbounded(head), 3)
        yield self.prose(unbounded(about), "soft")
        for case in item.cases:
            yield {"kind": "bullet", "words": f"{self.words(case.name)}: {self.words(case.detail)}"}
        yield self.prose(self.words(item.remedy))
        yield from (self.prose(self.words(why), "soft") for why in item.why)

    def table(self, table: Table) -> Piece:
        """A table whose columns share the width by what stands in them."""
        heads = [broken(self.said.words(column.title)) for column in table.columns]
        rows = [[self.cell(cell) for cell in row] for row in table.rows]
        longest = [
            max(map(len, column)) for column in zip(heads, *([_line(c) for c in row] for row in rows), strict=True)
        ]
        return {
            "kind": "table",
            "caption": self.words(table.caption),
            "heads": heads,
            "rows": rows,
            "align": ["right" if column.kind == "number" else "left" for column in table.columns],
            "widths": [min(max(width, LEAST_WIDTH), MOST_WIDTH) for width in longest],
        }

    def cell(self, cell: Cell) -> Piece:
        """A cell's words and how they look."""
        looks = {Code: "code", Small: "soft"}
        look = cell.kind if isinstance(cell, State) else looks.get(type(cell), "")
        words = broken(self.said.cell(cell))
        return self.piece(words.replace(" ", "\u00a0", 1) if isinstance(cell, State) else words, look)

    @staticmethod
    def piece(words: str, look: str = "") -> Piece:
        """One cell for the template."""
        return {"words": words, "look": look}


def broken(words: str) -> str:
    """Words of a cell, in which a long one may go on in the next line."""
    return LONG.sub(lambda found: found[0] + "\u200b", unbounded(words))


def unbounded(words: str) -> str:
    """Words of a whole line: an address stays in one piece, and a name without end does not leave the page."""
    shorter = ENDLESS.sub(lambda found: FEW_LETTERS.sub("\\1\u200b", found[0]), words)
    return OVERLONG.sub(lambda found: found[0] + "\u200b", shorter)


def _line(cell: Piece) -> str:
    """The longest line of a cell."""
    return max(str(cell["words"]).split("\n"), key=len)
