"""Tickets for the MSP's own system: one for each check and client, with an id that stays."""

import csv
import io
import json
from collections.abc import Iterator

from msp_aigov.model.document import Action, ClientReport, Document
from msp_aigov.reports.spoken import Spoken

TITLE_LENGTH = 100
FIELDS = ("external_id", "action", "company_id", "client", "title", "body", "priority", "due")
LIVE = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


def tickets_json(document: Document, language: str) -> bytes:
    """All tickets as one JSON list."""
    return (json.dumps(list(_tickets(document, language)), indent=2, ensure_ascii=False) + "\n").encode()


def tickets_csv(document: Document, language: str) -> bytes:
    """All tickets as CSV; a cell that a spreadsheet would run begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.DictWriter(out, FIELDS, lineterminator="\r\n")
    writer.writeheader()
    for ticket in _tickets(document, language):
        writer.writerow({key: f"'{value}" if value.startswith(LIVE) else value for key, value in ticket.items()})
    return out.getvalue().encode()


def _tickets(document: Document, language: str) -> Iterator[dict[str, str]]:
    said = Spoken(language)
    for client in document.clients:
        for action in client.actions:
            yield _ticket(client, action, said)


def _ticket(client: ClientReport, action: Action, said: Spoken) -> dict[str, str]:
    where = "\n".join(f"- {said.words(name)}" for name in action.subjects)
    return {
        "external_id": action.id,
        "action": action.step,
        "company_id": said.words(client.psa_company),
        "client": said.words(client.name),
        "title": said.words(action.title)[:TITLE_LENGTH],
        "body": f"{said.words(action.remedy)}\n{where}",
        "priority": str(action.severity),
        "due": action.due.isoformat(),
    }
