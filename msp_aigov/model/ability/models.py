"""The catalogue of models that run on devices, one row for each variant."""

from dataclasses import dataclass
from typing import Literal

from msp_aigov.model.money.prices import Reference
from msp_aigov.model.workload import Task


@dataclass(frozen=True)
class LocalModel:
    """One variant of a model that Foundry Local offers. Sizes in bytes; `vocab` is the number of its tokens.

    `vram_min_bytes` is the graphics memory that its page asks for, where a page does.
    """

    alias: str
    variant: str
    task: Task
    device: Literal["cpu", "gpu", "npu"]
    provider: str
    file_bytes: int
    context_tokens: int | None
    kv_bytes_per_token: int | None
    reference: Reference
    vocab: int | None = None
    vram_min_bytes: int | None = None
