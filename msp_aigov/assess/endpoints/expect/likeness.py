"""A measured device speaks for the others of its hardware class: same make and model, processor and memory."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from msp_aigov.assess.endpoints.memory import GIB, standard
from msp_aigov.model.ability.fit import Measured
from msp_aigov.model.device import Device, Sighting
from msp_aigov.model.seen import Seen

_PROCESSOR = "CPUExecutionProvider"
# What tools add to the name of a processor, or leave out.
_DECORATION = re.compile(r"\((?:r|tm|c)\)|[®™©]|\bcpu\b|\bprocessor\b|@.*$|\b\d+th gen\b", re.IGNORECASE)


@dataclass(frozen=True)
class HardwareClass:
    """What makes two devices equally fast at the same work; memory as it is sold, in bytes.

    The maker is left out: tools write it in many ways, and a model's name with its processor is one maker's.
    """

    model: str
    processor: str
    memory: int


def newest(sightings: Sequence[Sighting]) -> tuple[Measured, ...]:
    """Of sightings given newest first, the last word on each model and provider; a run that says nothing is none."""
    every = [each for one in sightings for each in one.measured]
    found: dict[tuple[str, str, str], Measured] = {}
    for each in sorted(every, key=lambda each: each.result == "inconclusive"):
        found.setdefault((each.model, each.provider, each.workload), each)
    return tuple(each for each in every if any(each is kept for kept in found.values()))


def spoken_for(devices: Sequence[Device]) -> tuple[Device, ...]:
    """The devices in their order; one on which a model was not measured has what others of its class measured."""
    measured: dict[HardwareClass, list[tuple[Device, Measured]]] = defaultdict(list)
    for device in devices:
        kind = hardware_class(device)
        if kind:
            measured[kind] += [(device, each) for each in device.measured if not each.like]
    kinds = [hardware_class(device) for device in devices]
    return tuple(_with(device, measured[kind]) if kind else device for kind, device in zip(kinds, devices, strict=True))


def hardware_class(device: Device) -> HardwareClass | None:
    """The class of a device; None where part of it is not known, and for virtual machines, which share their host."""
    facts = device.facts
    memory = facts.ram_installed_bytes if facts.ram_installed_bytes.known else facts.ram_visible_bytes
    size = standard(memory.value) if memory.known and memory.value else None
    model, processor = _words(facts.model), " ".join(_DECORATION.sub(" ", _words(facts.cpu_name)).split())
    if facts.is_vm.value or size is None or not model or not processor:
        return None
    return HardwareClass(model.casefold(), processor.casefold(), size)


def named(device: Device) -> str:
    """The hardware class of a device as people read it."""
    kind = hardware_class(device)
    memory = f", {kind.memory // GIB} GiB" if kind else ""
    return f"{_words(device.facts.model)}, {_words(device.facts.cpu_name)}{memory}"


def _with(device: Device, others: Sequence[tuple[Device, Measured]]) -> Device:
    own = {each.model for each in device.measured if each.result != "inconclusive"}
    lent = [
        replace(each, like=named(other), like_on=other.name)
        for other, each in others
        if other.id != device.id
        and each.model not in own
        and each.result != "inconclusive"
        and (each.provider == _PROCESSOR or _cards(other) == _cards(device))
    ]
    return replace(device, measured=(*device.measured, *lent)) if lent else device


def _cards(device: Device) -> tuple[str, ...] | None:
    """The names of the adapters; what nobody listed equals nothing."""
    names = tuple(sorted(gpu.name.casefold() for gpu in device.gpus if gpu.kind != "virtual"))
    return names if names or device.gpus_listed else (device.id,)


def _words(seen: Seen[str]) -> str:
    return " ".join(seen.value.split()) if seen.known and seen.value else ""
