"""Azure AI services accounts, from Microsoft.CognitiveServices."""

from collections.abc import Iterator

from msp_aigov.azure.session import Session, pages
from msp_aigov.azure.wire import Wire
from msp_aigov.collect.azure.reading import mapping, plain_location, stated, text, truth
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.cloud import AiAccount
from msp_aigov.model.seen import Seen

SOURCE = "azure.accounts"
PER = "subscription"
ROLE = "Reader"


def fetch(session: Session, ask: Ask) -> Wire:
    """List the accounts of one subscription, as ARM gave them."""
    return pages(session.cognitive(ask.scope.id).accounts.list)


def parse(answer: Answer) -> Iterator[AiAccount]:
    """Shape the accounts; an absent property stays absent or takes its dated default, and says so."""
    for raw in answer.items:
        identity = text(raw.get("id"))
        if not identity:
            continue
        properties = mapping(raw.get("properties"))
        name = text(raw.get("name")) or identity.rsplit("/", 1)[-1]
        disabled = stated(properties, "disableLocalAuth", truth, False, name)
        local_auth = Seen(None if disabled.value is None else not disabled.value, disabled.state, disabled.source)
        public = stated(properties, "publicNetworkAccess", _enabled, True, name)
        acls = mapping(properties.get("networkAcls"))
        yield AiAccount(
            id=identity.lower(),
            name=name,
            subscription=answer.ask.scope.id,
            resource_group=_resource_group(identity),
            location=plain_location(raw.get("location")),
            kind=text(raw.get("kind")) or "",
            local_auth=local_auth,
            public_network=public,
            network_default=stated(acls, "defaultAction", _action, "Allow", f"{name}: networkAcls"),
            scopes=(identity.lower(), *answer.ask.scope.path),
        )


def _enabled(value: object) -> bool | None:
    return {"enabled": True, "disabled": False}.get(str(value).lower())


def _action(value: object) -> str | None:
    return {"allow": "Allow", "deny": "Deny"}.get(str(value).lower())


def _resource_group(identity: str) -> str:
    parts = identity.lower().split("/")
    return parts[parts.index("resourcegroups") + 1] if "resourcegroups" in parts[:-1] else ""
