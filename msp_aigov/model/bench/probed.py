"""What one device says of itself, without administrator rights."""

from dataclasses import dataclass
from datetime import datetime

from msp_aigov.model.seen import Seen, missing

PROBE_VERSION = 1


@dataclass(frozen=True)
class ProbedGpu:
    """One display adapter; `memory_bytes` is dedicated memory."""

    name: str
    vendor: str = ""
    driver: Seen[str] = missing()
    memory_bytes: Seen[int] = missing(unit="bytes")


@dataclass(frozen=True)
class Disk:
    """One disk: its kind is `ssd`, `nvme`, `hdd` or what the system calls it."""

    name: str
    kind: Seen[str] = missing()
    size_bytes: Seen[int] = missing(unit="bytes")


@dataclass(frozen=True)
class LocalRuntime:
    """One program that runs models here. `models` are those it says it holds."""

    name: str
    version: Seen[str] = missing()
    endpoint: Seen[str] = missing()
    models: tuple[str, ...] = ()


@dataclass(frozen=True)
class Power:
    """Where the electricity comes from, and how the system spends it."""

    mains: Seen[bool] = missing()
    battery_percent: Seen[int] = missing(unit="percent")
    plan: Seen[str] = missing()


@dataclass(frozen=True)
class Probe:
    """What one device says of itself, without administrator rights. What nobody could read is `missing`."""

    schema_version: int
    tool: str
    read_at: datetime
    host_name: Seen[str]
    serial: Seen[str]
    manufacturer: Seen[str]
    product: Seen[str]
    os_family: Seen[str]
    os_name: Seen[str]
    os_build: Seen[str]
    arch: Seen[str]
    virtual: Seen[bool]
    cpu_name: Seen[str]
    cpu_features: Seen[tuple[str, ...]]
    cores: Seen[int]
    threads: Seen[int]
    cache_bytes: Seen[int]
    ram_bytes: Seen[int]
    ram_free_bytes: Seen[int]
    disk_free_bytes: Seen[int]
    disks: tuple[Disk, ...]
    power: Power
    gpus: tuple[ProbedGpu, ...]
    gpus_listed: bool
    nvidia: str
    npu: Seen[str]
    providers: Seen[tuple[str, ...]]
    runtimes: tuple[LocalRuntime, ...]
