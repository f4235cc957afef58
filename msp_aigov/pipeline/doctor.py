"""Look whether each client can be audited: every API once, at the first account of each subscription."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from azure.core.exceptions import AzureError

from msp_aigov.assess.guardrails.access import beyond_need, reached
from msp_aigov.azure.session import Session, opened_session
from msp_aigov.azure.wire import exact_json
from msp_aigov.collect.ask import ACCOUNTS, ROOT, collect
from msp_aigov.collect.azure.guardrails import rights
from msp_aigov.collect.live import live
from msp_aigov.collect.registry import SOURCES
from msp_aigov.errors import AigovError
from msp_aigov.model.answers import Answer
from msp_aigov.model.client import AzureTenant, Client
from msp_aigov.model.reach.access import AccessReport
from msp_aigov.pipeline.order import now

ROLES = {name: str(getattr(source, "ROLE", "")) for name, source in SOURCES.items()}


def examined(client: Client, folder: Path, sleep: Callable[[float], None] = time.sleep) -> AccessReport:
    """One client's access; a client whose file names no tenant has none to look at."""
    if client.azure is None:
        return AccessReport(client.id, "no Azure in the client's file", ())
    if client.azure.from_:
        return AccessReport(client.id, "saved answers, nothing is asked", ())
    session = opened_session(client.azure, sleep)
    world = live(client, folder, session, now)
    sources = {name: source for name, source in SOURCES.items() if name.startswith("azure.")}
    probe = replace(client, inventories=())
    answers = collect(probe, now().date(), sources, [lambda ask: _shortened(world(ask))], lambda _: None).answers
    actions = _actions(answers, session)
    return AccessReport(
        client=client.id,
        route=_route(client.azure),
        reached=reached(answers, ROLES),
        managed_by=_managers(answers),
        beyond_need=tuple(beyond_need(actions)) if actions is not None else (),
        rights="not read" if actions is None else "read",
    )


def _shortened(answer: Answer) -> Answer:
    """A list of accounts cut to its first, so that a look stays quick in a large tenant."""
    if answer.ask.source != ACCOUNTS or answer.state != "read":
        return answer
    return replace(answer, payload=exact_json({"value": list(answer.items)[:1]}))


def _route(azure: AzureTenant) -> str:
    method = azure.access.credential.method
    if azure.access.route == "lighthouse":
        return f"Azure Lighthouse from tenant {azure.access.managing_tenant}, sign-in by {method}"
    return f"app registration in tenant {azure.tenant}, sign-in by {method}"


def _managers(answers: tuple[Answer, ...]) -> tuple[str, ...]:
    """Every tenant that manages one of the subscriptions through Lighthouse or a managed application."""
    found = set()
    for answer in answers:
        for item in answer.items if answer.ask.source == ROOT and answer.state == "read" else ():
            listed = item.get("managedByTenants")
            found |= {str(each.get("tenantId")) for each in listed or () if isinstance(each, dict)}
    return tuple(sorted(found))


def _actions(answers: tuple[Answer, ...], session: Callable[[], Session]) -> tuple[str, ...] | None:
    """What the credential may do in the first subscription that was read; None where Azure did not say."""
    scope = next((a.ask.scope for a in answers if a.ask.source == ACCOUNTS and a.state == "read"), None)
    if scope is None:
        return None
    try:
        return rights.actions(session(), scope.id)
    except (AzureError, AigovError, ValueError):
        return None
