"""What each deployment's content filter effectively does, against what the client's profile wants."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from msp_aigov.model.cloud import AiAccount, Deployment
from msp_aigov.model.seen import Seen, missing
from msp_aigov.model.text import Text

FilterState = Literal["blocks", "annotates", "off", "unknown"]
Threshold = Literal["Low", "Medium", "High"]
Match = Literal["meets", "weaker", "accepted", "unknown", "not_wanted"]

# The four harm categories, as `plain` writes them. Only they have severities.
HARMS = frozenset({"hate", "sexual", "violence", "selfharm"})


def plain(name: str) -> str:
    """A filter's name as compared: ids and display names differ in spaces, underscores, hyphens and case."""
    return "".join(letter for letter in name.lower() if letter.isalnum())


@dataclass(frozen=True)
class EffectiveFilter:
    """One cell of the matrix: what a filter does in one direction, what is wanted, and how the two compare.

    `threshold` is the severity from which it blocks (Low is strictest); None for filters without severities.
    `certainty` is `inferred` where nothing was set and a dated default stands in. `accepted` is a weaker cell for
    which approval evidence is attached.
    """

    filter: str
    direction: str
    state: FilterState
    threshold: Threshold | None
    source: Literal["configured", "inherited", "default"]
    evidence: str
    wanted: str = ""
    match: Match = "not_wanted"
    certainty: Literal["read", "inferred"] = "read"


@dataclass(frozen=True)
class Processing:
    """Where a deployment's SKU may process data: `kind` and the zone or region in plain words."""

    kind: Literal["region", "data_zone", "global", "unknown"]
    zone: str
    allowed: bool | None
    reason: Text


@dataclass(frozen=True)
class Lifecycle:
    """How long a deployed model version lives on: `retires` is the day (UTC) of Azure's own list, else the earliest of
    the dated facts.

    `state` is Azure's word, empty where nobody said; `sources` say who said what, conflicts included. `told` is whether
    anybody spoke of an end, so that no day means none is set.
    """

    state: str = ""
    retires: date | None = None
    known: bool = False
    sources: tuple[str, ...] = ()
    told: bool = False


@dataclass(frozen=True)
class Share:
    """Requests blocked out of all in some days; `percent` has one decimal."""

    blocked: Decimal
    total: Decimal
    percent: Decimal


@dataclass(frozen=True)
class FilterActivity:
    """What one filter did on one deployment over `days`: detected and blocked out of `total` requests.

    None is no data, which is not zero. The percents are of `total`, with one decimal. `configured` is the matrix's
    cell beside it, empty where it has none. `before` and `after` compare the days around the filter's last change.
    """

    filter: str
    direction: str
    detected: Decimal | None
    blocked: Decimal | None
    total: Decimal | None
    days: int
    detected_percent: Decimal | None = None
    blocked_percent: Decimal | None = None
    configured: str = ""
    before: Share | None = None
    after: Share | None = None


@dataclass(frozen=True)
class DeploymentGuardrail:
    """One deployment with its effective filters and its place of processing.

    `outside` says why a model is outside Azure's content filters, where it is. `changed` is the UTC day on which it or
    its policy was last changed. `missing_blocklists` are named by the policy and not held by the account.
    """

    deployment: Deployment
    account_name: str
    policy: str
    profile: str
    filters: tuple[EffectiveFilter, ...]
    processing: Processing
    scopes: tuple[str, ...] = ()
    mode: Seen[str] = missing()
    outside: Text | None = None
    lifecycle: Lifecycle = Lifecycle()
    activity: tuple[FilterActivity, ...] | None = None
    changed: date | None = None
    missing_blocklists: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuotaFit:
    """What one stage needs of one cloud model: `volume` a month; `needed`, `granted` and `quota` in requests a minute.

    `granted` is what its deployments may take, `source` who said so; `quota` is what the largest counter of the model
    would allow. None where nobody said, or where a quota of tokens cannot be counted in requests. `counters` are
    Azure's own, in words.
    """

    id: str
    workload: str
    stage: str
    model: str
    volume: int
    needed: Decimal
    granted: Decimal | None
    source: str
    quota: Decimal | None = None
    counters: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Guardrails:
    """All accounts and deployments of a client, and what nobody looked at, with the reason."""

    accounts: tuple[AiAccount, ...] = ()
    deployments: tuple[DeploymentGuardrail, ...] = ()
    not_assessed: tuple[Text, ...] = ()
    quotas: tuple[QuotaFit, ...] = ()


@dataclass(frozen=True)
class GroupedFilter:
    """One cell that all deployments of a group have in common."""

    filter: str
    direction: str
    state: FilterState
    threshold: Threshold | None


@dataclass(frozen=True)
class GroupMember:
    """One deployment of a group."""

    client: str
    account: str
    deployment: str
    model: str
    policy: str


@dataclass(frozen=True)
class FilterGroup:
    """Deployments of the fleet whose filters do exactly the same; the smallest group is the odd one out."""

    members: tuple[GroupMember, ...]
    filters: tuple[GroupedFilter, ...]
