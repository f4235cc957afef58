"""The terminal: plain columns that read the same without colour."""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msp_aigov.model.document import Document
from msp_aigov.model.text import Value
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

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text as Styled

SUFFIX = ".txt"
STYLES = {"bad": "red", "warn": "yellow", "good": "green", "none": "bright_black"}
FINDINGS, ROWS = 10, 25
NARROWEST = 60


def render(document: Document, options: Options) -> tuple[Rendered, ...]:
    """One stream, a client after the other."""
    return (Rendered("", drawn(pages(document, options, "summary"), options)),)


def drawn(shown: Iterable[Page], options: Options) -> bytes:
    """Pages under each other."""
    console = _console(options)
    for number, page in enumerate(shown):
        if number:
            console.print()
        Draw(console, options).page(page)
    written = console.file.getvalue() if isinstance(console.file, io.StringIO) else ""
    return "".join(f"{line.rstrip()}\n" for line in written.splitlines()).encode()


def _console(options: Options) -> "Console":
    # Rich takes a while to load, and would look at the environment for itself.
    from rich.console import Console

    return Console(
        file=io.StringIO(),
        width=max(options.width, NARROWEST),
        color_system="standard" if options.colour else None,
        force_terminal=options.colour,
        no_color=not options.colour,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        _environ={},
    )


