"""The MSP's own page: every client, worst first, in the words of those who mend things."""

from collections.abc import Iterator

from msp_aigov.model.document import ClientReport, CoverageCell, Document
from msp_aigov.model.text import Text
from msp_aigov.reports.blocks import (
    Block,
    Cell,
    Code,
    Column,
    ColumnKind,
    Heading,
    Lines,
    Link,
    Note,
    Page,
    Small,
    State,
    Table,
    graded,
)
from msp_aigov.reports.colours import changed, on_paper
from msp_aigov.reports.naming import file_name
from msp_aigov.reports.options import Options
from msp_aigov.reports.pages.coverage import gaps, tally
from msp_aigov.reports.pages.findings import nothing, of_outcome, open_findings
from msp_aigov.reports.pages.masthead import page_of
from msp_aigov.reports.pages.summary import commands, faults
from msp_aigov.reports.words.plain import COVERAGE, LIGHTS, counted


def page(document: Document, options: Options) -> Page:
    """A table of all clients, then what there is to do for each."""
    clients = sorted(document.clients, key=_urgency)
    aside = (Text("Internal. Holds the names of all clients."), counted("client", len(clients)))
    blocks = (block for each in clients for block in _client(each, options))
    return page_of(document, Text("All clients"), aside, (_overview(clients), *blocks, *_brand(document)))


def _brand(document: Document) -> Iterator[Note]:
    own = document.branding.colour
    if changed(own):
        words = Text("Your colour {own} cannot be read on white. Reports use {other}.", own=own, other=on_paper(own))
        yield Note(words)


def _urgency(client: ClientReport) -> tuple[object, ...]:
    failed = sorted(finding.severity.rank for finding in of_outcome(client, "fail"))
    # Padded with a rank beyond all others, so that of two lists that begin alike the longer is the more urgent.
    return (not client.stopped, [*failed, 9], -len(of_outcome(client, "unknown")), -len(gaps(client)), client.id)


def _overview(clients: list[ClientReport]) -> Table:
    titles = tuple(dict.fromkeys(light.title for client in clients for light in client.lights))
    counts = (Column(Text("To act on"), "number"), Column(Text("Unknown"), "number"))
    columns = (Column(Text("Client")), *(Column(title, "state") for title in titles), *counts, Column(Text("Read")))
    return Table(Text("Worst first"), columns, tuple(_row(client, titles) for client in clients))


def _row(client: ClientReport, titles: tuple[Text, ...]) -> tuple[Cell, ...]:
    states = {light.title: graded(LIGHTS, light.state) for light in client.lights}
    return (
        Lines((Link(client.name, file_name(client.id, ".html")), Small(Text.verbatim(client.id)))),
        *(states.get(title, State("none", Text("–"))) for title in titles),
        len(of_outcome(client, "fail")),
        len(of_outcome(client, "unknown")),
        tally(client),
    )


def _client(client: ClientReport, options: Options) -> Iterator[Block]:
    yield Heading(Text.verbatim(client.name))
    yield from faults(client)
    yield from commands(client, options)
    findings = open_findings(client, check_ids=True)
    yield findings if findings.items else nothing(client)
    missing = gaps(client)
    if missing:
        kinds: dict[str, ColumnKind] = {"Source": "code", "State": "state", "Request": "code"}
        titles = ("Source", "Scope", "State", "Why", "Mend", "Request")
        columns = tuple(Column(Text(title), kinds.get(title, "text")) for title in titles)
        yield Table(Text("Not read"), columns, tuple(_gap(cell) for cell in missing))
    else:
        yield Note(tally(client))


def _gap(cell: CoverageCell) -> tuple[Cell, ...]:
    return (
        Code(cell.source),
        Lines((Text.verbatim(cell.scope_name), Small(Text.verbatim(cell.scope)))),
        graded(COVERAGE, cell.state),
        Text.verbatim(" ".join(part for part in (str(cell.status or ""), cell.reason) if part)),
        Text.verbatim(cell.mend or "–"),
        Code(cell.request_id) if cell.request_id else Text("–"),
    )
