"""Options that several commands share, and how they end."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from msp_aigov.model.document import Document
from msp_aigov.model.finding import Severity

Fleet = Annotated[Path, typer.Option("--fleet", metavar="DIR", help="The fleet folder.", show_default="here")]
Clients = Annotated[
    list[str] | None, typer.Option("--client", metavar="ID", help="Only this client; repeatable.", show_default="all")
]
Outputs = Annotated[
    list[str] | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FORMAT[=PATH]",
        help="terminal, json, markdown, csv, focus; html, docx, xlsx, pdf or teams=DIR; repeatable; PATH - is stdout.",
        show_default="terminal",
    ),
]
ExitZero = Annotated[bool, typer.Option("--exit-zero", help="End in 0 whatever was found; bugs still end in 4.")]
ShowAll = Annotated[bool, typer.Option("--all", help="Show every line on the terminal.")]


class FailOn(StrEnum):
    """From which severity findings end a run in 1."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NONE = "none"


FailOnOption = Annotated[FailOn, typer.Option("--fail-on", help="Findings from this severity up end in exit code 1.")]


def exit_code(document: Document, fail_on: FailOn, exit_zero: bool) -> int:
    """4 a bug, 1 findings at or above the bar, 3 something unknown, 0 otherwise; in that order."""
    if any(client.crashes for client in document.clients):
        return 4
    if exit_zero:
        return 0
    findings = [finding for client in document.clients for finding in client.findings]
    if fail_on is not FailOn.NONE:
        bar = Severity(fail_on.value).rank
        if any(finding.outcome == "fail" and finding.severity.rank <= bar for finding in findings):
            return 1
    unread = any(cell.state != "read" for client in document.clients for cell in client.coverage)
    unread |= any(client.endpoints.lost for client in document.clients)
    # A client for whom nothing is configured: nothing is known of it either.
    unread |= any(client.lights and not any(light.total for light in client.lights) for client in document.clients)
    return 3 if unread or any(finding.outcome == "unknown" for finding in findings) else 0
