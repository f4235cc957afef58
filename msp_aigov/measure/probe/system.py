"""What each operating system is asked for in its own way; everything may be missing."""

from dataclasses import dataclass

from msp_aigov.model.bench.probed import Disk, ProbedGpu
from msp_aigov.model.seen import Seen, missing


@dataclass(frozen=True)
class System:
    """The part of a probe that every system says differently."""

    serial: Seen[str] = missing()
    manufacturer: Seen[str] = missing()
    product: Seen[str] = missing()
    os_name: Seen[str] = missing()
    virtual: Seen[bool] = missing()
    disks: tuple[Disk, ...] = ()
    plan: Seen[str] = missing()
    gpus: tuple[ProbedGpu, ...] = ()
    gpus_listed: bool = False
    npu: Seen[str] = missing()
    cache_bytes: Seen[int] = missing(unit="bytes")
