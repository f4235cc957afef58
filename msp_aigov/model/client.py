"""What the MSP wrote about itself and its clients."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from msp_aigov.model.workload import Workload

CredentialMethod = Literal[
    "client-secret",
    "certificate",
    "github-oidc",
    "azure-pipelines",
    "workload-identity",
    "managed-identity",
    "cli",
    "device-code",
    "default",
]


@dataclass(frozen=True)
class Branding:
    """How documents look: `colour` as #rrggbb, `footer` under every document, `confidentiality` beside the title."""

    colour: str = "#0b5cad"
    footer: str = ""
    confidentiality: str = "Confidential."


@dataclass(frozen=True)
class Credential:
    """How to sign in. Secrets are named by environment variable, never written here."""

    method: CredentialMethod = "default"
    client_id: str | None = None
    secret_env: str | None = None
    certificate_path: str | None = None
    service_connection_id: str | None = None


@dataclass(frozen=True)
class Access:
    """The way into the client's tenant. Lighthouse tokens come from `managing_tenant`, all others from the client's."""

    route: Literal["app", "lighthouse"] = "app"
    managing_tenant: str | None = None
    credential: Credential = Credential()


@dataclass(frozen=True)
class AzureTenant:
    """The client's Azure. No subscriptions listed means all that the credential sees in this tenant."""

    tenant: str
    subscriptions: tuple[str, ...] = ()
    cloud: Literal["public", "usgov", "china", "custom"] = "public"
    access: Access = Access()

    @property
    def token_tenant(self) -> str:
        """The tenant whose id a token must carry on this route."""
        return self.access.managing_tenant or self.tenant if self.access.route == "lighthouse" else self.tenant


@dataclass(frozen=True)
class BudgetTarget:
    """What the client wants to be warned about: an amount a month and who is told."""

    monthly: Decimal
    currency: str
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True)
class InventoryFile:
    """One inventory export; `path` is relative to the fleet folder. `product` names a mapping if recognition fails."""

    path: str
    product: str | None = None
    encoding: str | None = None


@dataclass(frozen=True)
class Client:
    """One client. `residency` is `any`, a zone (`eu`, `us`, `apac`) or a two-letter country."""

    id: str
    name: str
    status: Literal["active", "paused", "offboarded"] = "active"
    contact: str | None = None
    azure: AzureTenant | None = None
    budget: BudgetTarget | None = None
    profile: str | None = None
    residency: str | None = None
    inventories: tuple[InventoryFile, ...] = ()
    workloads: tuple[Workload, ...] = ()


@dataclass(frozen=True)
class Fleet:
    """The MSP and its clients, in the order of their ids. `digest` is the hash of every file read."""

    name: str
    clients: tuple[Client, ...]
    contact: str | None = None
    baseline: str = "general"
    branding: Branding = Branding()
    digest: str = ""
