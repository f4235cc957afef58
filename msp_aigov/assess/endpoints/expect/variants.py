"""The variants a device should run, each with its execution provider, and how long a turn through them may take."""

from collections.abc import Iterable, Sequence

from msp_aigov.assess.endpoints.demand import Demand, Need
from msp_aigov.assess.endpoints.expect import speed
from msp_aigov.assess.endpoints.expect.gates import gate
from msp_aigov.assess.endpoints.limits import Limits
from msp_aigov.model.ability.fit import Expected, Measured
from msp_aigov.model.device import NO_NPU, Device, Gpu
from msp_aigov.model.rules import LocalModel
from msp_aigov.model.text import Text

_WEBGPU = "WebGPUExecutionProvider"
_PROCESSOR = "CPUExecutionProvider"
_WORST = ("fail", "marginal", "pass", "inconclusive")
_DECIDING = ("inconclusive", "marginal", "fail", "pass")


def expected(
    device: Device, demand: Demand, places: Iterable[tuple[Need | None, Gpu | None]], limits: Limits
) -> tuple[Expected, ...]:
    """One variant for each model where it would run now, then those of a neural processor that nothing ruled out."""
    made = []
    for need, gpu in places:
        variants = need.variants if need else ()
        if need and gpu is None and device.facts.os_family.value == "macos" and (graphics := demand.needs["gpu"]):
            variants = graphics.variants
        made += [_main(device, each, gpu, limits) for each in variants]
    return (*made, *_neural(device, demand, limits)) if made else ()


def npu_notes(variants: Iterable[Expected]) -> tuple[Text, ...]:
    """What is said of the neural processor: it decides nothing until it was proven."""
    return tuple(dict.fromkeys(each.reason for each in variants if each.device == "npu"))


def turn(demand: Demand, variants: Sequence[Expected]) -> tuple[int, int] | None:
    """The chain of all models of a turn, fastest and slowest, in ms; None where one of them is not known."""
    low = high = 0
    speeds = {each.model: each.speed for each in variants if each.device != "npu" and each.speed}
    for part in demand.turns:
        if part.p95_ms is not None:
            low, high = low + part.p95_ms, high + part.p95_ms
        elif (found := speeds.get(part.model)) and part.tokens and found.low:
            low += int(part.tokens * 1000 / found.high)
            high += int(part.tokens * 1000 / found.low)
        else:
            return None
    return (low, high) if demand.turns else None


def measured_on(device: Device, model: str, workload: str = "", on_card: bool = False) -> Measured | None:
    """The measurement of a model that decides: against this very workload where there is one, by the best provider.

    Of several by one provider, on siblings or against other needs, the worst counts. What the processor's arithmetic
    takes says nothing about a model that will run on a card.
    """
    found = [each for each in device.measured if each.model == model]
    found = [each for each in found if not on_card or each.live or each.provider != _PROCESSOR]
    found = [each for each in found if each.workload == workload and each.result != "inconclusive"] or found
    worst: dict[str, Measured] = {}
    for each in found:
        worst[each.provider] = min(worst.get(each.provider, each), each, key=lambda one: _WORST.index(one.result))
    return max(worst.values(), key=lambda each: _DECIDING.index(each.result), default=None)


def says_something(result: Measured) -> bool:
    """Whether a run has a verdict or, where it was held against no workload, its figures."""
    return result.result != "inconclusive" or bool(result.tokens_per_s or result.real_time_factor)


def _main(device: Device, variant: LocalModel, gpu: Gpu | None, limits: Limits) -> Expected:
    result = measured_on(device, variant.alias, on_card=gpu is not None)
    if result and says_something(result):
        reason = Text("measured on the device with {provider}", provider=result.provider)
        if result.like:
            reason = Text("measured on its kind of device ({like}: {device})", like=result.like, device=result.like_on)
        # A live run names the address that answered, not the provider behind it.
        provider = variant.provider if result.live else result.provider
        return Expected(
            variant.alias, variant.variant, provider, variant.device, "proven", reason, speed.measured(result)
        )
    if gpu is not None:
        reason = Text("on {gpu}", gpu=gpu.name)
        # The rule is about models that write one token after the other from all of their weights.
        writes = variant.task in ("chat", "vision")
        guess = speed.estimated(gpu.name, variant.file_bytes, limits) if writes else None
        return Expected(variant.alias, variant.variant, variant.provider, variant.device, "expected", reason, guess)
    words = "on the graphics of Apple silicon" if variant.provider == _WEBGPU else "on the processor"
    return Expected(variant.alias, variant.variant, variant.provider, variant.device, "expected", Text(words))


def _neural(device: Device, demand: Demand, limits: Limits) -> Iterable[Expected]:
    """What is told of a neural processor: capable, and unverified until the device itself proved the provider."""
    if not device.npu.known or device.npu.value in (None, NO_NPU):
        return
    beside = device.facts.cpu_name.value or ""
    name = f"{device.npu.value} {beside}".strip()
    for variant in demand.npu:
        told = gate(device, variant.provider, "npu", str(device.npu.value), limits, beside)
        if told.state == "fail" and not _is_of(variant.provider, name):
            continue
        npu = str(device.npu.value)
        ran = measured_on(device, variant.alias)
        if ran and ran.provider == variant.provider and ran.live:
            reason = Text("a neural processor ({npu}) that was measured with this model", npu=npu)
            yield Expected(
                variant.alias, variant.variant, variant.provider, "npu", "proven", reason, speed.measured(ran)
            )
        elif device.providers.known and variant.provider in (device.providers.value or ()):
            reason = Text("a neural processor ({npu}) whose provider the device reported", npu=npu)
            yield Expected(variant.alias, variant.variant, variant.provider, "npu", "proven", reason)
        elif told.state == "fail":
            reason = Text("a neural processor ({npu}) that cannot be used yet: {why}", npu=npu, why=told.reason)
            yield Expected(variant.alias, variant.variant, variant.provider, "npu", "unverified", reason)
        else:
            reason = Text("a neural processor ({npu}): capable, provider unverified", npu=npu)
            yield Expected(variant.alias, variant.variant, variant.provider, "npu", "unverified", reason)


_MAKERS = {
    "OpenVINOExecutionProvider": ("intel", "ai boost", "core ultra"),
    "QNNExecutionProvider": ("qualcomm", "snapdragon", "hexagon"),
    "VitisAIExecutionProvider": ("amd", "ryzen"),
}


def _is_of(provider: str, name: str) -> bool:
    """Whether a provider is its maker's for this processor: others are not worth a word."""
    return any(word in name.casefold() for word in _MAKERS.get(provider, ()))
