"""Azure AI services accounts, from Microsoft.CognitiveServices."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from msp_aigov.azure.session import Session, pages
from msp_aigov.azure.wire import Wire
from msp_aigov.collect.azure.reading import Fields, mapping, plain_location, sequence, stated, text, truth
from msp_aigov.model.answers import Answer, Ask, Scope
from msp_aigov.model.cloud import AiAccount, PrivateEndpoint
from msp_aigov.model.seen import Seen, State

SOURCE = "azure.accounts"
PER = "subscription"
ROLE = "Reader"


def fetch(session: Session, ask: Ask) -> Wire:
    """List the accounts of one subscription, as ARM gave them."""
    return pages(session.cognitive(ask.scope.id).accounts.list)


def parse(answer: Answer) -> Iterator[AiAccount]:
    """Shape the accounts; an absent property stays absent or takes its dated default, and says so.

    An account without properties is only named: nothing about it is known, defaults included.
    """
    for raw in map(mapping, answer.items):
        identity = text(raw.get("id"))
        if identity:
            yield _account(raw, identity, answer.ask.scope)


def _account(raw: Fields, identity: str, scope: Scope) -> AiAccount:
    properties = mapping(raw.get("properties"))
    name = (text(raw.get("name")) or identity).rsplit("/", 1)[-1]
    whole = isinstance(raw.get("properties"), dict)  # `az resource list` gives names and places alone
    told = Told(properties, name, whole)
    acls = Told(mapping(properties.get("networkAcls")), f"{name}: networkAcls", whole)
    keys = Told(mapping(properties.get("encryption")), f"{name}: encryption", whole)
    who = Told(mapping(raw.get("identity")), f"{name}: identity", whole)
    return AiAccount(
        id=identity.lower(),
        name=name,
        subscription=scope.id,
        resource_group=_resource_group(identity),
        location=plain_location(raw.get("location")),
        kind=text(raw.get("kind")) or "",
        local_auth=negated(told.stated("disableLocalAuth", truth, False)),
        public_network=told.stated("publicNetworkAccess", _enabled, True),
        network_default=_network_default(acls),
        scopes=(identity.lower(), *scope.path),
        outbound_restricted=told.stated("restrictOutboundNetworkAccess", truth, False),
        own_keys=keys.stated("keySource", _own_keys, False),
        identity=who.stated("type", text, "None"),
        stored_completions=negated(told.stated("storedCompletionsDisabled", truth, False)),
        subdomain=told.stated("customSubDomainName", text, ""),
        content_logging=_content_logging(properties, name),
        private_endpoints=tuple(_endpoints(properties)),
        tags=tuple(sorted((str(key), str(value)) for key, value in mapping(raw.get("tags")).items())),
    )


@dataclass(frozen=True)
class Told:
    """One object of an account's answer; `whole` says whether the answer is more than the account's name."""

    values: Fields
    place: str
    whole: bool

    def stated(self, name: str, read: Any, default: Any) -> Seen[Any]:
        """A value as stated, its dated default, or missing."""
        if not self.whole and self.values.get(name) is None:
            return Seen(None, "missing", f"{self.place}: the answer names the account only")
        return stated(self.values, name, read, default, self.place)


def negated(seen: Seen[bool]) -> Seen[bool]:
    """A value that Azure states the other way round."""
    return Seen(None if seen.value is None else not seen.value, seen.state, seen.source)


def _network_default(acls: Told) -> Seen[Any]:
    """What becomes of an address that no rule names; a rule that takes in every address is no rule."""
    rules = sequence(acls.values.get("ipRules"))
    every = next((found for rule in rules if (found := text(mapping(rule).get("value")) or "").endswith("/0")), "")
    if every:
        return Seen("Allow", "read", f"{acls.place}: ipRules={every}")
    return acls.stated("defaultAction", _action, "Allow")


def _content_logging(properties: dict[str, Any], name: str) -> Seen[bool]:
    """ARM shows the capability ContentLogging only where data logging for abuse monitoring was switched off."""
    for item in sequence(properties.get("capabilities")):
        if str(mapping(item).get("name")).lower() == "contentlogging":
            value = truth(mapping(item).get("value"))
            state: State = "missing" if value is None else "read"
            return Seen(value, state, f"{name}: capability ContentLogging={mapping(item).get('value')}")
    return Seen(None, "missing", f"{name}: capability ContentLogging not shown")


def _endpoints(properties: dict[str, Any]) -> Iterator[PrivateEndpoint]:
    listed = properties.get("privateEndpointConnections")
    if not isinstance(listed, list):  # Azure states an empty list where there is none
        yield PrivateEndpoint("(not stated)" if listed is None else "(a list that is not understood)", None)
    for item in sequence(listed):
        inner = mapping(mapping(item).get("properties"))
        status = text(mapping(inner.get("privateLinkServiceConnectionState")).get("status"))
        name = text(mapping(item).get("name")) or text(mapping(item).get("id")) or "(without a name)"
        yield PrivateEndpoint(name.rsplit("/", 1)[-1], status)


def _own_keys(value: object) -> bool | None:
    return {"microsoft.keyvault": True, "microsoft.cognitiveservices": False}.get(str(value).lower())


def _enabled(value: object) -> bool | None:
    return {"enabled": True, "disabled": False}.get(str(value).lower())


def _action(value: object) -> str | None:
    return {"allow": "Allow", "deny": "Deny"}.get(str(value).lower())


def _resource_group(identity: str) -> str:
    parts = identity.lower().split("/")
    return parts[parts.index("resourcegroups") + 1] if "resourcegroups" in parts[:-1] else ""
