"""Workloads: what the client wants AI to do, and where each stage of it belongs."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from msp_aigov.model.placing import Crossing, DecisionRecord, Economics, GateName, Obligation, Placement
from msp_aigov.model.text import Money, Text

Task = Literal[
    "chat",
    "image-generation",
    "speech-to-text",
    "text-to-speech",
    "embeddings",
    "vision",
    "realtime-voice",
    "data-preparation",
    "labelling",
    "fine-tuning",
    "evaluation",
    "monitoring",
]
Route = Literal[
    "foundry_local", "azure_region", "azure_data_zone", "azure_global", "hybrid", "run_additional_eval", "blocked"
]
WorkloadStatus = Literal["approved", "conditional", "needs_evidence", "rejected"]
GateResult = Literal["pass", "fail", "unknown", "conditional"]


DataClass = Literal["public", "internal", "confidential", "restricted"]
Audience = Literal["internal", "external", "public", "minors"]
Subject = Literal["employees", "customers", "health", "biometric_id", "minors", "privilege", "cui", "pci", "none"]
Document = Literal["dpia", "consent", "approval"]


@dataclass(frozen=True)
class ModelEvidence:
    """What was measured or agreed of one model for one stage, bound to the version and settings it was seen with.

    `settings` left out are the model's own; `score` is held against the stage's `min_score`. `unit_cost` is for one
    unit of the stage's volume, in the workload's currency; `rank` only breaks ties.
    """

    model: str
    version: str | None = None
    settings: str | None = ""
    evaluation: Literal["passed", "failed"] | None = None
    evaluated_on: date | None = None
    rank: int | None = None
    p95_ms: int | None = None
    unit_cost: Decimal | None = None
    requests_per_minute: int | None = None
    source: str = ""
    score: Decimal | None = None


@dataclass(frozen=True)
class Stage:
    """One step of a workload. What is None is unknown and counts as unknown; an empty list is the answer "none".

    `residency` is `device`, `gov`, `any`, a zone or a country, and defaults to the client's. `local_models` are
    catalogue aliases that would do on the device, all of them resident; `cloud_models` are deployed models that would
    do; `runtimes` are others than Foundry Local that the client runs itself. `takes` names the stages whose output goes
    in, the one before if it is None. `output_class` says how far a person's review (`human_review`) lowers what comes
    out. `egress_features` send what goes in elsewhere, as a web search does. `volume` is units a month; `input_tokens`
    and `output_tokens` are what one unit takes, so that a price list can say what it costs. `settings` left out are the
    model's own; `min_score` is what an evaluation has to reach.
    """

    name: str
    task: Task
    residency: str | None = None
    connectivity: Literal["online", "intermittent", "offline"] | None = None
    local_models: tuple[str, ...] = ()
    cloud_models: tuple[str, ...] = ()
    runtimes: tuple[str, ...] = ()
    context_tokens: int | None = None
    data_class: DataClass | None = None
    subjects: tuple[Subject, ...] | None = None
    takes: tuple[str, ...] | None = None
    output_class: DataClass | None = None
    human_review: bool | None = None
    egress_features: tuple[str, ...] | None = None
    interactive: bool | None = None
    p95_target_ms: int | None = None
    shared_host: bool = False
    volume: int | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    settings: str | None = ""
    min_score: Decimal | None = None
    max_unit_cost: Decimal | None = None
    image_gate: bool | None = None
    app_filter: bool | None = None
    evidence: tuple[ModelEvidence, ...] = ()


@dataclass(frozen=True)
class Workload:
    """One thing the client wants AI to do, as a chain of stages.

    `uses` are names from the dated table of uses. `holds` are documents that exist, `lacks` those known not to.
    """

    name: str
    purpose: str = ""
    stages: tuple[Stage, ...] = ()
    audience: Audience | None = None
    uses: tuple[str, ...] | None = None
    holds: tuple[Document, ...] = ()
    lacks: tuple[Document, ...] = ()
    currency: str = "USD"


@dataclass(frozen=True)
class Gate:
    """What one gate said of one candidate, and on what evidence."""

    name: GateName
    result: GateResult
    reason: Text
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """One place where a stage could run, with the gates it went through in order; `monthly` is what it would cost.

    `lifecycle`, `formats` and `limits` are what the dated tables say of it, empty where they say nothing.
    """

    id: str
    placement: Placement
    gates: tuple[Gate, ...] = ()
    monthly: Money | None = None
    tasks: tuple[Task, ...] = ()
    formats: str = ""
    lifecycle: str = ""
    limits: str = ""


@dataclass(frozen=True)
class StageDecision:
    """Where one stage goes; the first candidate is the one chosen, where one is."""

    name: str
    task: Task
    route: Route
    status: WorkloadStatus
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class WorkloadDecision:
    """Where a workload goes, which gate decided, and what would change the answer.

    `review_by` is the last day on which the decision may be relied on without another look.
    """

    name: str
    purpose: str
    route: Route
    status: WorkloadStatus
    deciding_gate: GateName | None
    reason: Text
    stages: tuple[StageDecision, ...] = ()
    crossings: tuple[Crossing, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    runner_up: str | None = None
    would_change: Text | None = None
    conditions: tuple[Text, ...] = ()
    economics: Economics = Economics()
    review_by: date | None = None
    scopes: tuple[str, ...] = ()
    record: DecisionRecord = DecisionRecord()
