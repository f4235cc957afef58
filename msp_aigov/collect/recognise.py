"""What a saved object is, by its `type` or its `id`, and which question it answers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from msp_aigov.collect.azure.reading import Fields, mapping
from msp_aigov.collect.merged import once
from msp_aigov.model.answers import Ask

UNDERSTOOD = (
    "Understood are subscriptions, AI accounts, deployments, content-filter policies, log settings, Defender settings "
    "and connections, as ARM or `az ... -o json` gives them."
)
BELOW = r"resourcegroups/[^/]+/providers/microsoft\.cognitiveservices/accounts/[^/]+"
ACCOUNT = rf"/subscriptions/[^/]+/{BELOW}"
# Per source: the pattern of the ids it lists. The group is the scope the objects belong to.
PATTERNS = {
    "azure.accounts": re.compile(rf"/subscriptions/([^/]+)/{BELOW}"),
    "azure.deployments": re.compile(rf"({ACCOUNT})/deployments/[^/]+"),
    "azure.rai_policies": re.compile(rf"({ACCOUNT})/raipolicies/[^/]+"),
    "azure.rai_blocklists": re.compile(rf"({ACCOUNT})/raiblocklists/[^/]+"),
    "azure.defender": re.compile(rf"({ACCOUNT})/defenderforaisettings/[^/]+"),
    "azure.connections": re.compile(rf"({ACCOUNT})/connections/[^/]+"),
    "azure.diagnostics": re.compile(rf"({ACCOUNT})/providers/microsoft\.insights/diagnosticsettings/[^/]+"),
}
PARENT = re.compile(rf"({ACCOUNT})(/.*)?")
SUBSCRIPTION = re.compile(r"/subscriptions/([^/]+)(/.*)?")
ROOT = "azure.subscriptions"
NOBODYS = "00000000-0000-0000-0000-000000000000"
NOWHERE = f"/subscriptions/{NOBODYS}/resourcegroups/not-stated/providers/microsoft.cognitiveservices"
TYPES = {
    "azure.deployments": "deployments",
    "azure.rai_policies": "raiPolicies",
    "azure.rai_blocklists": "raiBlocklists",
    "azure.defender": "defenderForAISettings",
    "azure.connections": "connections",
}
NEXT_PAGE = ("nextLink", "skip_token", "$skipToken")  # ARM's, and the Resource Graph's in two spellings
IDS = ("id", "resourceId")  # PowerShell writes either
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Item:
    """One object of a file: which source lists it, under which scope, and the object as it stood there."""

    source: str
    scope: str
    raw: dict[str, Any]
    more: bool = False  # it stood on a page that says that another follows

    @property
    def id(self) -> str:
        """Its id, lower-cased."""
        return str(self.raw.get("id") or "").lower()


def items(value: Any) -> Iterator[Item]:
    """Everything recognised in one file: a single object, an array, `{"value": [...]}`, or these inside a recording."""
    waiting = [(value, False)]
    while waiting:
        each, more = waiting.pop(0)
        found = _recognised(mapping(each)) if isinstance(each, dict) else None
        if found:
            yield replace(found, more=more)
        elif isinstance(each, dict):
            follows = any(mapping(each).get(name) for name in NEXT_PAGE)
            waiting += ((below, follows or more) for below in each.values())
        elif isinstance(each, list):
            waiting += ((below, more) for below in each)


def cut_short(ask: Ask, known: Sequence[Item]) -> bool:
    """Whether the files hold pages that name a next one, and not the last one, of the list that was asked for."""
    pages = {item.more for item in known if (item.source, item.scope) == (ask.source, ask.scope.id)}
    return pages == {True}


def _recognised(raw: Fields) -> Item | None:
    said = next((value for name in IDS if isinstance(value := raw.get(name), str) and value), "")
    identity = "/" + said.strip("/ ") if "/" in said else said.strip()
    path = identity.lower()
    if GUID.fullmatch(path) and (raw.get("tenantId") or raw.get("homeTenantId")):  # `az account list`
        return Item(ROOT, "", _subscription(raw, path))
    for source, pattern in PATTERNS.items():
        match = pattern.fullmatch(path)
        if match:
            return Item(source, match[1], {**raw, "id": path if source == "azure.accounts" else identity})
    match = re.fullmatch(r"/subscriptions/([^/]+)", path)
    if match:
        return Item(ROOT, "", {**raw, "id": path, "subscriptionId": match[1]})
    return _by_type(raw)


def _by_type(raw: Fields) -> Item | None:
    """An object without a usable id counts by its type and its name, below an account that nobody named."""
    kind = str(raw.get("type") or "").lower()
    name = str(raw.get("name") or "not-stated").rsplit("/", 1)[-1].lower()
    if kind == "microsoft.cognitiveservices/accounts":
        identity = f"{NOWHERE}/accounts/{name}"
        return Item("azure.accounts", NOBODYS, {**raw, "id": identity})
    for source, word in TYPES.items():
        if kind == f"microsoft.cognitiveservices/accounts/{word.lower()}":
            return Item(source, "", {**raw, "id": f"{NOWHERE}/accounts/not-stated/{word}/{name}"})
    return None


def placed(found: Sequence[Item]) -> tuple[Item, ...]:
    """Children without a parent go to the only account of the files, or to one that nobody named."""
    parents = {match[1] for item in found if item.scope and (match := PARENT.fullmatch(item.id))}
    home = next(iter(parents)) if len(parents) == 1 else f"{NOWHERE}/accounts/not-stated"
    return tuple(_below(item, home) if item.source in TYPES and not item.scope else item for item in found)


def _below(item: Item, home: str) -> Item:
    name = item.id.rsplit("/", 1)[-1]
    return replace(item, scope=home, raw={**item.raw, "id": f"{home}/{TYPES[item.source]}/{name}"})


def _subscription(raw: Fields, identity: str) -> dict[str, Any]:
    """`az account list` in ARM's words. `tenantId` there is the tenant signed in to, `homeTenantId` the owner's."""
    return {
        "id": f"/subscriptions/{identity}",
        "subscriptionId": identity,
        "displayName": raw.get("name"),
        "tenantId": raw.get("homeTenantId") or raw.get("tenantId"),
        "state": raw.get("state"),
    }


def answering(ask: Ask, known: Sequence[Item]) -> list[dict[str, Any]] | None:
    """The objects that answer one question; None where the files hold nothing about it."""
    if ask.source == ROOT:
        return _subscriptions(known)
    if ask.source == "azure.accounts":
        return _accounts(ask.scope.id, known)
    if ask.source not in PATTERNS:
        return None
    return list(once(item.raw for item in known if (item.source, item.scope) == (ask.source, ask.scope.id))) or None


def _subscriptions(known: Sequence[Item]) -> list[dict[str, Any]]:
    listed = [item.raw for item in known if item.source == ROOT]
    said = {str(raw["subscriptionId"]).lower() for raw in listed}
    named = sorted({match[1] for item in known if (match := SUBSCRIPTION.fullmatch(item.id))} - said)
    return [*once(listed), *({"id": f"/subscriptions/{name}", "subscriptionId": name} for name in named)]


def _accounts(subscription: str, known: Sequence[Item]) -> list[dict[str, Any]] | None:
    """Accounts in the files, and those that only their children name: of them no more than the id is known."""
    listed = [item.raw for item in known if item.source == "azure.accounts" and item.scope == subscription]
    said = {str(raw["id"]).lower() for raw in listed}
    parents = {match[1] for item in known if (match := PARENT.fullmatch(item.id))}
    named = sorted(name for name in parents - said if name.split("/")[2] == subscription)
    return [*once(listed), *({"id": name, "name": name.rsplit("/", 1)[-1]} for name in named)] or None


def how_to_save(source: str) -> str:
    """The `az` line that prints what is missing."""
    account = "--ids ACCOUNT_ID"
    lines = {
        "azure.accounts": "az cognitiveservices account list -o json",
        "azure.deployments": "az cognitiveservices account deployment list -g GROUP -n ACCOUNT -o json",
        "azure.rai_policies": "az rest --url ACCOUNT_ID/raiPolicies?api-version=2026-03-01",
        "azure.rai_blocklists": "az rest --url ACCOUNT_ID/raiBlocklists?api-version=2025-09-01",
        "azure.defender": "az rest --url ACCOUNT_ID/defenderForAISettings?api-version=2025-09-01",
        "azure.connections": "az rest --url ACCOUNT_ID/connections?api-version=2025-09-01",
        "azure.diagnostics": f"az monitor diagnostic-settings list {account.replace('--ids', '--resource')} -o json",
    }
    return lines.get(source, "there is no file format for it; it needs access")
