"""The frozen document from which everything printed is rendered."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from msp_aigov.model.answers import AnswerState
from msp_aigov.model.client import Branding
from msp_aigov.model.device import Endpoints
from msp_aigov.model.finding import Finding, Severity
from msp_aigov.model.guardrails import Guardrails
from msp_aigov.model.spend import Spend
from msp_aigov.model.text import Text
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


@dataclass(frozen=True)
class Document:
    """One run's report on one or more clients of an MSP."""

    run: Run
    msp: str
    contact: str
    branding: Branding
    clients: tuple[ClientReport, ...]
    schema_version: int = SCHEMA_VERSION
