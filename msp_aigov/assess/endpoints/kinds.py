"""The kinds of verdict alone, for each that a machine's free disk may be: what very many devices are judged by."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any

from msp_aigov.assess.endpoints.aspect import gravest
from msp_aigov.assess.endpoints.demand import Demand
from msp_aigov.assess.endpoints.fit import disk_needed, weighed
from msp_aigov.assess.endpoints.limits import Limits
from msp_aigov.assess.endpoints.memory import taker_of_memory
from msp_aigov.assess.endpoints.minimum import as_it_stands, disk, least_memory
from msp_aigov.assess.endpoints.system import build, system
from msp_aigov.model.device import Device, VerdictKind
from msp_aigov.model.seen import Seen, missing

Kinds = tuple[VerdictKind, VerdictKind, VerdictKind]
"""With enough free disk, with too little, and where it is not known."""

# Enough for anything, too little for anything, not known: bytes.
_DISKS: tuple[Seen[int], ...] = (Seen(2**50, "read"), Seen(1, "read"), missing())


def disks_needed(demands: Sequence[Demand], limits: Limits) -> tuple[int, ...]:
    """Free disk in bytes that the minimum asks for, then that each workload does."""
    return (limits.disk_min_bytes, *(disk_needed(demand, limits) for demand in demands))


def kinds_by_disk(device: Device, demands: Sequence[Demand], limits: Limits) -> tuple[Kinds, ...]:
    """The verdicts of `minimum`, then of `fit` for each workload; the device's own free disk has no part in them."""
    enough, short, unknown = (_with_disk(device, free) for free in _DISKS)
    least = gravest(aspect.kind for aspect in (system(enough, limits), least_memory(enough, limits)))
    whole = [least, *(gravest(each.kind for each in weighed(enough, demand, limits)[0]) for demand in demands)]
    made = [
        (kind, gravest((kind, disk(short, need).kind)), gravest((kind, disk(unknown, need).kind)))
        for kind, need in zip(whole, disks_needed(demands, limits), strict=True)
    ]
    return (_minimum(made[0]), *made[1:])


def _minimum(kinds: Kinds) -> Kinds:
    enough, short, unknown = map(as_it_stands, kinds)
    return enough, short, unknown


def _with_disk(device: Device, free: Seen[int]) -> Device:
    return replace(device, facts=replace(device.facts, disk_free_bytes=free))


def reduced(device: Device) -> Hashable:
    """What of a device a verdict is made of, free disk and measurements aside: equal ones are judged alike."""
    facts = device.facts
    words = (facts.arch, facts.os_family, facts.is_vm, device.edition)
    sizes = (facts.ram_installed_bytes, facts.ram_visible_bytes, *(gpu.vram_bytes for gpu in device.gpus))
    seen: tuple[Seen[Any], ...] = (*words, *sizes, *(driver.version for driver in device.drivers))
    return (
        tuple((each.value, each.state) for each in seen),
        (build(facts.os_build), facts.os_build.state),
        taker_of_memory(facts.cpu_name.value),
        tuple((gpu.name, gpu.kind) for gpu in device.gpus),
        tuple(driver.of for driver in device.drivers),
        device.gpus_listed,
        device.shared,
    )
