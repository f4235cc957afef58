"""One client at a glance, for the engineer at a terminal."""

from collections.abc import Iterator

from msp_aigov.model.document import ClientReport, Document
from msp_aigov.model.text import Text
from msp_aigov.reports.blocks import Block, Command, Note, Page
from msp_aigov.reports.options import Options
from msp_aigov.reports.pages.coverage import tally
from msp_aigov.reports.pages.findings import open_findings
from msp_aigov.reports.pages.masthead import lights, page_of


def page(document: Document, options: Options) -> Page:
    """Lights, the most urgent findings, and where to go from here."""
    (client,) = document.clients
    aside = (Text.verbatim(f"{document.run.started:%Y-%m-%d %H:%MZ}"), tally(client))
    return page_of(document, Text.verbatim(client.name), aside, tuple(_blocks(client, options)))


def _blocks(client: ClientReport, options: Options) -> Iterator[Block]:
    yield from faults(client)
    yield lights(client)
    yield open_findings(client, check_ids=True)
    yield from _unused(client)
    yield from commands(client, options)


def _unused(client: ClientReport) -> Iterator[Note]:
    """Waivers that nothing needs any more: one that is forgotten would hide the next failure."""
    for use in client.waivers:
        if use.state == "unused":
            subject = use.waiver.subject or use.waiver.fingerprint or ""
            words = "waivers.yaml: {check} for {subject} is about nothing that fails; strike it out"
            yield Note(Text(words, check=use.waiver.check, subject=subject))


def faults(client: ClientReport) -> Iterator[Note]:
    """What stopped the run for this client, and every bug that was caught."""
    if client.stopped:
        yield Note(Text("Stopped: {reason}", reason=client.stopped), "warn")
    for crash in client.crashes:
        yield Note(Text("Bug in {where}: {message}", where=crash.where, message=crash.message), "warn")


def commands(client: ClientReport, options: Options) -> Iterator[Command]:
    """Where the report lies, and what to run next."""
    if client.id in options.reports:
        yield Command(Text("Report:"), options.reports[client.id])
    if client.id in options.next_commands:
        yield Command(Text("Next:"), options.next_commands[client.id])
