"""What a webhook is told of one client: the lights, the tickets, and where the run stands."""

import json

from msp_aigov.model.document import Document
from msp_aigov.reports.office.tickets import tickets_of
from msp_aigov.reports.spoken import Spoken
from msp_aigov.reports.withheld import withheld

FORMAT = 1


def notice(document: Document, language: str) -> bytes:
    """The body for the only client of the document; no partner price and no other client's name is in it."""
    document = withheld(document)
    (client,) = document.clients
    said = Spoken(language)
    lights = [
        {
            "name": light.name,
            "state": light.state,
            "known": light.known,
            "total": light.total,
            "headline": said.words(light.headline),
        }
        for light in client.lights
    ]
    body = {
        "format": FORMAT,
        "run": document.run.id,
        "started": document.run.started.isoformat(),
        "client": client.id,
        "company_id": client.psa_company,
        "lights": lights,
        "tickets": tickets_of(document, language),
    }
    return json.dumps(body, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
