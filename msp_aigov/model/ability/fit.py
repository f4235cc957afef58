"""What a device should run and by which provider, and the steps that would make it able to."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from msp_aigov.model.seen import Seen, missing
from msp_aigov.model.text import Money, Text

Confidence = Literal["measured", "high", "medium", "low"]
StepKind = Literal["ram", "vm_ram", "disk", "ssd", "os", "driver", "settings", "replace"]


@dataclass(frozen=True)
class Driver:
    """The driver of one adapter or neural processor; `of` is its name as the inventory gives it."""

    of: str
    version: Seen[str] = missing()


@dataclass(frozen=True)
class Measured:
    """What a benchmark on the device itself said of one model; `live` where the real model ran, not its arithmetic.

    Speeds are the slow end of a clean run: tokens a second, milliseconds, time over time of sound. `result` is against
    what `workload` (a row of workload_needs.csv) asks; without one it is inconclusive, and the figures still stand.
    `need_tokens_per_s` is what the workload asks. Where it was not this very device that was measured, `like` names the
    hardware class, and `like_on` the device of it that was.
    """

    model: str
    provider: str
    result: Literal["pass", "marginal", "fail", "inconclusive"]
    tokens_per_s: Decimal | None = None
    first_token_ms: int | None = None
    live: bool = False
    source: str = ""
    workload: str = ""
    real_time_factor: Decimal | None = None
    like: str = ""
    like_on: str = ""
    need_tokens_per_s: Decimal | None = None


@dataclass(frozen=True)
class Step:
    """One thing to do to a device; `size_bytes` is what it has afterwards (of memory) or more than now (of disk).

    `or_memory` marks a replacement for want of memory alone, in place of which more memory may do.
    """

    kind: StepKind
    action: Text
    size_bytes: int | None = None
    or_memory: bool = False


@dataclass(frozen=True)
class Option:
    """One way to make a device ready; `cost` is None where the MSP's prices.yaml does not price all of it."""

    kinds: tuple[StepKind, ...]
    action: Text
    cost: Money | None = None


@dataclass(frozen=True)
class Speed:
    """Tokens a second, from `low` to `high`: an estimate out of bandwidth and file size, or a measurement."""

    low: Decimal
    high: Decimal
    kind: Literal["estimate", "measured"]


@dataclass(frozen=True)
class Expected:
    """The variant of one model that a device should run, and by which execution provider.

    `expected` follows from the inventory alone; `unverified` is a neural processor that nothing has proved yet;
    `proven` was reported or measured on the device. `speed` is an estimate and decides nothing.
    """

    model: str
    variant: str
    provider: str
    device: Literal["cpu", "gpu", "npu"]
    state: Literal["expected", "unverified", "proven"]
    reason: Text
    speed: Speed | None = None
