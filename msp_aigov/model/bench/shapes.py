"""What a benchmark goes by: the true shapes of local models, and what kinds of work ask of one."""

from dataclasses import dataclass
from typing import Literal

from msp_aigov.model.money.prices import Reference
from msp_aigov.model.workload import Task


@dataclass(frozen=True)
class ModelShape:
    """The layers of one local model, as its public configuration gives them; `fused_gate` joins two of its weights."""

    alias: str
    family: Literal["decoder", "whisper"]
    hidden: int
    intermediate: int
    heads: int
    kv_heads: int
    head_dim: int
    vocab: int
    layers: int
    fused_gate: Literal["yes", "no"]
    reference: Reference


@dataclass(frozen=True)
class WorkloadNeed:
    """What a kind of work asks of a local model; `real_time_percent` is time to transcribe over time of sound."""

    workload: str
    task: Task
    tokens_per_s: int | None
    first_token_ms: int | None
    real_time_percent: int | None
    prompt_tokens: int
    output_tokens: int
    users: int
    note: str
    reference: Reference
