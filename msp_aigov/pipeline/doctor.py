"""Look whether each client can be audited: every API once, at every subscription, account and region."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from azure.core.exceptions import AzureError

from msp_aigov.assess.guardrails.access import beyond_need, reached
from msp_aigov.azure.session import Session, opened_session
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
    answers = collect(probe, now().date(), sources, [world], lambda _: None).answers
    listed = _actions(answers, session)
    known = [action for actions in listed for action in actions or ()]
    return AccessReport(
        client=client.id,
        route=_route(client.azure),
        reached=reached(answers, ROLES),
        managed_by=_managers(answers),
        beyond_need=tuple(beyond_need(known)),
        rights="read" if listed and None not in listed else "not read",
    )


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


def _actions(answers: tuple[Answer, ...], session: Callable[[], Session]) -> list[tuple[str, ...] | None]:
    """What the credential may do in each subscription that was read; None where Azure did not say."""
    scopes = [answer.ask.scope for answer in answers if answer.ask.source == ACCOUNTS and answer.state == "read"]
    made: list[tuple[str, ...] | None] = []
    for scope in scopes:
        try:
            made.append(rights.actions(session(), scope.id))
        except (AzureError, AigovError, ValueError):
            made.append(None)
    return made