class Draw:
    """The blocks on one console."""

    def __init__(self, console: "Console", options: Options) -> None:
        from rich.cells import cell_len, set_cell_size

        self.console, self.options = console, options
        self.length, self.cut = cell_len, set_cell_size
        self.blocks: Mapping[type, Callable[[Any], None]] = {
            Heading: lambda block: self.line(f"\n{self.words(block.text)}", "bold"),
            Paragraph: lambda block: self.line(self.words(block.text)),
            Note: lambda block: self.line(self.words(block.text), "yellow" if block.kind == "warn" else ""),
            Command: self.command,
            Lights: self.lights,
            Decisions: self.decisions,
            Findings: self.findings,
            Table: self.table,
            Chart: lambda block: self.line(self.words(block.words)),
            Shares: lambda block: self.line(self.words(block.words)),
        }
        self.cells: Mapping[type, Callable[[Any], str]] = {
            State: lambda cell: f"{SHAPES[cell.kind]} {self.words(cell.word)}",
            Code: lambda cell: clean(cell.words),
            Small: lambda cell: self.words(cell.text),
            Link: lambda cell: clean(cell.words),
            Bar: lambda cell: ", ".join(f"{count:,} {self.words(state.word)}" for count, state in cell.parts),
            Lines: lambda cell: "\n".join(map(self.cell, cell.cells)),
        }

    def words(self, words: Value) -> str:
        """Words for people, without a character that moves the cursor."""
        return clean(say(words, self.options.language))

    def cell(self, cell: Cell) -> str:
        """One cell; figures and texts are said."""
        return self.cells.get(type(cell), self.words)(cell)

    def line(self, words: str, style: str = "") -> None:
        """Words, wrapped at the width of the terminal."""
        self.put(self.styled((words, style)))

    def put(self, what: "RenderableType") -> None:
        """Anything, with a long word broken rather than lost."""
        self.console.print(what, overflow="fold")

    def styled(self, *parts: tuple[str, str]) -> "Styled":
        """Words next to each other, each with its style."""
        from rich.text import Text as Styled

        return Styled.assemble(*parts)

    def fit(self, words: str, width: int, right: bool = False) -> str:
        """Words in exactly so many columns: filled with blanks, or cut with an ellipsis."""
        if self.length(words) > width:
            return self.cut(self.cut(words, width - 1).rstrip() + "…", width)
        blanks = " " * (width - self.length(words))
        return blanks + words if right else words + blanks

    def page(self, page: Page) -> None:
        """The title with what stands beside it, then the blocks."""
        aside = "  ".join(map(self.words, page.aside))
        room = self.console.width - self.length(aside) - 2
        if room < self.console.width // 3:
            self.line(self.words(page.title), "bold")
            self.line(aside)
        else:
            self.put(self.styled((self.fit(self.words(page.title), room), "bold"), ("  " + aside, "")))
        for block in page.blocks:
            self.blocks[type(block)](block)

    def lights(self, block: Lights) -> None:
        """One line a light: shape, question, state, coverage, headline."""
        rows = [
            (self.words(item.title), self.words(item.state.word).lower(), f"{item.known:,}/{item.total:,}")
            for item in block.items
        ]
        widths = [min(max(map(self.length, column)), 24) for column in zip(*rows, strict=True)]
        room = self.console.width - sum(widths) - 11
        for item, row in zip(block.items, rows, strict=True):
            title, state = (self.fit(words, width) for words, width in zip(row[:2], widths[:2], strict=True))
            known, headline = self.fit(row[2], widths[2], right=True), self.fit(self.words(item.headline), room)
            self.row(item.state, f"{title}   {state}  {known}  {headline}")

    def row(self, state: State, words: str) -> None:
        """One line that begins with a shape."""
        self.put(self.styled((f"  {SHAPES[state.kind]} ", STYLES[state.kind]), (words, "")))

    def decisions(self, block: Decisions) -> None:
        """A numbered list."""
        self.line(f"\n{self.words(block.title)}", "bold")
        for number, item in enumerate(block.items, start=1):
            self.line(f"{number}. {self.words(item)}")

    def findings(self, block: Findings) -> None:
        """One line a finding, and how many there are besides."""
        shown = block.items if self.options.show_all else block.items[:FINDINGS]
        if shown:
            self.line("")
            for item, row in zip(shown, self.finding_rows(shown), strict=True):
                self.row(item.state, row)
        self.rest(len(shown), len(block.items))

    def finding_rows(self, items: Sequence[FindingItem]) -> Iterator[str]:
        """Urgency, check, title, where, since when; the title takes what room the others leave."""
        rows = [tuple(map(clean, self.finding(item))) for item in items]
        urgency, check, _, where, when = (max(map(self.length, column)) for column in zip(*rows, strict=True))
        widths = [urgency, check, 0, min(where, 14), min(when, 10)]
        widths[2] = self.console.width - sum(widths) - 4 - 2 * (4 if check else 3)
        for row in rows:
            columns = (self.fit(words, width) for words, width in zip(row, widths, strict=True) if width)
            yield "  ".join(columns)

    def finding(self, item: FindingItem) -> tuple[str, str, str, str, str]:
        """The columns of one finding."""
        where = item.cases[0].name if len(item.cases) == 1 else self.words(item.about)
        when = item.since.isoformat() if item.since else self.words(item.when)
        return self.words(item.state.word).lower(), item.check, self.words(item.title), where, when

    def table(self, block: Table) -> None:
        """Columns as wide as they need to be, the rest of the rows by name of the option that shows them."""
        from rich.table import Table as Grid
        from rich.text import Text as Styled

        self.line(f"\n{self.words(block.caption)}")
        grid = Grid(box=None, padding=(0, 2, 0, 0), pad_edge=False)
        for column in block.columns:
            justify = "right" if column.kind == "number" else "left"
            grid.add_column(Styled(self.words(column.title)), justify=justify, overflow="fold")  # type: ignore[arg-type]
        rows = block.rows if self.options.show_all else block.rows[:ROWS]
        for row in rows:
            grid.add_row(*(Styled(self.cell(cell)) for cell in row))
        self.console.print(grid)
        self.rest(len(rows), len(block.rows))

    def rest(self, shown: int, total: int) -> None:
        """How much is left out, at the right, where the eye ends."""
        if shown < total:
            self.line(self.fit(f"{shown:,} of {total:,} shown, --all for the rest", self.console.width, right=True))

    def command(self, block: Command) -> None:
        """A label and a line to paste, never cut nor wrapped."""
        label = self.fit(self.words(block.label), 8)
        self.console.print(self.styled((label + clean(block.line), "")), no_wrap=True, overflow="ignore", crop=False)
