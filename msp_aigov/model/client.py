"""What the MSP wrote about itself and its clients."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from msp_aigov.model.ability.prices import PriceFile
from msp_aigov.model.pack.waiver import Waiver
from msp_aigov.model.pack.wishes import Branding as Branding
from msp_aigov.model.pack.wishes import Deliveries as Deliveries
from msp_aigov.model.pack.wishes import OwnBlock as OwnBlock
from msp_aigov.model.pack.wishes import OwnWords as OwnWords
from msp_aigov.model.pack.wishes import Webhook as Webhook
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
class Credential:
    """How to sign in. Secrets are named by environment variable, never written here."""

    method: CredentialMethod = "default"
    client_id: str | None = None
    secret_env: str | None = None
    certificate_path: str | None = None
    service_connection_id: str | None = None


@dataclass(frozen=True)
class Access:
    """The way into the client's tenant. Lighthouse tokens come from `managing_tenant`, all others from the client's.

    `write_credential` is the separate identity that `budget apply` writes with; reads never use it.
    """

    route: Literal["app", "lighthouse"] = "app"
    managing_tenant: str | None = None
    credential: Credential = Credential()
    write_credential: Credential | None = None


@dataclass(frozen=True)
class AzureTenant:
    """The client's Azure. No subscriptions listed means all that the credential sees in this tenant.

    `from` names saved answers (files or folders, relative to the fleet folder) to judge instead of asking Azure.
    """

    tenant: str
    subscriptions: tuple[str, ...] = ()
    cloud: Literal["public", "usgov", "china", "custom"] = "public"
    access: Access = Access()
    from_: tuple[str, ...] = ()

    @property
    def token_tenant(self) -> str:
        """The tenant whose id a token must carry on this route."""
        return self.access.managing_tenant or self.tenant if self.access.route == "lighthouse" else self.tenant


Grain = Literal["Monthly", "Quarterly", "Annually", "BillingMonth", "BillingQuarter", "BillingAnnual"]


@dataclass(frozen=True)
class BudgetCondition:
    """One AND-ed condition of a budget: a dimension or a tag, and the values that pass."""

    values: tuple[str, ...]
    dimension: str | None = None
    tag: str | None = None


@dataclass(frozen=True)
class BudgetTarget:
    """What the client wants to be warned about: an amount a month and who is told.

    Instead of `monthly`, `factor` times last month's spend. `thresholds` and `forecast_thresholds` are percent of the
    amount; `scope` is a subscription or resource group, the client's only subscription when left out; `filter` left
    out takes in the AI accounts there. `adopt` names existing budgets to take over instead of making another.
    """

    currency: str
    monthly: Decimal | None = None
    factor: Decimal | None = None
    recipients: tuple[str, ...] = ()
    action_groups: tuple[str, ...] = ()
    thresholds: tuple[Decimal, ...] = (Decimal(80), Decimal(100))
    forecast_thresholds: tuple[Decimal, ...] = (Decimal(100),)
    name: str = "ai"
    scope: str | None = None
    filter: tuple[BudgetCondition, ...] | None = None
    grain: Grain = "Monthly"
    adopt: tuple[str, ...] = ()


@dataclass(frozen=True)
class InventoryFile:
    """One inventory export; `path` is relative to the fleet folder. `product` names a mapping if recognition fails.

    `split_by` is the column that names the organisation of each row; then only rows of `organisations` are the
    client's.
    """

    path: str
    product: str | None = None
    encoding: str | None = None
    split_by: str | None = None
    organisations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Organisation:
    """An organisation as an inventory names it, by a name or a number, and the client it is."""

    name: str | int
    client: str


@dataclass(frozen=True)
class SharedInventory:
    """One export with the devices of several clients, told apart by the column `split_by`; nothing is guessed."""

    path: str
    split_by: str
    organisations: tuple[Organisation, ...] = ()
    product: str | None = None
    encoding: str | None = None


@dataclass(frozen=True)
class FilterChoice:
    """One line of the profile that this client wants otherwise, and why."""

    filter: str
    direction: Literal["prompt", "completion"]
    state: Literal["blocks", "annotates", "off"]
    why: str
    threshold: Literal["Low", "Medium", "High"] | None = None


@dataclass(frozen=True)
class FilterApproval:
    """Evidence that a filter may be weaker than the profile until `expires`; no deployment named means all of them."""

    filter: str
    evidence: str
    expires: date
    direction: Literal["prompt", "completion"] | None = None
    deployment: str | None = None


@dataclass(frozen=True)
class GuardrailChoices:
    """What this client wants otherwise than its profile, and what was approved."""

    filters: tuple[FilterChoice, ...] = ()
    approvals: tuple[FilterApproval, ...] = ()


@dataclass(frozen=True)
class Psa:
    """How the MSP's ticket system knows this client."""

    company_id: str


AD_HOC = "files"
"""The id of a client that stands for some files alone: every organisation in them is its own."""


@dataclass(frozen=True)
class Client:
    """One client. `residency` is `any`, a zone (`eu`, `us`) or a two-letter country.

    Devices not seen since the day `devices_since` are marked stale. `sovereign` asks for the chapter on running AI
    without the public cloud.
    """

    id: str
    name: str
    status: Literal["active", "paused", "offboarded"] = "active"
    contact: str | None = None
    azure: AzureTenant | None = None
    budget: BudgetTarget | None = None
    budgets: tuple[BudgetTarget, ...] = ()
    profile: str | None = None
    residency: str | None = None
    guardrails: GuardrailChoices | None = None
    inventories: tuple[InventoryFile, ...] = ()
    exports: tuple[str, ...] = ()
    workloads: tuple[Workload, ...] = ()
    devices_since: date | None = None
    psa: Psa | None = None
    sovereign: bool = False
    words: tuple[OwnWords, ...] = ()
    layout: tuple[OwnBlock, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    prices: PriceFile | None = None
    shared_hosts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fleet:
    """The MSP and its clients, in the order of their ids. `digest` is the hash of every file read."""

    name: str
    clients: tuple[Client, ...]
    contact: str | None = None
    baseline: str = "general"
    branding: Branding = Branding()
    digest: str = ""
    inventories: tuple[SharedInventory, ...] = ()
    deliveries: Deliveries = Deliveries()
