"""XLSX: one workbook a client, a sheet for each table, and one for everything else."""

import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from msp_aigov.model.document import Document
from msp_aigov.model.text import Money
from msp_aigov.reports.blocks import (
    Block,
    Chart,
    Command,
    Decisions,
    Findings,
    Heading,
    Lights,
    Lines,
    Note,
    Page,
    Paragraph,
    Shares,
    Table,
)
from msp_aigov.reports.colours import on_paper
from msp_aigov.reports.options import Options, Rendered
from msp_aigov.reports.pages import each_page
from msp_aigov.reports.spoken import Spoken
from msp_aigov.reports.words import CENT

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

SUFFIX = ".xlsx"
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
NAME_LENGTH, CELL_LENGTH = 31, 32_767
NARROWEST, WIDEST, FRONT = 10, 60, 110
LINE, HIGHEST = 15, 409  # points; what is not told is cut off where a program does not fit rows to their text


def render(document: Document, options: Options) -> tuple[Rendered, ...]:
    """A workbook for each client."""
    return tuple(
        Rendered(path, _book(page, document, options))
        for path, page in each_page(document, options, "workbook", SUFFIX)
    )


def _book(page: Page, document: Document, options: Options) -> bytes:
    from xlsxwriter import Workbook

    out = io.BytesIO()
    # Text stays text whatever it begins with: nothing of a client's is ever a formula or a link.
    kept = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(out, kept)
    said = Spoken(options.language)
    title, author = said.words(page.title), said.words(page.above)
    created = document.run.started.replace(tzinfo=None)
    book.set_properties({"title": title[:255], "author": author[:255], "created": created})
    Book(book, said, on_paper(page.colour)).page(page)
    book.close()
    return out.getvalue()


