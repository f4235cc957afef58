"""Model deployments of one AI account."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from msp_aigov.azure.session import Session
from msp_aigov.azure.wire import Wire
from msp_aigov.collect.azure.guardrails.newest import listed
from msp_aigov.collect.azure.reading import day, mapping, number, sequence, text, word
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.cloud import Deployment, RateLimit
from msp_aigov.model.seen import Seen, missing

SOURCE = "azure.deployments"
PER = "account"
ROLE = "Reader"


def fetch(session: Session, ask: Ask) -> Wire:
    """List the deployments of one account, as ARM gave them."""
    subscription, group, account = place(ask.scope.id)
    return listed(session, subscription, lambda client: partial(client.deployments.list, group, account))


def parse(answer: Answer) -> Iterator[Deployment]:
    """Shape the deployments; one without a policy name has none stated, which is not the same as none."""
    for raw in map(mapping, answer.items):
        identity = text(raw.get("id"))
        if not identity:
            continue
        properties, sku = mapping(raw.get("properties")), mapping(raw.get("sku"))
        model = mapping(properties.get("model"))
        name = text(raw.get("name")) or identity.rsplit("/", 1)[-1]
        capacity = number(sku.get("capacity"))
        yield Deployment(
            id=identity.lower(),
            name=name.rsplit("/", 1)[-1],
            account=answer.ask.scope.id,
            model=text(model.get("name")) or "",
            model_format=text(model.get("format")) or "",
            model_version=text(model.get("version")),
            sku=text(sku.get("name")),
            policy=_policy(properties, name),
            scopes=(identity.lower(), *answer.ask.scope.path),
            capacity=None if capacity is None or capacity != int(capacity) else int(capacity),
            upgrade=text(properties.get("versionUpgradeOption")),
            spillover=text(properties.get("spilloverDeploymentName")),
            service_tier=text(properties.get("serviceTier")),
            capabilities=_capabilities(mapping(properties.get("capabilities"))),
            state=text(properties.get("deploymentState")),
            rate_limits=tuple(_rate_limits(properties)),
            whole=isinstance(raw.get("properties"), dict),
            changed=day(mapping(raw.get("systemData")).get("lastModifiedAt")),
            fine_tuned=".ft-" in (text(model.get("name")) or "") or bool(text(model.get("source"))),
        )


def _policy(properties: dict[str, Any], name: str) -> Seen[str]:
    policy = word(properties.get("raiPolicyName"))
    if policy:
        return Seen(policy, "read", f"{name}: raiPolicyName={policy}")
    return missing(f"{name}: raiPolicyName")


def _rate_limits(properties: dict[str, Any]) -> Iterator[RateLimit]:
    for raw in sequence(properties.get("rateLimits")):
        limit = mapping(raw)
        key, count, seconds = text(limit.get("key")), number(limit.get("count")), number(limit.get("renewalPeriod"))
        if key and count is not None and seconds:
            yield RateLimit(key, count, seconds)


def _capabilities(listed: dict[str, Any]) -> tuple[str, ...]:
    """What the model can do: the names whose value says yes."""
    return tuple(sorted(name for name, value in listed.items() if str(value).lower() == "true"))


def place(account_id: str) -> tuple[str, str, str]:
    """Subscription, resource group and name of an account's ARM id."""
    parts = account_id.strip("/").split("/")
    if len(parts) < 8:
        raise ValueError(f"{account_id} is not the id of an account")
    return parts[1], parts[3], parts[7]
