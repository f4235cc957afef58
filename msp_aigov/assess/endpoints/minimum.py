"""A device against the published minimum of Foundry Local."""

from dataclasses import replace

from msp_aigov.assess.endpoints.aspect import Aspect, compare, verdict
from msp_aigov.assess.endpoints.limits import Limits
from msp_aigov.assess.endpoints.memory import installed, told
from msp_aigov.assess.endpoints.system import REPLACE, system
from msp_aigov.model.ability.fit import Step
from msp_aigov.model.device import Device, DeviceVerdict, VerdictKind
from msp_aigov.model.text import Day, Size, Text


def minimum(device: Device, limits: Limits) -> DeviceVerdict:
    """Ready, not suitable, or unknown, by system, memory and free disk."""
    aspects = (
        system(device, limits),
        least_memory(device, limits),
        disk(device, limits.disk_min_bytes, limits.cite("disk_min_bytes")),
    )
    told = verdict("", (), aspects, _notes(device, limits))
    return replace(told, verdict=as_it_stands(told.verdict))


def as_it_stands(kind: VerdictKind) -> VerdictKind:
    """The published minimum knows no repair: what falls short of it is not suitable."""
    return kind if kind in ("ready", "unknown") else "not_suitable"


def least_memory(device: Device, limits: Limits) -> Aspect:
    """Installed memory against the published minimum."""
    have = installed(device, limits)
    facts, rules, need = device.facts, limits.cite("ram_min_bytes"), Size(limits.ram_min_bytes)
    seen = (have,) if have.source else (facts.ram_installed_bytes, facts.ram_visible_bytes)
    if (doubtful := told(device, limits)).state == "contradicted":
        seen = (*seen, doubtful)
    state = compare(have, limits.ram_min_bytes)
    if state == "unknown" or have.value is None:
        reason = Text("how much memory is installed is not known; {need} is the minimum", need=need)
        return Aspect("unknown", reason, ("ram_installed_bytes",), seen, rules=rules)
    if state == "ok":
        reason = Text("{have} of memory, {need} is the minimum", have=Size(have.value), need=need)
        visible = facts.ram_visible_bytes
        # What the system sees is enough by itself: nothing had to be worked out.
        enough = visible.known and (visible.value or 0) >= limits.ram_min_bytes
        return Aspect("ok", reason, (), (visible,) if enough else seen, rules=rules)
    reason = Text("{have} of memory installed, {need} is the minimum", have=Size(have.value), need=need)
    if facts.is_vm.value:
        action = Text("give the virtual machine {need} of memory", need=need)
        step = Step("vm_ram", action, limits.ram_min_bytes)
        return Aspect("fail", reason, (), seen, "ready_after", step, rules)
    step = replace(REPLACE, size_bytes=limits.ram_min_bytes, or_memory=True)
    return Aspect("fail", reason, (), seen, "replace", step, rules)


def disk(device: Device, need: int, rules: tuple[str, ...] = ()) -> Aspect:
    """Free disk space in bytes against what is needed."""
    free = device.facts.disk_free_bytes
    state = compare(free, need)
    if state == "unknown" or free.value is None:
        reason = Text("how much disk is free is not known; {need} is needed", need=Size(need))
        return Aspect("unknown", reason, ("disk_free_bytes",), (free,), rules=rules)
    reason = Text("{have} of disk free, {need} needed", have=Size(free.value), need=Size(need))
    if state == "ok":
        return Aspect("ok", reason, (), (free,), rules=rules)
    more = need - free.value
    step = Step("disk", Text("free {more} of disk", more=Size(more)), more)
    return Aspect("fail", reason, (), (free,), "ready_after", step, rules)


def _notes(device: Device, limits: Limits) -> tuple[Text, ...]:
    published = Text("minimum last published {day}, since withdrawn", day=Day(limits.published_on))
    if device.facts.is_vm.value and not any(gpu.kind == "discrete" for gpu in device.gpus):
        return (published, Text("a virtual machine: one of the packages wants a graphics card passed through to it"))
    return (published,)
