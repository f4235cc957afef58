"""What stands above and below every page."""

from dataclasses import replace

from msp_aigov.model.document import ClientReport, Document, Light
from msp_aigov.model.text import Day, Text
from msp_aigov.reports.blocks import Block, LightItem, Lights, Page, State, graded
from msp_aigov.reports.words.plain import LIGHTS, SEVERITIES


def only(document: Document, client: ClientReport) -> Document:
    """The document of one client, which holds nobody else's."""
    return replace(document, clients=(client,))


def page_of(document: Document, title: Text, aside: tuple[Text, ...], blocks: tuple[Block, ...]) -> Page:
    """A page under the MSP's name, with the hour of the run."""
    started = document.run.started
    below = Text("AI governance report, {day}, {time} UTC", day=Day(started.date()), time=f"{started:%H:%M}")
    branding = document.branding
    footer = Text.verbatim(branding.footer)
    above = Text.verbatim(document.msp)
    return Page(title, above, below, aside, blocks, footer, branding.colour, branding.logo)


def lights(client: ClientReport) -> Lights:
    """The client's lights as blocks."""
    return Lights(tuple(map(_light, client.lights)))


def _light(light: Light) -> LightItem:
    state = graded(LIGHTS, light.state)
    already = None
    if light.state == "unknown" and light.worst:
        worst = graded(SEVERITIES, light.worst)
        already = State(worst.kind, Text("So far: {severity}", severity=worst.word))
    return LightItem(light.title, state, light.known, light.total, light.caption, light.headline, already)
