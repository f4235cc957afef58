"""Workloads: what the client wants AI to do, and where each stage of it belongs."""

from dataclasses import dataclass
from typing import Literal

from msp_aigov.model.text import Text

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
GateName = Literal["safety", "region", "feasibility", "cost", "evidence"]
GateResult = Literal["pass", "fail", "unknown", "conditional"]


@dataclass(frozen=True)
class Stage:
    """One step of a workload. What is None is unknown and counts as unknown.

    `residency` is `device`, `any`, a zone or a country, and defaults to the client's. `local_models` are catalogue
    aliases that would do on the device, all of them resident; `cloud_models` are deployed models that would do.
    """

    name: str
    task: Task
    residency: str | None = None
    connectivity: Literal["online", "intermittent", "offline"] | None = None
    local_models: tuple[str, ...] = ()
    cloud_models: tuple[str, ...] = ()
    context_tokens: int | None = None
    data_class: Literal["public", "internal", "confidential", "restricted"] | None = None


@dataclass(frozen=True)
class Workload:
    """One thing the client wants AI to do, as a chain of stages."""

    name: str
    purpose: str = ""
    stages: tuple[Stage, ...] = ()


@dataclass(frozen=True)
class Gate:
    """What one gate said of one candidate, and on what evidence."""

    name: GateName
    result: GateResult
    reason: Text
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """One place where a stage could run, with the gates it went through in order."""

    id: str
    placement: Literal["device", "region", "data_zone", "global"]
    gates: tuple[Gate, ...] = ()


@dataclass(frozen=True)
class StageDecision:
    """Where one stage goes."""

    name: str
    task: Task
    route: Route
    status: WorkloadStatus
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class WorkloadDecision:
    """Where a workload goes, which gate decided, and what would change the answer."""

    name: str
    purpose: str
    route: Route
    status: WorkloadStatus
    deciding_gate: GateName | None
    reason: Text
    stages: tuple[StageDecision, ...] = ()
    crossings: tuple[Text, ...] = ()
    obligations: tuple[Text, ...] = ()
    runner_up: str | None = None
    would_change: Text | None = None
    scopes: tuple[str, ...] = ()
