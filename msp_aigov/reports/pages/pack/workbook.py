"""The workbook: everything about a client as sheets, for those who go on working with it."""

from collections.abc import Iterator
from dataclasses import replace

from msp_aigov.model.device import DeviceReadiness
from msp_aigov.model.document import ClientReport, Document
from msp_aigov.model.pack.waiver import WaiverUse
from msp_aigov.model.text import Day, Text
from msp_aigov.reports.blocks import Block, Cell, Code, Column, Note, Paragraph, State, Table, graded
from msp_aigov.reports.pages import spend
from msp_aigov.reports.pages.devices import maker_and_model, memory
from msp_aigov.reports.pages.masthead import lights
from msp_aigov.reports.pages.pack import renewal, tables
from msp_aigov.reports.words.plain import COVERAGE, RESIDENCIES, SOURCES, VERDICTS, joined, word

# Captions of the spend chapter's tables that become sheets of these names.
SHEETS = {
    renewal.BY_DEVICE: "Refresh",
    renewal.BY_QUARTER: "Refresh by quarter",
    "What to ask of a new device": "New devices",
    "How the memory was worked out": "Memory sums",
    "Age and warranty, whatever a device can run": "Age and warranty",
}
EXPOSURE = "What {hours} hours can cost before an alert can fire"
NAMES = {"By resource, and the budget that watches it": "Spend", "Budgets in Azure": "Budgets"}
USES = {
    "in_force": State("warn", Text("In force")),
    "expired": State("bad", Text("Ran out")),
    "unused": State("none", Text("About nothing that fails")),
}
READING = "We only read; nothing was changed. What we could not read is unknown, never in order."


def blocks(document: Document, client: ClientReport) -> Iterator[Block]:
    """A sheet for each question, in the order in which they are asked; one without an answer says so."""
    for block in _sheets(document, client):
        yield _nothing(block.caption) if isinstance(block, Table) and not block.rows else block


def _nothing(caption: Text) -> Table:
    return Table(caption, tables.columns("What we found"), ((Text("nothing of the kind was found"),),))


def _sheets(document: Document, client: ClientReport) -> Iterator[Block]:
    yield Paragraph(Text(READING))
    yield lights(client)
    yield replace(tables.matrix(client), caption=Text("Matrix"))
    yield replace(tables.gates(client), caption=Text("Decisions"))
    yield tables.findings(client)
    yield _actions(client)
    yield from _spend(client)
    yield _devices(client)
    yield from _refresh(client)
    yield Table(Text("Waivers"), tables.columns(*WAIVERS), tuple(map(_waiver, client.waivers)))
    yield _method(document, client)
    yield from tables.sources(document, client)


def _actions(client: ClientReport) -> Table:
    rows = tuple(tables.action(each) for each in client.actions)
    return Table(Text("Actions"), tables.columns(*tables.ACTIONS), rows)


def _spend(client: ClientReport) -> Iterator[Block]:
    """The chapter's own blocks; sheets that must be there are, empty if need be."""
    made = [*spend.chapter(client)]
    have = {block.caption.template for block in made if isinstance(block, Table)}
    for caption, name in NAMES.items():
        if caption not in have:
            yield _nothing(Text(name))
    for block in made:
        if isinstance(block, Table) and block.caption.template in NAMES:
            yield replace(block, caption=Text(NAMES[block.caption.template]))
        elif isinstance(block, Table) and block.caption.template == EXPOSURE:
            yield replace(block, caption=Text("Exposure"))  # the name of a sheet has 31 letters
        else:
            yield block


def _devices(client: ClientReport) -> Table:
    titles = ("Device", "Maker and model", "Memory", "Workload", "Verdict", "Why", "What to do")
    columns = (*tables.columns(*titles), Column(Text("Cost"), "number"))
    rows = tuple(row for device in client.endpoints.devices for row in _device(device))
    return Table(Text("Devices"), columns, rows)


def _device(readiness: DeviceReadiness) -> Iterator[tuple[Cell, ...]]:
    device = readiness.device
    words = maker_and_model(device)
    for verdict in (readiness.minimum, *readiness.verdicts):
        yield (
            Code(device.name),
            Text.verbatim(words or "–"),
            memory(device),
            Text.verbatim(verdict.workload) if verdict.workload else Text("Published minimum"),
            graded(VERDICTS, verdict.verdict),
            joined(verdict.reasons, "; ") if verdict.reasons else Text("–"),
            verdict.action or Text("–"),
            verdict.cost or Text("–"),
        )


def _refresh(client: ClientReport) -> Iterator[Block]:
    yield from (Note(words, "warn") for words in client.endpoints.old)
    for block in renewal.chapter(client):
        if isinstance(block, Table):
            yield replace(block, caption=Text(SHEETS.get(block.caption.template, block.caption.template)))
    if not client.refresh:
        yield Table(
            Text("Refresh"), tables.columns("What we found"), ((Text("No device needs a change that we know of."),),)
        )


WAIVERS = ("Check", "Where", "Reason", "Who answers for it", "Until", "State")


def _waiver(use: WaiverUse) -> tuple[Cell, ...]:
    waiver = use.waiver
    return (
        Code(waiver.check),
        Code(waiver.subject or waiver.fingerprint or "–"),
        Text.verbatim(waiver.reason),
        Text.verbatim(waiver.approver),
        Text("{day}", day=Day(waiver.until)),
        USES[use.state],
    )


def _method(document: Document, client: ClientReport) -> Table:
    """What was asked, what came back, and by which rules it was judged."""
    place = word(RESIDENCIES, client.residency) if client.residency else Text("not said")
    about: list[tuple[Cell, ...]] = [
        (Text("Filter profile"), Text.verbatim(client.profile or "–"), Text(""), Text("")),
        (Text("Allowed places for data"), place, Text(""), Text("")),
    ]
    for cell in client.coverage:
        scope = Text.verbatim(cell.scope_name)
        about.append(
            (word(SOURCES, cell.source), scope, graded(COVERAGE, cell.state), Text.verbatim(cell.reason or "–"))
        )
    return Table(Text("Method"), tables.columns("What", "Of what", "State", "Why"), tuple(about))
