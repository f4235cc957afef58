"""Azure AI accounts, deployments and content-filter policies, as ARM describes them."""

from dataclasses import dataclass

from msp_aigov.model.seen import Seen


@dataclass(frozen=True)
class Subscription:
    """One Azure subscription; `tenant` is its home tenant."""

    id: str
    name: str
    tenant: str | None
    state: str | None = None
    offer: str | None = None


@dataclass(frozen=True)
class AiAccount:
    """One Azure AI services account. Ids are lower-cased ARM ids."""

    id: str
    name: str
    subscription: str
    resource_group: str
    location: str
    kind: str
    local_auth: Seen[bool]
    public_network: Seen[bool]
    network_default: Seen[str]
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Deployment:
    """One model deployment. `policy` is the content-filter policy that ARM names, missing where it names none."""

    id: str
    name: str
    account: str
    model: str
    model_format: str
    model_version: str | None
    sku: str | None
    policy: Seen[str]
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ContentFilter:
    """One filter entry of a policy as written; None where the field was absent."""

    name: str
    direction: str | None
    enabled: bool | None
    blocking: bool | None
    threshold: str | None
    action: str | None = None


@dataclass(frozen=True)
class RaiPolicy:
    """One content-filter policy of one account. `filters` is None where the policy holds no filter list we know."""

    id: str
    name: str
    account: str
    base: str | None
    mode: str | None
    managed_by_system: bool | None
    filters: tuple[ContentFilter, ...] | None
