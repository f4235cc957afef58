"""The MSP's portfolio: every check against every client, worst first. Internal."""

from collections.abc import Iterator

from msp_aigov.model.document import ClientReport, Document
from msp_aigov.model.finding import Severity
from msp_aigov.model.text import Text
from msp_aigov.reports.blocks import Cell, Code, Column, Note, Page, Table
from msp_aigov.reports.options import Options
from msp_aigov.reports.pages.masthead import page_of
from msp_aigov.reports.words.plain import counted

SHOWN = ("fail", "unknown", "waived", "pass")
# Shape and word as plain text: tens of thousands of drawn states would make a browser wait.
STATES = {
    "fail": Text("■ Fails"),
    "unknown": Text("○ Unknown"),
    "waived": Text("▲ Accepted"),
    "pass": Text("● Passes"),
}


def page(document: Document, options: Options) -> Page:
    """Two tables: how many clients pass each check, and the matrix."""
    checks = sorted({finding.check for client in document.clients for finding in client.findings})
    clients = sorted(document.clients, key=_worst)
    aside = (Text("Internal. Holds the names of all clients."), counted("client", len(clients)))
    heads = tuple(Column(Text.verbatim(check)) for check in checks)
    matrix = Table(
        Text("Every client, worst first"),
        (Column(Text("Client")), Column(Text("Fails"), "number"), *heads),
        tuple(_row(client, checks) for client in clients),
        searchable=True,
    )
    titles = (Column(Text("Check"), "code"), Column(Text("What it asks")), Column(Text("Pass")))
    passing = Table(Text("Check by check"), titles, tuple(_tally(document.clients)))
    note = Note(Text("A check passes for a client if it passes for everything it looked at there."))
    return page_of(document, Text("Portfolio"), aside, (matrix, passing, note))


def outcomes(client: ClientReport) -> dict[str, str]:
    """The worst outcome of each check for one client; a check that was about nothing there is left out."""
    worst: dict[str, int] = {}
    for finding in client.findings:
        if finding.outcome in SHOWN:
            rank = SHOWN.index(finding.outcome)
            worst[finding.check] = min(rank, worst.get(finding.check, rank))
    return {check: SHOWN[rank] for check, rank in worst.items()}


def _worst(client: ClientReport) -> tuple[object, ...]:
    failed = sorted(finding.severity.rank for finding in client.findings if finding.outcome == "fail")
    return ([*failed, len(Severity)], client.id)


def _row(client: ClientReport, checks: list[str]) -> tuple[Cell, ...]:
    fails = sum(finding.outcome == "fail" for finding in client.findings)
    worst = outcomes(client)
    cells = (STATES[worst[check]] if check in worst else Text("–") for check in checks)
    return (Text.verbatim(client.name), fails, *cells)


def _tally(clients: tuple[ClientReport, ...]) -> Iterator[tuple[Cell, ...]]:
    """One line a check: how many of the clients it is about pass it."""
    asked: dict[str, list[str]] = {}
    titles: dict[str, Text] = {}
    for client in clients:
        for check, outcome in outcomes(client).items():
            asked.setdefault(check, []).append(outcome)
        for finding in client.findings:
            titles.setdefault(finding.check, finding.title)
    for check in sorted(asked):
        said = Text("{passed} of {total} pass", passed=asked[check].count("pass"), total=len(asked[check]))
        yield Code(check), titles[check], said
