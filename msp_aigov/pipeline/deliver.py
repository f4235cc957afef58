"""Tell other systems of a finished run, client by client."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from msp_aigov.act.deliver.post import post, signed
from msp_aigov.model.client import Deliveries
from msp_aigov.model.document import Document
from msp_aigov.pipeline.order import now
from msp_aigov.reports.office.notice import notice
from msp_aigov.reports.options import Options
from msp_aigov.reports.pages.masthead import only
from msp_aigov.reports.render import render


@dataclass(frozen=True)
class Delivered:
    """One thing that was sent, or would be: to which system, about whom, and why it was not taken, if it was not."""

    system: str
    client: str
    body: bytes
    wrong: str = ""


def prepared(document: Document, wanted: Deliveries, language: str) -> Iterator[Delivered]:
    """What is to be told, one client at a time."""
    for client in document.clients:
        own = only(document, client)
        if wanted.webhook:
            yield Delivered("webhook", client.id, notice(own, language))
        if wanted.teams:
            (card,) = render(own, "teams", Options(language=language))
            yield Delivered("teams", client.id, card.data)


def sent(one: Delivered, wanted: Deliveries, secret: str) -> str:
    """Send it; why it was not taken, or nothing. The same content has the same id, however often it is sent."""
    if one.system == "teams":
        assert wanted.teams is not None
        return post(wanted.teams.url, one.body, {"Content-Type": "application/json"})
    assert wanted.webhook is not None
    identity = hashlib.sha256(one.body).hexdigest()[:32]
    return post(wanted.webhook.url, one.body, signed(one.body, secret, identity, int(now().timestamp())))