class Book:
    """One workbook in the making."""

    def __init__(self, book: "Workbook", said: Spoken, colour: str) -> None:
        self.book, self.said, self.names = book, said, set[str]()
        wrapped = {"text_wrap": True, "valign": "top"}
        self.text = book.add_format(wrapped)
        self.title = book.add_format({"bold": True, "font_size": 16, "font_color": colour})
        self.heading = book.add_format({"bold": True, "font_size": 12, "font_color": colour, **wrapped})
        self.head = book.add_format({"bold": True, "font_color": "#ffffff", "bg_color": colour, **wrapped})
        self.formats: dict[str, Any] = {}

    def page(self, page: Page) -> None:
        """The front sheet with all prose, then every table on its own."""
        front = self.sheet(self.said.words("Summary"))
        front.set_column(0, 0, FRONT)
        rows: list[tuple[str, Any]] = [(self.said.words(page.title), self.title)]
        rows += [(self.said.words(words), self.text) for words in (page.above, page.below, *page.aside)]
        tables = [block for block in page.blocks if isinstance(block, Table)]
        rows += [row for block in page.blocks for row in self.prose(block)]
        rows.append((self.said.words(page.footer), self.text))
        for number, (words, style) in enumerate(row for row in rows if row[0]):
            front.write_string(number, 0, words[:CELL_LENGTH], style)
            if style is self.text:
                _fit(front, number, [words], [FRONT])
        for table in tables:
            self.table(table)

    def sheet(self, wanted: str) -> "Worksheet":
        """A sheet under a name that Excel takes and that no other sheet has."""
        plain = FORBIDDEN.sub(" ", wanted).strip() or "Sheet"
        name, number = _cut(plain, NAME_LENGTH), 2
        while name.lower() in self.names:
            ending = f" {number}"
            name, number = _cut(plain, NAME_LENGTH - len(ending)) + ending, number + 1
        self.names.add(name.lower())
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet

    def prose(self, block: Block) -> list[tuple[str, Any]]:
        """The lines of a block that is no table."""
        words = self.said.words
        match block:
            case Heading():
                return [(words(block.text), self.heading)]
            case Paragraph() | Note():
                return [(words(block.text), self.text)]
            case Command():
                return [(f"{words(block.label)} {words(block.line)}", self.text)]
            case Lights():
                lines = (f"{self.said.cell(i.state)}: {words(i.title)}. {words(i.headline)}" for i in block.items)
                return [(line, self.text) for line in lines]
            case Decisions():
                items = (f"{number}. {words(item)}" for number, item in enumerate(block.items, start=1))
                return [(words(block.title), self.heading), *((item, self.text) for item in items)]
            case Chart() | Shares():
                return [(words(block.words), self.text)]
            case Findings():
                return [line for item in block.items for line in self.finding(item)]
        return []

    def finding(self, item: Any) -> list[tuple[str, Any]]:
        """A finding in lines: what, where, what to do."""
        head, about = self.said.finding(item)
        cases = [f"{self.said.words(case.name)}: {self.said.words(case.detail)}" for case in item.cases]
        return [(line, self.text) for line in (f"{head} ({about})", *cases, self.said.words(item.remedy))]

    def table(self, table: Table) -> None:
        """A sheet with a filter over its columns and a head that stays and repeats."""
        sheet = self.sheet(self.said.words(table.caption))
        titles = [self.said.words(column.title) for column in table.columns]
        for at, title in enumerate(titles):
            sheet.write_string(0, at, title, self.head)
        told = [titles]
        for row, cells in enumerate(table.rows, start=1):
            told.append([self.write(sheet, row, at, cell) for at, cell in enumerate(cells)])
        widths = [_width(words) for words in zip(*told, strict=True)]
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        for row, texts in enumerate(told):
            _fit(sheet, row, texts, widths)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        if table.rows:
            sheet.autofilter(0, 0, len(table.rows), len(titles) - 1)

    def write(self, sheet: "Worksheet", row: int, at: int, cell: Any) -> str:
        """One cell: figures as figures, all else as text. Gives what it says."""
        if isinstance(cell, Lines) and len(cell.cells) == 1:
            return self.write(sheet, row, at, cell.cells[0])  # a figure alone in its cell stays a figure
        words = self.said.cell(cell)[:CELL_LENGTH]
        if isinstance(cell, int):
            sheet.write_number(row, at, cell, self.number("#,##0"))
        elif isinstance(cell, Money) and cell.amount.is_finite() and re.fullmatch("[A-Za-z]{3}", cell.currency):
            small = cell.amount and abs(cell.amount) < CENT
            digits = "0.00######" if small else "#,##0.00"
            sheet.write_number(row, at, float(cell.amount), self.number(f'{digits} "{cell.currency}"'))
        else:
            sheet.write_string(row, at, words, self.text)
        return words

    def number(self, kind: str) -> Any:
        """The format of a kind of figure, made once."""
        if kind not in self.formats:
            # The indent keeps a figure apart from the words of the next column.
            look = {"num_format": kind, "valign": "top", "align": "right", "indent": 1}
            self.formats[kind] = self.book.add_format(look)
        return self.formats[kind]


def _width(column: Iterable[str]) -> int:
    """As wide as the longest line of a column, within reason; two more for the button of the filter."""
    longest = max((len(line) for words in column for line in words.split("\n")), default=0)
    return min(max(longest + 2, NARROWEST), WIDEST)


def _fit(sheet: "Worksheet", row: int, texts: Sequence[str], widths: Sequence[int]) -> None:
    """Make a row as high as its longest text needs at these widths."""
    needed = max(
        sum(len(line) // width + 1 for line in words.split("\n")) for words, width in zip(texts, widths, strict=True)
    )
    if needed > 1:
        sheet.set_row(row, min(needed * LINE, HIGHEST))


def _cut(words: str, length: int) -> str:
    """The beginning of a name, counted as Excel counts: an emoji is two."""
    return words.encode("utf-16-le")[: length * 2].decode("utf-16-le", "ignore").strip()
