"""Model deployments of one AI account."""

from collections.abc import Iterator

from msp_aigov.azure.session import Session, pages
from msp_aigov.azure.wire import Wire
from msp_aigov.collect.azure.reading import mapping, text
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.cloud import Deployment
from msp_aigov.model.seen import Seen, missing

SOURCE = "azure.deployments"
PER = "account"
ROLE = "Reader"


def fetch(session: Session, ask: Ask) -> Wire:
    """List the deployments of one account, as ARM gave them."""
    subscription, group, account = place(ask.scope.id)
    operations = session.cognitive(subscription).deployments
    return pages(lambda **hook: operations.list(group, account, **hook))


def parse(answer: Answer) -> Iterator[Deployment]:
    """Shape the deployments; one without a policy name has none stated, which is not the same as none."""
    for raw in answer.items:
        identity = text(raw.get("id"))
        if not identity:
            continue
        properties = mapping(raw.get("properties"))
        model = mapping(properties.get("model"))
        policy = text(properties.get("raiPolicyName"))
        name = text(raw.get("name")) or identity.rsplit("/", 1)[-1]
        yield Deployment(
            id=identity.lower(),
            name=name,
            account=answer.ask.scope.id,
            model=text(model.get("name")) or "",
            model_format=text(model.get("format")) or "",
            model_version=text(model.get("version")),
            sku=text(mapping(raw.get("sku")).get("name")),
            policy=Seen(policy, "read", f"{name}: raiPolicyName={policy}")
            if policy
            else missing(f"{name}: raiPolicyName"),
            scopes=(identity.lower(), *answer.ask.scope.path),
        )


def place(account_id: str) -> tuple[str, str, str]:
    """Subscription, resource group and name of an account's ARM id."""
    parts = account_id.strip("/").split("/")
    if len(parts) < 8:
        raise ValueError(f"{account_id} is not the id of an account")
    return parts[1], parts[3], parts[7]
