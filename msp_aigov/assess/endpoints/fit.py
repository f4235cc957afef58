"""Whether a workload's models fit a device: on the processor, or on its graphics card."""

from dataclasses import dataclass, replace

from msp_aigov.assess.endpoints.aspect import Aspect, compare, verdict
from msp_aigov.assess.endpoints.demand import Demand, Need, Part, need_of
from msp_aigov.assess.endpoints.expect.gates import gate
from msp_aigov.assess.endpoints.expect.proof import measured_aspect, proven
from msp_aigov.assess.endpoints.expect.variants import expected, npu_notes, turn
from msp_aigov.assess.endpoints.limits import Limits, cited
from msp_aigov.assess.endpoints.memory import GIB, installed, seen_by_system, standard, usable
from msp_aigov.assess.endpoints.minimum import disk, least_memory
from msp_aigov.assess.endpoints.system import REPLACE, is_shared, system
from msp_aigov.model.ability.fit import Step
from msp_aigov.model.device import Device, DeviceVerdict, Gpu, VerdictKind
from msp_aigov.model.text import Size, Text, Value

_NVIDIA = ("nvidia", "geforce", "quadro", "rtx", "gtx", "tesla")
CUDA = "CUDAExecutionProvider"
_MEMORY_RULES = ("os_reserve_bytes", "ram_factor_percent", "default_context_tokens", "default_prompt_tokens")


@dataclass(frozen=True)
class Place:
    """Where a workload's models would run: the aspect of their memory there, and the adapter where it is one.

    `beside` are those that stay on the processor where the adapter takes only some.
    """

    aspect: Aspect
    need: Need | None = None
    gpu: Gpu | None = None
    beside: Need | None = None


def fit(device: Device, demand: Demand, limits: Limits) -> DeviceVerdict:
    """One device against one workload: the minimum, the models together in memory, and their files on disk."""
    aspects, place = weighed(device, demand, limits)
    places = ((place.need, place.gpu), (place.beside, None)) if place else ()
    variants = () if is_shared(device) else expected(device, demand, places, limits)
    told = verdict(demand.workload, demand.models, aspects, (*npu_notes(variants), *demand.routes), variants)
    return replace(told, turn_ms=turn(demand, told.expected))


def weighed(device: Device, demand: Demand, limits: Limits) -> tuple[list[Aspect], Place | None]:
    """All that has a part in the verdict on one device and one workload, and where its models would run."""
    if is_shared(device):
        reason = Text("several people share this device, and Foundry Local answers one request at a time")
        return [Aspect("fail", reason, (), (device.edition,), rules=limits.cite("shared_hosts"))], None
    aspects = [system(device, limits), least_memory(device, limits)]
    aspects += [Aspect("fail", reason) for reason in demand.too_long]
    aspects += [_absent(alias) for alias in demand.absent]
    place = _room(device, demand, limits) if len(demand.absent) < len(demand.models) else None
    aspects += [place.aspect] if place else []
    aspects.append(disk(device, disk_needed(demand, limits), limits.cite("disk_min_bytes")))
    aspects = proven(device, demand, [_large_enough(aspect, demand, limits) for aspect in aspects])
    on_card = [each.alias for each in place.need.variants] if place and place.gpu and place.need else []
    return aspects + measured_aspect(device, demand, on_card), place


def _large_enough(aspect: Aspect, demand: Demand, limits: Limits) -> Aspect:
    """Where a device has to be replaced, the new one must be large enough for the workload too."""
    need = demand.needs["cpu"]
    if aspect.step is None or aspect.step.kind != "replace" or need is None:
        return aspect
    size = standard(max(need.memory, limits.ram_min_bytes))
    return replace(aspect, step=replace(aspect.step, size_bytes=size))


def disk_needed(demand: Demand, limits: Limits) -> int:
    """Free disk in bytes that the models' files and the program itself take."""
    processor = demand.needs["cpu"]
    files = processor.files if processor else max((need.files for need in demand.needs.values() if need), default=0)
    return files + limits.disk_min_bytes


def is_nvidia(gpu: Gpu) -> bool:
    """Whether an adapter is NVIDIA's, by its name."""
    return any(word in gpu.name.casefold() for word in _NVIDIA)


def _absent(alias: str) -> Aspect:
    reason = Text("{model} does not stand in the catalogue of local models, so its needs are not known", model=alias)
    return Aspect("unknown", reason, (f"local_models.{alias}",))


