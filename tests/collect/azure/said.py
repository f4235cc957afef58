"""Answers as Azure would have given them, small and made by hand."""

import json
from typing import Any

from msp_aigov.model.answers import Answer, Ask, Scope, ScopeKind

SUBSCRIPTION = "22222222-2222-4222-8222-222222222222"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-AI"
ACCOUNT = f"{GROUP}/providers/Microsoft.CognitiveServices/accounts/Client-AI"
KINDS: dict[str, tuple[ScopeKind, str]] = {
    "azure.subscriptions": ("client", "one"),
    "azure.accounts": ("subscription", SUBSCRIPTION),
    "azure.cost": ("subscription", SUBSCRIPTION),
    "azure.budgets": ("subscription", SUBSCRIPTION),
    "azure.deployments": ("account", ACCOUNT.lower()),
    "azure.rai_policies": ("account", ACCOUNT.lower()),
}


def answer(source: str, body: Any, query: str = "") -> Answer:
    """A read answer of one source; `body` is JSON data or JSON text."""
    kind, identity = KINDS[source]
    text = body if isinstance(body, str) else json.dumps(body)
    return Answer(Ask(source, Scope(kind, identity, identity, ("one",)), query), "read", text)


def listed(source: str, *items: Any, query: str = "") -> Answer:
    """A list answer."""
    return answer(source, {"value": list(items)}, query)
