"""A device against the published minimum of Foundry Local."""

from dataclasses import replace

from msp_aigov.assess.endpoints.aspect import Aspect, compare, verdict
from msp_aigov.assess.endpoints.limits import Limits
from msp_aigov.assess.endpoints.memory import installed
from msp_aigov.assess.endpoints.system import system
from msp_aigov.model.device import Device, DeviceVerdict
from msp_aigov.model.text import Day, Size, Text


def minimum(device: Device, limits: Limits) -> DeviceVerdict:
    """Ready, not suitable, or unknown, by system, memory and free disk."""
    aspects = (system(device, limits), least_memory(device, limits), disk(device, limits.disk_min_bytes))
    told = verdict("", (), aspects, _notes(device, limits))
    # The published minimum knows no repair: what falls short of it is not suitable as it stands.
    return told if told.verdict in ("ready", "unknown") else replace(told, verdict="not_suitable")


def least_memory(device: Device, limits: Limits) -> Aspect:
    """Installed memory against the published minimum."""
    have = installed(device, limits)
    facts = device.facts
    evidence = (have.source or facts.ram_installed_bytes.source, facts.ram_visible_bytes.source)
    state = compare(have, limits.ram_min_bytes)
    need = Size(limits.ram_min_bytes)
    if state == "unknown" or have.value is None:
        reason = Text("how much memory is installed is not known; {need} is the minimum", need=need)
        return Aspect("unknown", reason, ("ram_installed_bytes",), evidence)
    if state == "ok":
        return Aspect(
            "ok", Text("{have} of memory, {need} is the minimum", have=Size(have.value), need=need), (), evidence
        )
    reason = Text("{have} of memory installed, {need} is the minimum", have=Size(have.value), need=need)
    if facts.is_vm.value:
        action = Text("give the virtual machine {need} of memory", need=need)
        return Aspect("fail", reason, (), evidence, "ready_after", action)
    return Aspect("fail", reason, (), evidence, "replace", Text("replace the device"))


def disk(device: Device, need: int) -> Aspect:
    """Free disk space in bytes against what is needed."""
    free = device.facts.disk_free_bytes
    state = compare(free, need)
    if state == "unknown" or free.value is None:
        reason = Text("how much disk is free is not known; {need} is needed", need=Size(need))
        return Aspect("unknown", reason, ("disk_free_bytes",), (free.source,))
    reason = Text("{have} of disk free, {need} needed", have=Size(free.value), need=Size(need))
    if state == "ok":
        return Aspect("ok", reason, (), (free.source,))
    action = Text("free {more} of disk", more=Size(need - free.value))
    return Aspect("fail", reason, (), (free.source,), "ready_after", action)


def _notes(device: Device, limits: Limits) -> tuple[Text, ...]:
    published = Text("minimum last published {day}, since withdrawn", day=Day(limits.published_on))
    if device.facts.is_vm.value and not any(gpu.kind == "discrete" for gpu in device.gpus):
        return (published, Text("a virtual machine: one of the packages wants a graphics card passed through to it"))
    return (published,)
