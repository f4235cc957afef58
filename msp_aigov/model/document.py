"""The frozen document from which everything printed is rendered."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from msp_aigov.model.ability.fit import Option
from msp_aigov.model.answers import AnswerState
from msp_aigov.model.client import Branding
from msp_aigov.model.device import Endpoints, VerdictKind
from msp_aigov.model.finding import Finding, Severity
from msp_aigov.model.guardrails import FilterGroup, Guardrails
from msp_aigov.model.pack.guide import GuideFacts
from msp_aigov.model.pack.waiver import WaiverUse
from msp_aigov.model.placing import Blocker
from msp_aigov.model.spend import Spend
from msp_aigov.model.text import Money, Text
from msp_aigov.model.workload import WorkloadDecision

SCHEMA_VERSION = 1
LightState = Literal["act_now", "improve", "in_order", "unknown"]


@dataclass(frozen=True)
class Run:
    """One run. Judgement knows no other time than `started` (UTC)."""

    id: str
    started: datetime
    rules_hash: str
    tool_version: str = ""


@dataclass(frozen=True)
class CoverageCell:
    """One read in the ledger, and what would mend it where it is a gap."""

    source: str
    scope: str
    scope_name: str
    state: AnswerState
    reason: str
    mend: str = ""
    api: str = ""
    status: int | None = None
    read_at: datetime | None = None
    request_id: str = ""


@dataclass(frozen=True)
class Light:
    """One of the four questions a client asks. `state` is unknown whenever coverage is short; `worst` says the most
    urgent thing known all the same. `known` of `total` is the coverage, `caption` says it in words."""

    name: Literal["spend", "safety", "devices", "workloads"]
    title: Text
    state: LightState
    worst: Severity | None
    known: int
    total: int
    caption: Text
    headline: Text


@dataclass(frozen=True)
class Changes:
    """How the findings stand against the run before; `since` is None at the first run."""

    since: date | None = None
    new: int = 0
    resolved: int = 0
    reopened: int = 0
    lost_sight: int = 0


@dataclass(frozen=True)
class CheckCrash:
    """A bug that was caught, so that all else could finish."""

    where: str
    message: str


@dataclass(frozen=True)
class AccessCondition:
    """One thing that has to be so before access to AI is handed out; not knowing is a no."""

    question: Text
    state: Literal["go", "no_go", "unknown", "not_applicable"]
    reason: Text


@dataclass(frozen=True)
class Action:
    """One thing to do about all findings of one check. `id` stays the same from run to run; `due` is a UTC day.

    `costs` are of what has to be bought; `unpriced` counts what has no price.
    """

    id: str
    check: str
    title: Text
    remedy: Text
    severity: Severity
    owner: Literal["client", "msp"]
    effort: Literal["S", "M", "L"]
    due: date
    subjects: tuple[str, ...]
    step: Literal["open", "update", "close"] = "open"
    costs: tuple[Money, ...] = ()
    unpriced: int = 0


@dataclass(frozen=True)
class Refresh:
    """What one device needs for the workloads of this client. `quarter` is written 2026 Q4, empty where none is due.

    `options` are all ways to that, the advised one first: its cost is the one that a quarter counts.
    """

    device: str
    verdict: VerdictKind
    workloads: tuple[str, ...]
    reasons: tuple[Text, ...]
    action: Text | None
    cost: Money | None
    warranty_end: date | None
    quarter: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class QuarterCost:
    """What the refresh of one quarter costs in one currency, and how many devices have no price."""

    quarter: str
    devices: int
    unpriced: int
    costs: tuple[Money, ...]


@dataclass(frozen=True)
class ClientReport:
    """Everything to be said about one client. `findings` are sorted, most urgent first, `decisions` three at most."""

    id: str
    name: str
    coverage: tuple[CoverageCell, ...]
    findings: tuple[Finding, ...]
    lights: tuple[Light, ...]
    decisions: tuple[Text, ...]
    changes: Changes
    spend: Spend
    guardrails: Guardrails
    endpoints: Endpoints
    workloads: tuple[WorkloadDecision, ...]
    profile: str = ""
    residency: str = ""
    sources: tuple[tuple[str, date], ...] = ()
    crashes: tuple[CheckCrash, ...] = ()
    stopped: str = ""
    access: tuple[AccessCondition, ...] = ()
    actions: tuple[Action, ...] = ()
    refresh: tuple[Refresh, ...] = ()
    quarters: tuple[QuarterCost, ...] = ()
    psa_company: str = ""
    blockers: tuple[Blocker, ...] = ()
    waivers: tuple[WaiverUse, ...] = ()
    guide: GuideFacts = GuideFacts()


@dataclass(frozen=True)
class Document:
    """One run's report on one or more clients of an MSP. `filter_groups` compares their filters, if asked for."""

    run: Run
    msp: str
    contact: str
    branding: Branding
    clients: tuple[ClientReport, ...]
    schema_version: int = SCHEMA_VERSION
    filter_groups: tuple[FilterGroup, ...] = ()