def _room(device: Device, demand: Demand, limits: Limits) -> Place:
    """Memory for all models: the processor's if it is enough, else the graphics card's."""
    need = demand.needs["cpu"]
    processor = _processor(device, need, limits)
    best = _best_card(device, demand, limits)
    card = best.aspect
    if processor.state == "ok":
        # It fits whatever the card is like; where the card is known to hold all of it, it will be run there.
        return Place(processor, best.need, best.gpu) if card.state == "ok" else Place(processor, need)
    if card.state == "ok":
        return best
    if divided := next((made for gpu in device.gpus if (made := _divided(device, gpu, demand, limits))), None):
        return divided
    both = Text("{first}; {then}", first=processor.reason, then=card.reason)
    seen, rules = (*processor.seen, *card.seen), (*processor.rules, *card.rules)
    if "unknown" in (card.state, processor.state):
        return Place(Aspect("unknown", both, (*processor.fields, *card.fields), seen, rules=rules), need)
    if card.remedy == "ready_after" and card.step:
        return replace(best, aspect=Aspect("fail", both, (), seen, "ready_after", card.step, rules))
    remedy, step = _remedy(device, need, limits)
    return Place(Aspect("fail", both, (), seen, remedy, step, rules), need)


def _processor(device: Device, need: Need | None, limits: Limits) -> Aspect:
    if need is None:
        return Aspect("fail", Text("one of the models has no variant for the processor"))
    have, wanted, rules = usable(device, need.memory, limits), Size(need.memory), limits.cite(*_MEMORY_RULES)
    rules += tuple(f"{each.variant}: {each.file_bytes} bytes: {each.reference.source}" for each in need.variants)
    state = compare(have, need.memory)
    if state == "unknown" or have.value is None:
        template = "memory is not known; {need} is needed on the processor"
        if device.facts.ram_installed_bytes.known:
            template = "how much of its memory the system sees is not known; {need} is needed on the processor"
        reason = Text(template, need=wanted)
        return Aspect("unknown", reason, ("ram_visible_bytes",), (have,), rules=rules)
    values: dict[str, Value] = {"have": Size(have.value), "need": wanted}
    seen = seen_by_system(device, limits)
    evidence = (seen if seen.state == "contradicted" else have,)
    if state == "ok" and need.at_least:
        template = "{have} of memory, at least {need} needed; what a context costs {models} is not known"
        reason = Text(template, models=", ".join(need.at_least), **values)
        return Aspect("unknown", reason, _cost(need), evidence, rules=rules)
    reason = Text("{have} of memory, {need} needed on the processor", **values)
    return Aspect(state, reason, (), evidence, rules=rules)


def _best_card(device: Device, demand: Demand, limits: Limits) -> Place:
    """The most hopeful graphics card; where none is listed, only an inventory that lists cards proves there is none."""
    if demand.needs["nvidia"] is None and demand.needs["gpu"] is None:
        return Place(Aspect("fail", Text("these models have no variant for a graphics card")))
    family = device.facts.os_family
    if family.known and family.value == "macos":
        return Place(Aspect("fail", Text("a Mac shares one memory with its graphics"), (), (family,)))
    cards = [_card(device, gpu, demand, limits) for gpu in device.gpus if gpu.kind in ("discrete", None)]
    if cards:
        order = ("ok", "unknown", "fail")
        return min(cards, key=lambda card: (order.index(card.aspect.state), card.aspect.step is None))
    # A remote session or a dock shows its own adapter; what drives the screen of a real machine is then not told.
    hidden = device.gpus and all(gpu.kind == "virtual" for gpu in device.gpus) and not device.facts.is_vm.value
    if device.gpus_listed and not hidden:
        return Place(Aspect("fail", Text("it has no graphics card of its own")))
    return Place(Aspect("unknown", Text("whether it has a graphics card is not known"), ("gpus",)))


def _card(device: Device, gpu: Gpu, demand: Demand, limits: Limits) -> Place:
    if gpu.kind is None:
        reason = Text("what the adapter {gpu} can do is not known", gpu=gpu.name)
        return Place(Aspect("unknown", reason, ("gpus",), (gpu.vram_bytes,)))
    need = demand.needs["nvidia"] if is_nvidia(gpu) else demand.needs["gpu"]
    if need is None:
        reason = Text("these models have no variant for {gpu}", gpu=gpu.name)
        return Place(Aspect("fail", reason, (), (gpu.vram_bytes,)))
    allowed = _allowed(device, gpu, need, limits)
    memory = _card_memory(gpu, need, limits)
    fallback = demand.needs["gpu"]
    if fallback and (allowed.state != "ok" or memory.state == "fail"):
        # WebGPU runs on any card, whatever the pages ask for CUDA.
        return Place(_card_memory(gpu, fallback, limits), fallback, gpu)
    if memory.state != "ok" or allowed.state == "ok":
        doubt = memory.doubt or allowed.doubt
        return Place(replace(memory, rules=(*memory.rules, *allowed.rules), doubt=doubt), need, gpu)
    return Place(replace(allowed, seen=(*memory.seen, *allowed.seen)), need, gpu)


