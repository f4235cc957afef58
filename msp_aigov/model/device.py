"""Endpoints: what inventories say of each device, and what follows from it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from msp_aigov.model.ability.fit import Confidence, Driver, Expected, Measured, Option, Step
from msp_aigov.model.ability.plan import DeviceAge, FleetNeed, FleetShare, OpenQuestion
from msp_aigov.model.seen import Seen, missing
from msp_aigov.model.text import Money, Text

NO_NPU = "none"
"""What `npu` says where a list that would hold a neural processor is empty."""

VerdictKind = Literal["ready", "ready_after", "replace", "not_suitable", "unknown"]


@dataclass(frozen=True)
class Gpu:
    """One display adapter; `vram_bytes` is dedicated memory, never an aperture or a share.

    `kind` is None where the name does not tell it: a missing driver, or a share of a card.
    """

    name: str
    kind: Literal["discrete", "integrated", "virtual"] | None
    vram_bytes: Seen[int] = missing(unit="bytes")


@dataclass(frozen=True)
class Facts:
    """What is known of one device, each value with its evidence. Bytes are binary; dates are UTC days."""

    manufacturer: Seen[str] = missing()
    model: Seen[str] = missing()
    serial: Seen[str] = missing()
    cpu_name: Seen[str] = missing()
    arch: Seen[str] = missing()
    ram_installed_bytes: Seen[int] = missing(unit="bytes")
    ram_visible_bytes: Seen[int] = missing(unit="bytes")
    os_family: Seen[str] = missing()
    os_build: Seen[str] = missing()
    disk_free_bytes: Seen[int] = missing(unit="bytes")
    is_vm: Seen[bool] = missing()
    last_seen: Seen[date] = missing()
    purchase_date: Seen[date] = missing()
    warranty_end: Seen[date] = missing()
    site: Seen[str] = missing()
    user: Seen[str] = missing()


@dataclass(frozen=True)
class Sighting:
    """One row of one inventory about one device, or a row that is none.

    `kind` is `device`, `update` (partial: merges into a device, never makes one), `out_of_scope` (a phone, a printer),
    `unassigned` (another organisation's, of which nothing is kept) or `rejected` with its `reason`; `aside` says that
    no device is lost with it. `row` is numbered as a spreadsheet or editor shows it.
    """

    file: str
    row: int
    product: str
    kind: Literal["device", "update", "out_of_scope", "unassigned", "rejected"]
    names: tuple[str, ...] = ()
    entra_id: str | None = None
    macs: tuple[str, ...] = ()
    organisation: str | None = None
    facts: Facts = Facts()
    gpus: tuple[Gpu, ...] = ()
    gpus_listed: bool = False
    npu: Seen[str] = missing()
    reason: str = ""
    aside: bool = False
    edition: Seen[str] = missing()
    drivers: tuple[Driver, ...] = ()
    providers: Seen[tuple[str, ...]] = missing()
    measured: tuple[Measured, ...] = ()


@dataclass(frozen=True)
class Rows:
    """The arithmetic of the inventory: `into` = devices + merged + out_of_scope + unassigned + rejected."""

    into: int = 0
    devices: int = 0
    merged: int = 0
    out_of_scope: int = 0
    unassigned: int = 0
    rejected: int = 0


@dataclass(frozen=True)
class RejectedRow:
    """A row that could not be used, and why; `aside` marks totals and remarks, with which no device is lost."""

    file: str
    row: int
    reason: str
    aside: bool = False


@dataclass(frozen=True)
class DeviceVerdict:
    """One device against one workload, or against the published minimum where `workload` is empty.

    `fields` names what would settle an unknown; `action` and `cost` what would make it ready, and `options` every way
    to that, the advised one first. `evidence` is what inventories said, `rules` the dated rules it was held against.
    """

    workload: str
    models: tuple[str, ...]
    verdict: VerdictKind
    reasons: tuple[Text, ...] = ()
    fields: tuple[str, ...] = ()
    action: Text | None = None
    cost: Money | None = None
    evidence: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    confidence: Confidence = "low"
    expected: tuple[Expected, ...] = ()
    steps: tuple[Step, ...] = ()
    options: tuple[Option, ...] = ()
    turn_ms: tuple[int, int] | None = None


@dataclass(frozen=True)
class Device:
    """One device after joining every row about it; `shared` where several people work on it at once."""

    id: str
    names: tuple[str, ...]
    facts: Facts
    gpus: tuple[Gpu, ...] = ()
    gpus_listed: bool = False
    npu: Seen[str] = missing()
    sources: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()
    edition: Seen[str] = missing()
    drivers: tuple[Driver, ...] = ()
    providers: Seen[tuple[str, ...]] = missing()
    measured: tuple[Measured, ...] = ()
    shared: bool = False

    @property
    def name(self) -> str:
        """What people call it: its first name, or its id."""
        return self.names[0] if self.names else self.id


@dataclass(frozen=True)
class DeviceReadiness:
    """One device with its verdicts: the published minimum first, then one for each workload that may run on it.

    `options` are the ways to make it ready for all of them at once, the advised one first.
    """

    device: Device
    minimum: DeviceVerdict
    verdicts: tuple[DeviceVerdict, ...] = ()
    scopes: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class WorkloadFit:
    """How the fleet stands for one workload: the number of devices by verdict."""

    workload: str
    models: tuple[str, ...]
    ready: int = 0
    ready_after: int = 0
    replace: int = 0
    not_suitable: int = 0
    unknown: int = 0


@dataclass(frozen=True)
class Endpoints:
    """The client's fleet of devices."""

    rows: Rows = Rows()
    devices: tuple[DeviceReadiness, ...] = ()
    fits: tuple[WorkloadFit, ...] = ()
    rejected: tuple[RejectedRow, ...] = ()
    notes: tuple[Text, ...] = ()
    old: tuple[Text, ...] = ()
    shares: tuple[FleetShare, ...] = ()
    open: tuple[OpenQuestion, ...] = ()
    ages: tuple[DeviceAge, ...] = ()
    procurement: tuple[FleetNeed, ...] = ()
    prices_as_of: date | None = None

    @property
    def lost(self) -> int:
        """How many rows could not be used that may have told of a device."""
        return sum(not row.aside for row in self.rejected)
