"""Azure AI accounts, deployments and content-filter policies, as ARM describes them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from msp_aigov.model.seen import Seen, missing


@dataclass(frozen=True)
class Subscription:
    """One Azure subscription; `tenant` is its home tenant."""

    id: str
    name: str
    tenant: str | None
    state: str | None = None
    offer: str | None = None


@dataclass(frozen=True)
class PrivateEndpoint:
    """One private endpoint of an account; `status` is Approved, Pending, Rejected or whatever else ARM says."""

    name: str
    status: str | None


@dataclass(frozen=True)
class DiagnosticSetting:
    """One place an account's logs go to. `logs` are the categories or groups that are switched on."""

    id: str
    account: str
    name: str
    logs: tuple[str, ...]
    target: str


@dataclass(frozen=True)
class DefenderSetting:
    """Whether Defender for AI watches an account; `enabled` is None where the state is a word we do not know."""

    account: str
    enabled: bool | None
    state: str


@dataclass(frozen=True)
class Connection:
    """One connection of an account to another service; `auth` is how it signs in there, in ARM's word."""

    account: str
    name: str
    category: str
    auth: str | None


@dataclass(frozen=True)
class AiAccount:
    """One Azure AI services account. Ids are lower-cased ARM ids.

    `logging`, `defender` and `connections` come from reads of their own and are None where those did not happen.
    """

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
    outbound_restricted: Seen[bool] = missing()
    own_keys: Seen[bool] = missing()
    identity: Seen[str] = missing()
    stored_completions: Seen[bool] = missing()
    subdomain: Seen[str] = missing()
    content_logging: Seen[bool] = missing()
    private_endpoints: tuple[PrivateEndpoint, ...] = ()
    logging: tuple[DiagnosticSetting, ...] | None = None
    defender: tuple[DefenderSetting, ...] | None = None
    connections: tuple[Connection, ...] | None = None
    tags: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class RateLimit:
    """What ARM says a deployment may take: `count` of `key` (request, token) in each `seconds`."""

    key: str
    count: Decimal
    seconds: Decimal


@dataclass(frozen=True)
class Deployment:
    """One model deployment. `policy` is the content-filter policy that ARM names, missing where it names none.

    `spillover` names the deployment that takes what this one cannot; `capacity` is in the SKU's own units; `changed` is
    the UTC day of its last change. Not `whole` is one of which an answer held no more than the name.
    """

    id: str
    name: str
    account: str
    model: str
    model_format: str
    model_version: str | None
    sku: str | None
    policy: Seen[str]
    scopes: tuple[str, ...] = ()
    capacity: int | None = None
    upgrade: str | None = None
    spillover: str | None = None
    service_tier: str | None = None
    capabilities: tuple[str, ...] = ()
    state: str | None = None
    rate_limits: tuple[RateLimit, ...] = ()
    fine_tuned: bool = False
    changed: date | None = None
    whole: bool = True


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
class Extra:
    """A blocklist, custom topic or outside safety provider that a policy names; it adds to the filters."""

    kind: str
    name: str
    direction: str | None
    blocking: bool | None


@dataclass(frozen=True)
class RaiPolicy:
    """One content-filter policy of one account. `filters` is None where the policy holds no filter list we know.

    `format` is ARM's word for the kind of policy; absent, it is a list of content filters.
    """

    id: str
    name: str
    account: str
    base: str | None
    mode: str | None
    managed_by_system: bool | None
    filters: tuple[ContentFilter, ...] | None
    format: str | None = None
    extras: tuple[Extra, ...] = ()
    unreadable: int = 0
    changed: date | None = None


@dataclass(frozen=True)
class SafetyCount:
    """Requests of one deployment over a month. `total` is the denominator; None is no data, which is not zero.

    `category` and `direction` are empty where the metric was not split by them; `days` are UTC days with data.
    """

    account: str
    deployment: str
    metric: str
    category: str
    direction: str
    count: Decimal | None
    days: tuple[tuple[date, Decimal], ...] = ()


@dataclass(frozen=True)
class Blocklists:
    """The names of the blocklists that an account holds; what stands on them is not read."""

    account: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class QuotaCounter:
    """What a subscription may take of one model and SKU in one region, in the counter's own unit."""

    subscription: str
    location: str
    name: str
    used: Decimal | None
    limit: Decimal | None