def _divided(device: Device, gpu: Gpu, demand: Demand, limits: Limits) -> Place | None:
    """Some models on the card and the others on the processor, the largest first on the card; None where even that
    is not known to be enough."""
    if gpu.kind != "discrete" or not gpu.vram_bytes.known or device.facts.os_family.value == "macos":
        return None
    cuda = is_nvidia(gpu) and gate(device, CUDA, "gpu", gpu.name, limits).state == "ok"
    taken: list[Part] = []
    left = (gpu.vram_bytes.value or 0) - limits.vram_reserve_bytes
    for part in sorted(demand.parts["nvidia" if cuda else "gpu"], key=lambda part: -part.memory):
        if part.memory <= left and part.variant.kv_bytes_per_token is not None:
            taken, left = [*taken, part], left - part.memory
    on_card = {part.variant.alias for part in taken}
    stay = [part for part in demand.parts["cpu"] if part.variant.alias not in on_card]
    if not taken or len(taken) + len(stay) < len(demand.models):
        return None
    above, below = need_of(taken, limits.vram_reserve_bytes), need_of(stay, limits.os_reserve_bytes)
    rest = _processor(device, below, limits)
    if rest.state != "ok":
        return None
    words = "{models} on {gpu} ({need} of its memory), the others on the processor: {rest}"
    reason = Text(words, models=", ".join(sorted(on_card)), gpu=gpu.name, need=Size(above.memory), rest=rest.reason)
    rules = (*limits.cite("vram_factor_percent", "vram_reserve_bytes"), *rest.rules)
    return Place(Aspect("ok", reason, (), (gpu.vram_bytes, *rest.seen), rules=rules, doubt=True), above, gpu, below)


def _allowed(device: Device, gpu: Gpu, need: Need, limits: Limits) -> Aspect:
    if any(variant.provider == CUDA for variant in need.variants):
        return gate(device, CUDA, "gpu", gpu.name, limits)
    return Aspect("ok", Text("no page asks more of it"))


def _card_memory(gpu: Gpu, need: Need, limits: Limits) -> Aspect:
    state, wanted, seen = compare(gpu.vram_bytes, need.memory), Size(need.memory), (gpu.vram_bytes,)
    rules = limits.cite("vram_factor_percent", "vram_reserve_bytes")
    asked = (each for each in need.variants if each.vram_min_bytes)
    rules += tuple(f"{each.variant}: {each.vram_min_bytes} bytes: {cited(each.reference)}" for each in asked)
    if state == "unknown" or gpu.vram_bytes.value is None:
        reason = Text("how much memory {gpu} has is not known; {need} would do", gpu=gpu.name, need=wanted)
        return Aspect("unknown", reason, ("gpus.vram_bytes",), seen, rules=rules)
    if state == "ok" and need.at_least:
        reason = Text("what a context costs on {gpu} is not known", gpu=gpu.name)
        return Aspect("unknown", reason, _cost(need), seen, rules=rules)
    template = "{gpu} has {have} of its own memory, {need} needed"
    reason = Text(template, gpu=gpu.name, have=Size(gpu.vram_bytes.value), need=wanted)
    # What a model takes on a card was never measured by us: an estimate, and said to be one.
    return Aspect(state, reason, (), seen, rules=rules, doubt=True)


def _cost(need: Need) -> tuple[str, ...]:
    """The figures of the catalogue without which the cost of a context is not known."""
    return tuple(f"local_models.{alias}.kv_bytes_per_token" for alias in need.at_least)


def _hidden(device: Device) -> int:
    """Installed memory in bytes that graphics or firmware keep from programs; an extension must make up for it too."""
    listed, visible = device.facts.ram_installed_bytes, device.facts.ram_visible_bytes
    if not (listed.known and visible.known and listed.value and visible.value):
        return 0
    kept = listed.value - visible.value
    # A few hundred megabytes are kept everywhere, and the size that is sold takes them in.
    return kept if kept > GIB else 0


def _remedy(device: Device, need: Need | None, limits: Limits) -> tuple[VerdictKind, Step | None]:
    size = standard(need.memory + _hidden(device)) if need else None
    if size is None or size > limits.ram_upgrade_max_bytes:
        return "not_suitable", None
    if device.facts.is_vm.value:
        return "ready_after", Step("vm_ram", Text("give the virtual machine {size} of memory", size=Size(size)), size)
    have, family = installed(device, limits), device.facts.os_family.value
    if family == "macos":
        action = Text("replace the device: the memory of a Mac cannot be extended")
        return "replace", Step("replace", action, size)
    if have.known and have.value is not None and have.value < limits.ram_upgrade_from_bytes:
        return "replace", replace(REPLACE, size_bytes=size, or_memory=True)
    action = Text("extend the memory to {size}, if this model of device allows it", size=Size(size))
    return "ready_after", Step("ram", action, size)
