"""What a scenario's tenants own: applications, subscriptions, accounts, budgets."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from msp_aigov.simulator.ledger import Cost, Home, Usage


@dataclass(frozen=True)
class Application:
    """An app registration that may sign in to a tenant."""

    client_id: str
    secret: str
    assertion: bool


@dataclass(frozen=True)
class Child:
    """A deployment or a content-filter policy below an account; `properties` are wire JSON."""

    name: str
    properties: Mapping[str, object]
    sku: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Account:
    """An Azure AI services account; `properties`, `identity` and `tags` are wire JSON."""

    name: str
    resource_group: str
    location: str
    kind: str
    sku: str
    identity: Mapping[str, object]
    tags: Mapping[str, object]
    properties: Mapping[str, object]
    system_policies: bool
    rai_policies: tuple[Child, ...]
    deployments: tuple[Child, ...]
    models: tuple[Mapping[str, object], ...] = ()
    cost_controls: tuple[Child, ...] = ()
    usage: tuple[Usage, ...] = ()
    diagnostics: tuple[Child, ...] = ()
    defender: tuple[Child, ...] = ()
    connections: tuple[Child, ...] = ()
    blocklists: tuple[Child, ...] = ()
    quotas: tuple[Mapping[str, object], ...] = ()

    def home(self, subscription: str) -> Home:
        """Where costs of this account are booked, below /subscriptions/<id>."""
        path = f"{subscription}/resourceGroups/{self.resource_group}/providers/Microsoft.CognitiveServices/accounts"
        return Home(f"{path}/{self.name}", self.location)


@dataclass(frozen=True)
class Budget:
    """A budget of one of the two providers; `properties` are wire JSON."""

    provider: str
    scope: str
    name: str
    etag: str
    properties: Mapping[str, object]

    @property
    def key(self) -> tuple[str, str, str]:
        """What no two budgets share."""
        return self.provider, self.scope.lower(), self.name.lower()


@dataclass(frozen=True)
class Subscription:
    """A subscription, its home tenant and the tenants that manage it through Lighthouse."""

    id: str
    tenant: str
    denied: bool
    name: str
    state: str
    quota_id: str
    managed_by: tuple[str, ...]
    accounts: tuple[Account, ...]
    costs: tuple[Cost, ...]
    budgets: tuple[Budget, ...]
    action_groups: tuple[Mapping[str, object], ...] = ()

    def readable_by(self, tenant: str) -> bool:
        """Whether a token of this tenant may see the subscription at all."""
        return tenant == self.tenant or tenant in self.managed_by


@dataclass(frozen=True)
class Tenant:
    """An Entra tenant."""

    id: str
    applications: tuple[Application, ...]
    subscriptions: tuple[Subscription, ...]
