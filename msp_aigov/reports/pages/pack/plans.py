"""The shorter documents of the pack: matrix, action plan, refresh plan, one page for the managing director."""

from collections.abc import Callable, Iterator

from msp_aigov.model.document import ClientReport, Document
from msp_aigov.model.text import Text
from msp_aigov.reports.blocks import Block, Decisions, Heading, Note, Page, Paragraph
from msp_aigov.reports.options import Options
from msp_aigov.reports.pages import devices, spend, workloads
from msp_aigov.reports.pages.client import ASKED
from msp_aigov.reports.pages.masthead import lights, page_of
from msp_aigov.reports.pages.pack import tables

Chapters = Callable[[Document, ClientReport], Iterator[Block]]


def _page_of(title: str, chapters: Chapters) -> Callable[[Document, Options], Page]:
    def page(document: Document, options: Options) -> Page:
        (client,) = document.clients
        prepared = Text("Prepared by {msp} for {client}.", msp=document.msp, client=client.name)
        aside = (Text(title), prepared, Text.verbatim(document.branding.confidentiality))
        return page_of(document, Text.verbatim(client.name), aside, tuple(chapters(document, client)))

    return page


def _matrix(document: Document, client: ClientReport) -> Iterator[Block]:
    yield from workloads.chapter(client)
    if client.workloads:
        yield tables.matrix(client)
        yield tables.gates(client)


def _actions(document: Document, client: ClientReport) -> Iterator[Block]:
    yield from tables.actions(client)


def _refresh(document: Document, client: ClientReport) -> Iterator[Block]:
    yield from tables.refresh(client)


def _brief(document: Document, client: ClientReport) -> Iterator[Block]:
    """One sheet: the lights, what is asked, what comes next, and what nobody could look at."""
    yield lights(client)
    if client.decisions:
        yield Decisions(Text(ASKED.get(len(client.decisions), "Decisions we need from you")), client.decisions)
    yield Heading(Text("What we do next"))
    for action in [each for each in client.actions if each.step != "close"][:3]:
        yield Paragraph(Text("{title}: {remedy}", title=action.title, remedy=action.remedy))
    if not client.actions:
        yield Paragraph(Text("There is nothing to do that we know of."))
    missing = sum(cell.state != "read" for cell in client.coverage)
    if missing:
        words = "Not assessed: {count} of our reads failed, so what lies there is unknown."
        yield Note(Text(words, count=missing), "warn")


def _workbook(document: Document, client: ClientReport) -> Iterator[Block]:
    """Everything as tables, for those who go on working with it."""
    yield lights(client)
    yield tables.matrix(client)
    yield tables.gates(client)
    yield tables.findings(client)
    yield from tables.actions(client)
    yield from spend.chapter(client)
    yield from devices.chapter(client)
    yield from tables.refresh(client)
    yield from tables.sources(document, client)


def _explained(document: Document, client: ClientReport) -> Iterator[Block]:
    """Workloads gate by gate, each with a paragraph of plain words."""
    for decision in client.workloads:
        yield Heading(Text.verbatim(decision.name))
        yield tables.gates(client, decision.name)
        yield Paragraph(workloads.plain_words(decision))
        yield from (Note(words) for words in (*decision.conditions, *decision.crossings, *decision.obligations))
        yield from (Note(words) for words in decision.economics)


PAGES = {
    "matrix": _page_of("Workload matrix", _matrix),
    "actions": _page_of("Action plan", _actions),
    "refresh": _page_of("Refresh plan", _refresh),
    "brief": _page_of("Summary", _brief),
    "workbook": _page_of("Workbook", _workbook),
    "explained": _page_of("Workloads explained", _explained),
}
