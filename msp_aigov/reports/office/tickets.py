"""Tickets for the MSP's own system: one for each check and client, with an id that stays."""

import csv
import io
import json

from msp_aigov.model.document import Action, ClientReport, Document
from msp_aigov.reports.spoken import Spoken
from msp_aigov.reports.withheld import withheld

TITLE_LENGTH = 100
FIELDS = ("external_id", "action", "company_id", "client", "title", "body", "priority", "due")
LIVE = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


def tickets_json(document: Document, language: str) -> bytes:
    """All tickets as one JSON list."""
    return (json.dumps(tickets_of(document, language), indent=2, ensure_ascii=False) + "\n").encode()


def tickets_csv(document: Document, language: str) -> bytes:
    """All tickets as CSV; a cell that a spreadsheet would run begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.DictWriter(out, FIELDS, lineterminator="\r\n")
    writer.writeheader()
    for ticket in tickets_of(document, language):
        writer.writerow({key: f"'{value}" if value.startswith(LIVE) else value for key, value in ticket.items()})
    return out.getvalue().encode()


def tickets_of(document: Document, language: str) -> list[dict[str, str]]:
    """Every ticket as plain values, in the order of clients and urgency."""
    said = Spoken(language)
    return [_ticket(client, action, said) for client in withheld(document).clients for action in client.actions]


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
