"""The shorter documents of the pack: matrix, action plan, refresh plan, one page for the managing director."""

from collections.abc import Callable, Iterator

from msp_aigov.model.document import ClientReport, Document
from msp_aigov.model.text import Text
from msp_aigov.reports.blocks import Block, Decisions, Heading, Note, Page, Paragraph
from msp_aigov.reports.options import Options
from msp_aigov.reports.pages import workloads
from msp_aigov.reports.pages.client import ASKED
from msp_aigov.reports.pages.explained import explained
from msp_aigov.reports.pages.masthead import lights, page_of
from msp_aigov.reports.pages.pack import renewal, tables, workbook

Chapters = Callable[[Document, ClientReport], Iterator[Block]]


def _page_of(title: str, chapters: Chapters) -> Callable[[Document, Options], Page]:
    def page(document: Document, options: Options) -> Page:
        (client,) = document.clients
        confidential = Text(document.branding.confidentiality)
        prepared = Text("Prepared by {msp} for {client}.", msp=document.msp, client=client.name)
        aside = (Text("{title}. {prepared}", title=Text(title), prepared=prepared), confidential)
        return page_of(document, Text.verbatim(client.name), aside, tuple(chapters(document, client)))

    return page


def _matrix(document: Document, client: ClientReport) -> Iterator[Block]:
    yield from workloads.chapter(client)
    if client.workloads:
        yield tables.gates(client)


def _actions(document: Document, client: ClientReport) -> Iterator[Block]:
    yield from tables.actions(client)


def _refresh(document: Document, client: ClientReport) -> Iterator[Block]:
    yield from (Note(words, "warn") for words in client.endpoints.old)
    yield from renewal.chapter(client)


def _brief(document: Document, client: ClientReport) -> Iterator[Block]:
    """One sheet: the lights, what is asked, what comes next, and what nobody could look at."""
    yield lights(client)
    if client.decisions:
        yield Decisions(Text(ASKED.get(len(client.decisions), "Decisions we need from you")), client.decisions)
    yield from _ours(client)
    missing = sum(cell.state != "read" for cell in client.coverage)
    if missing:
        words = "Not assessed: {count} of our reads failed, so what lies there is unknown."
        yield Note(Text(words, count=missing), "warn")


def _ours(client: ClientReport) -> Iterator[Block]:
    """What the MSP does by itself; what the client decides stands above."""
    ours = [each for each in client.actions if each.step != "close" and each.owner == "msp"]
    if ours:
        yield Heading(Text("What we do next"))
        yield from (Paragraph(Text("{title}: {remedy}", title=each.title, remedy=each.remedy)) for each in ours[:3])
    if not client.actions:
        yield Paragraph(Text("There is nothing to do that we know of."))


def _explained(document: Document, client: ClientReport) -> Iterator[Block]:
    """Workloads gate by gate, each with a paragraph of plain words."""
    yield from explained(client)


PAGES = {
    "matrix": _page_of("Workload matrix", _matrix),
    "actions": _page_of("Action plan", _actions),
    "refresh": _page_of("Refresh plan", _refresh),
    "brief": _page_of("Summary", _brief),
    "workbook": _page_of("Workbook", workbook.blocks),
    "explained": _page_of("Workloads explained", _explained),
}
