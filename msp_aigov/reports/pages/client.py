"""The report one client reads: what to decide first, what was not read last."""

from collections.abc import Iterator

from msp_aigov.model.document import Changes, ClientReport, Document
from msp_aigov.model.text import Day, Text
from msp_aigov.reports.blocks import Block, Column, Decisions, Heading, Link, Note, Page, Paragraph, Table
from msp_aigov.reports.options import Options
from msp_aigov.reports.pages import coverage, devices, findings, guardrails, spend, workloads
from msp_aigov.reports.pages.masthead import lights, page_of
from msp_aigov.reports.words.plain import RESIDENCIES, counted, joined, word

ASKED = {
    1: "One decision we need from you",
    2: "Two decisions we need from you",
    3: "Three decisions we need from you",
}
CHAPTERS = (findings.chapter, spend.chapter, guardrails.chapter, devices.chapter, workloads.chapter, coverage.chapter)


def page(document: Document, options: Options) -> Page:
    """The whole report on the only client of the document."""
    (client,) = document.clients
    name = Text.verbatim(client.name)
    prepared = Text("Prepared by {msp} for {client}.", msp=document.msp, client=client.name)
    aside = (prepared, Text(document.branding.confidentiality))
    return page_of(document, name, aside, tuple(_blocks(document, client)))


def _blocks(document: Document, client: ClientReport) -> Iterator[Block]:
    if client.stopped:
        yield Note(Text("We could not finish this report: {reason}", reason=client.stopped), "warn")
    if client.crashes:
        yield Note(Text("Some answers are missing because of a fault in our tool. We are mending it."), "warn")
    yield lights(client)
    if client.decisions:
        title = ASKED.get(len(client.decisions), "Decisions we need from you")
        yield Decisions(Text(title), client.decisions)
    yield from _changes(client)
    for chapter in CHAPTERS:
        yield from chapter(client)
    yield from _method(document, client)


def _changes(client: ClientReport) -> Iterator[Block]:
    if client.changes.since is None:
        yield Heading(Text("What changed"))
        yield Paragraph(Text("This is the first report, so there is nothing to compare it with."))
        return
    yield Heading(Text("What changed since {day}", day=Day(client.changes.since)))
    yield Paragraph(_changed(client.changes))
    yield from findings.resolved(client)


def _changed(changes: Changes) -> Text:
    parts = (
        (changes.new, counted("new", changes.new)),
        (changes.resolved, Text("{count} put right", count=changes.resolved)),
        (changes.reopened, Text("{count} back again", count=changes.reopened)),
        (changes.lost_sight, counted("lost_sight", changes.lost_sight)),
    )
    said = [text for count, text in parts if count]
    return Text("{changes}.", changes=joined(said, ", ")) if said else Text("No finding changed.")


def _method(document: Document, client: ClientReport) -> Iterator[Block]:
    yield Heading(Text("How we know"))
    yield Paragraph(Text("We only read; nothing was changed. What we could not read is unknown, never in order."))
    if client.profile:
        yield Paragraph(Text("Filters are held against the profile {profile}.", profile=client.profile))
    if client.residency:
        yield Paragraph(Text("Allowed places for data: {place}.", place=word(RESIDENCIES, client.residency)))
    if client.sources:
        columns = (Column(Text("Source")), Column(Text("Read on")))
        rows = tuple((_source(source), Text("{day}", day=Day(read_on))) for source, read_on in client.sources)
        yield Table(Text("Rules and where they come from"), columns, rows, folded=True)
    run = document.run
    words = "Run {run}, rules {rules}, msp-aigov {version}."
    yield Note(Text(words, run=run.id, rules=run.rules_hash[:12], version=run.tool_version))
    if document.contact:
        yield Note(Text("Questions: {contact}", contact=document.contact))


def _source(source: str) -> Link | Text:
    return Link(source, source) if source.startswith("https://") else Text(source)
