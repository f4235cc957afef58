"""Whether a workload's models fit a device: on the processor, or on its graphics card."""

from msp_aigov.assess.endpoints.aspect import Aspect, compare, verdict
from msp_aigov.assess.endpoints.demand import Demand, Need
from msp_aigov.assess.endpoints.limits import Limits
from msp_aigov.assess.endpoints.memory import installed, standard, usable
from msp_aigov.assess.endpoints.minimum import disk, least_memory
from msp_aigov.assess.endpoints.system import build, system
from msp_aigov.model.device import NO_NPU, Device, DeviceVerdict, Gpu, VerdictKind
from msp_aigov.model.text import Size, Text, Value

_NVIDIA = ("nvidia", "geforce", "quadro", "rtx", "gtx", "tesla")


def fit(device: Device, demand: Demand, limits: Limits) -> DeviceVerdict:
    """One device against one workload: the minimum, the models together in memory, and their files on disk."""
    aspects = [system(device, limits), least_memory(device, limits)]
    aspects += [Aspect("fail", reason, (), (), "not_suitable") for reason in demand.too_long]
    aspects += [_absent(alias) for alias in demand.absent]
    if len(demand.absent) < len(demand.models):
        aspects.append(_room(device, demand, limits))
    aspects.append(disk(device, disk_needed(demand, limits)))
    return verdict(demand.workload, demand.models, aspects, _npu(device, demand, limits))


def disk_needed(demand: Demand, limits: Limits) -> int:
    """Free disk in bytes that the models' files and the program itself take."""
    processor = demand.needs["cpu"]
    files = processor.files if processor else max((need.files for need in demand.needs.values() if need), default=0)
    return files + limits.disk_min_bytes


def _absent(alias: str) -> Aspect:
    reason = Text("{model} does not stand in the catalogue of local models, so its needs are not known", model=alias)
    return Aspect("unknown", reason, (f"local_models.{alias}",))


def _room(device: Device, demand: Demand, limits: Limits) -> Aspect:
    """Memory for all models: the processor's if it is enough, else the graphics card's."""
    processor = _processor(device, demand.needs["cpu"], limits)
    if processor.state == "ok":
        return processor
    card = _best_card(device, demand)
    if card.state == "ok":
        return card
    both = Text("{first}; {then}", first=processor.reason, then=card.reason)
    evidence = (*processor.evidence, *card.evidence)
    if "unknown" in (card.state, processor.state):
        return Aspect("unknown", both, (*processor.fields, *card.fields), evidence)
    remedy, action = _remedy(device, demand.needs["cpu"], limits)
    return Aspect("fail", both, (), evidence, remedy, action)


def _processor(device: Device, need: Need | None, limits: Limits) -> Aspect:
    if need is None:
        return Aspect("fail", Text("one of the models has no variant for the processor"))
    have, wanted = usable(device, limits), Size(need.memory)
    state = compare(have, need.memory)
    if state == "unknown" or have.value is None:
        reason = Text(
            "memory is not known; on the processor {need} is needed: {sums}", need=wanted, sums=_sums(need, limits)
        )
        return Aspect("unknown", reason, ("ram_visible_bytes",), (have.source,))
    values: dict[str, Value] = {"have": Size(have.value), "need": wanted, "sums": _sums(need, limits)}
    if state == "ok" and need.at_least:
        template = "{have} of memory, at least {need} needed; what a context costs {models} is not known: {sums}"
        reason = Text(template, models=", ".join(need.at_least), **values)
        return Aspect("unknown", reason, _cost(need), (have.source,))
    reason = Text("{have} of memory, {need} needed on the processor: {sums}", **values)
    return Aspect(state, reason, (), (have.source,))


def _sums(need: Need, limits: Limits) -> Text:
    total = Text("{size} for the system", size=Size(limits.os_reserve_bytes))
    for part in reversed(need.sums):
        total = Text("{part}; {rest}", part=part, rest=total)
    return total


def _best_card(device: Device, demand: Demand) -> Aspect:
    """The most hopeful graphics card; where none is listed, only an inventory that lists cards proves there is none."""
    if demand.needs["nvidia"] is None and demand.needs["gpu"] is None:
        return Aspect("fail", Text("these models have no variant for a graphics card"))
    family = device.facts.os_family
    if family.known and family.value == "macos":
        return Aspect("fail", Text("a Mac shares one memory with its graphics"), (), (family.source,))
    cards = [_card(gpu, demand) for gpu in device.gpus if gpu.kind in ("discrete", "unknown")]
    if cards:
        return min(cards, key=lambda card: ("ok", "unknown", "fail").index(card.state))
    if device.gpus_listed:
        return Aspect("fail", Text("it has no graphics card of its own"))
    return Aspect("unknown", Text("whether it has a graphics card is not known"), ("gpus",))


def _card(gpu: Gpu, demand: Demand) -> Aspect:
    nvidia = any(word in gpu.name.casefold() for word in _NVIDIA)
    need, evidence = demand.needs["nvidia" if nvidia else "gpu"], (gpu.vram_bytes.source,)
    if gpu.kind == "unknown":
        return Aspect("unknown", Text("what the adapter {gpu} can do is not known", gpu=gpu.name), ("gpus",), evidence)
    if need is None:
        return Aspect("fail", Text("these models have no variant for {gpu}", gpu=gpu.name), (), evidence)
    state, wanted = compare(gpu.vram_bytes, need.memory), Size(need.memory)
    if state == "unknown" or gpu.vram_bytes.value is None:
        reason = Text("how much memory {gpu} has is not known; {need} would do", gpu=gpu.name, need=wanted)
        return Aspect("unknown", reason, ("gpus.vram_bytes",), evidence)
    if state == "ok" and need.at_least:
        return Aspect(
            "unknown", Text("what a context costs on {gpu} is not known", gpu=gpu.name), _cost(need), evidence
        )
    template = "{gpu} has {have} of its own memory, {need} needed"
    return Aspect(state, Text(template, gpu=gpu.name, have=Size(gpu.vram_bytes.value), need=wanted), (), evidence)


def _cost(need: Need) -> tuple[str, ...]:
    """The figures of the catalogue without which the cost of a context is not known."""
    return tuple(f"local_models.{alias}.kv_bytes_per_token" for alias in need.at_least)


def _remedy(device: Device, need: Need | None, limits: Limits) -> tuple[VerdictKind, Text | None]:
    size = standard(need.memory) if need else None
    if size is None or size > limits.ram_upgrade_max_bytes:
        return "not_suitable", None
    if device.facts.is_vm.value:
        return "ready_after", Text("give the virtual machine {size} of memory", size=Size(size))
    have, family = installed(device, limits), device.facts.os_family.value
    if family == "macos":
        return "replace", Text("replace the device: the memory of a Mac cannot be extended")
    if have.known and have.value is not None and have.value < limits.ram_upgrade_from_bytes:
        return "replace", Text("replace the device")
    return "ready_after", Text("extend the memory to {size}, if this model of device allows it", size=Size(size))


def _npu(device: Device, demand: Demand, limits: Limits) -> tuple[Text, ...]:
    """A neural processor is told and decides nothing: whether it works cannot be seen from an inventory."""
    if not demand.npu or not device.npu.known or device.npu.value in (None, NO_NPU):
        return ()
    number = build(device.facts.os_build)
    if number is not None and number < limits.npu_min_build and device.facts.os_family.value == "windows":
        return (Text("a neural processor ({npu}) that this Windows build cannot use yet", npu=str(device.npu.value)),)
    return (Text("a neural processor ({npu}): capable, not verified", npu=str(device.npu.value)),)
