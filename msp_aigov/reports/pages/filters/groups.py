"""Equal filters across the fleet, for the MSP's own eyes: it names several clients."""

from collections.abc import Iterator

from msp_aigov.model.document import Document
from msp_aigov.model.guardrails import FilterGroup, GroupedFilter, GroupMember, Threshold
from msp_aigov.model.text import Text
from msp_aigov.reports.blocks import Block, Cell, Code, Column, Heading, Lines, Note, Page, Paragraph, Small, Table
from msp_aigov.reports.options import Options
from msp_aigov.reports.pages.guardrails import DIRECTIONS, unread
from msp_aigov.reports.pages.masthead import page_of
from msp_aigov.reports.words.plain import FILTER_STATES, FILTERS, word

UNREAD = "{client}: {read}. What was not read is in no group."


def page(document: Document, options: Options) -> Page:
    """Each group with its deployments and what their filters do."""
    title = Text("Filters across the fleet of {msp}", msp=document.msp)
    return page_of(document, title, (), tuple(_blocks(document)))


def _blocks(document: Document) -> Iterator[Block]:
    if not document.filter_groups:
        yield Paragraph(Text("There is no model deployment that could be read."))
    for client in document.clients:
        light = next((each for each in client.lights if each.name == "safety"), None)
        if light and light.known < light.total:
            yield Note(Text(UNREAD, client=client.id, read=light.caption))
            if why := unread(client):
                yield Note(Text.verbatim(f"{client.id}: {why}"))
    for number, group in enumerate(document.filter_groups, start=1):
        yield Heading(Text("Group {number}", number=number))
        columns = tuple(Column(Text(title)) for title in ("Client", "Deployment", "Model", "Policy"))
        yield Table(Text("Deployments with the same filters"), columns, tuple(_member(each) for each in group.members))
        titles = ("Filter", "In prompts", "In answers", "Elsewhere")
        rows = tuple(_filter(name, group) for name in dict.fromkeys(cell.filter for cell in group.filters))
        yield Table(Text("What they do"), tuple(Column(Text(title)) for title in titles), rows, folded=True)


def _member(member: GroupMember) -> tuple[Cell, ...]:
    return (
        Text.verbatim(member.client),
        Lines((Code(member.deployment), Small(Text("in {account}", account=member.account)))),
        Text.verbatim(member.model),
        Text.verbatim(member.policy),
    )


def _filter(name: str, group: FilterGroup) -> tuple[Cell, ...]:
    cells = [cell for cell in group.filters if cell.filter == name]
    others = [cell for cell in cells if cell.direction not in DIRECTIONS]
    return (
        word(FILTERS, name),
        *(next((set_to(cell) for cell in cells if cell.direction == way), Text("–")) for way in DIRECTIONS),
        Text.verbatim(", ".join(f"{cell.direction}: {cell.state}" for cell in others)) if others else Text("–"),
    )


def set_to(cell: GroupedFilter) -> Text:
    """What one cell does, in words."""
    threshold: Threshold | None = cell.threshold
    if cell.state == "blocks" and threshold:
        return Text("blocks from {threshold}", threshold=threshold)
    return word(FILTER_STATES, cell.state)
