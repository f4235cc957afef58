"""Dated rules about devices beyond plain numbers: providers, what pages claim, bandwidth, and who collects what."""

from dataclasses import dataclass
from typing import Literal

from msp_aigov.model.money.prices import Reference


@dataclass(frozen=True)
class ProviderGate:
    """What one page asks of a device before an execution provider runs on one of its processors.

    Several rows of one provider and processor are what several pages say; they stand side by side. `pattern` is a
    regular expression over the name of the processor or adapter. Memory in GiB, drivers as dotted numbers.
    """

    provider: str
    device: Literal["cpu", "gpu", "npu", "any"]
    os_build_min: int | None
    driver_min: str | None
    driver_max: str | None
    ram_min_gib: int | None
    pattern: str
    generative: Literal["yes", "no"]
    silicon: str
    note: str
    reference: Reference


@dataclass(frozen=True)
class Claim:
    """What one page says of one topic; where pages differ, `used` marks the one that devices are judged by."""

    topic: str
    says: str
    used: Literal["yes", "no"]
    standing: Literal["current", "withdrawn", "teaching"]
    reference: Reference


@dataclass(frozen=True)
class Bandwidth:
    """Memory bandwidth of a graphics card in GB a second (decimal), by its exact name."""

    name: str
    gb_per_s: int
    reference: Reference


@dataclass(frozen=True)
class GraphicsCard:
    """The memory in GiB of the cards that bear one exact name; several sizes where cards of one name differ."""

    name: str
    memory_gib: tuple[int, ...]
    reference: Reference


@dataclass(frozen=True)
class Silicon:
    """One family of processors by a regular expression over their names, and whether a neural one is in them."""

    family: str
    cpu_pattern: str
    npu: Literal["yes", "no"]
    provider: str
    note: str
    reference: Reference


@dataclass(frozen=True)
class Collected:
    """Which run on the device, or which export, tells a fact that a verdict waits for."""

    field: str
    run: str
    reference: Reference
