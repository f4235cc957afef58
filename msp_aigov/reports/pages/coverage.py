"""What was read, what was not, and how to mend that."""

from collections.abc import Iterator
from itertools import groupby

from msp_aigov.model.document import ClientReport, CoverageCell
from msp_aigov.model.text import Text
from msp_aigov.reports.blocks import Block, Cell, Column, Heading, Paragraph, State, Table, graded
from msp_aigov.reports.words.plain import COVERAGE, SOURCES, word


def gaps(client: ClientReport) -> list[CoverageCell]:
    """The reads that gave nothing."""
    return [cell for cell in client.coverage if cell.state != "read"]


def tally(client: ClientReport) -> Text:
    """How many reads succeeded, in the fewest words."""
    total = len(client.coverage)
    return Text("{read} of {total} read", read=total - len(gaps(client)), total=total)


def chapter(client: ClientReport) -> Iterator[Block]:
    """The gaps first: what is not known weighs more than what is."""
    yield Heading(Text("What was read, and what was not"))
    missing = gaps(client)
    if not client.coverage:
        yield Paragraph(Text("Nothing was read."))
        return
    yield Paragraph(Text("{tally}. What was not read counts as unknown.", tally=tally(client)))
    if missing:
        titles = ("What", "Of what", "State", "Why", "How to mend it")
        columns = tuple(Column(Text(title), "state" if title == "State" else "text") for title in titles)
        yield Table(Text("Not read"), columns, tuple(_gap(cell) for cell in missing))
    columns = (Column(Text("What")), Column(Text("How much of it")))
    by_source = groupby(sorted(client.coverage, key=lambda cell: cell.source), key=lambda cell: cell.source)
    rows = tuple(_source(source, list(cells)) for source, cells in by_source)
    yield Table(Text("Every source we asked"), columns, rows, folded=True)


def _gap(cell: CoverageCell) -> tuple[Cell, ...]:
    return (
        word(SOURCES, cell.source),
        Text.verbatim(cell.scope_name),
        graded(COVERAGE, cell.state),
        Text.verbatim(cell.reason),
        Text.verbatim(cell.mend) if cell.mend else Text("–"),
    )


def _source(source: str, cells: list[CoverageCell]) -> tuple[Cell, ...]:
    read = sum(cell.state == "read" for cell in cells)
    words = Text("{read} of {total} read", read=read, total=len(cells))
    return word(SOURCES, source), State("good" if read == len(cells) else "none", words)
