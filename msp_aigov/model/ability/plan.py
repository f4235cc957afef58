"""What follows for the whole fleet: shares, open questions, ages, and what to ask of a new device."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from msp_aigov.model.text import Text

AgeState = Literal["in_warranty", "ends_soon", "out_of_warranty", "unknown"]


@dataclass(frozen=True)
class FleetShare:
    """How much of the fleet is ready for one workload, in whole percent; `open_percent` nobody can say yet."""

    workload: str
    ready_percent: int
    after_change_percent: int
    open_percent: int
    routes: tuple[Text, ...] = ()


@dataclass(frozen=True)
class OpenQuestion:
    """One fact that verdicts wait for: on how many devices, and which run or export would tell it."""

    field: str
    devices: int
    run: str


@dataclass(frozen=True)
class DeviceAge:
    """How old a device is and how its warranty stands, whatever it can run."""

    device: str
    state: AgeState
    purchase_date: date | None
    warranty_end: date | None
    years: Decimal | None


@dataclass(frozen=True)
class FleetNeed:
    """What to ask of a new device for one workload. Bytes; memory of the size that is sold.

    `sums` says how the memory was worked out, on the processor and on a graphics card.
    """

    workload: str
    models: tuple[str, ...]
    ram_bytes: int | None
    vram_bytes: int | None
    disk_bytes: int
    context_tokens: int
    texts: tuple[Text, ...] = ()
    sums: tuple[Text, ...] = ()
