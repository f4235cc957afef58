"""What was measured on a device itself comes before what was worked out about it."""

from collections.abc import Collection, Sequence

from msp_aigov.assess.endpoints.aspect import Aspect
from msp_aigov.assess.endpoints.demand import Demand
from msp_aigov.assess.endpoints.expect.variants import measured_on
from msp_aigov.model.ability.fit import Measured
from msp_aigov.model.device import Device
from msp_aigov.model.text import Text


def proven(device: Device, demand: Demand, aspects: Sequence[Aspect]) -> list[Aspect]:
    """The aspects without what a run of the real models settled: whoever ran one here has the memory and the disk."""
    ran = [each for each in _of(device, demand) if each.live and each.result == "pass" and not each.like]
    if len(ran) < len(demand.models) or len(demand.models) != 1:
        return list(aspects)
    return [each for each in aspects if each.state != "unknown"] or [_passed(ran[0])]


def measured_aspect(device: Device, demand: Demand, on_card: Collection[str] = ()) -> list[Aspect]:
    """Speed as it was measured: too slow fails, fast enough passes; anything between says nothing."""
    found = _of(device, demand, on_card)
    slow = [each for each in found if each.result == "fail"]
    if slow:
        reason = Text("{model} was measured {where} and is too slow", model=slow[0].model, where=_where(slow[0]))
        return [Aspect("fail", reason, rules=tuple(each.source for each in slow), measured=True)]
    if found and len(found) == len(demand.models) and all(each.result == "pass" for each in found):
        return [_passed(found[0])]
    return []


def _passed(result: Measured) -> Aspect:
    reason = Text("{model} was measured {where}: fast enough", model=result.model, where=_where(result))
    return Aspect("ok", reason, measured=True)


def _where(result: Measured) -> Text:
    if not result.like:
        return Text("on the device")
    return Text("on a device of its kind ({like}: {device})", like=result.like, device=result.like_on)


def _of(device: Device, demand: Demand, on_card: Collection[str] = ()) -> list[Measured]:
    found = (measured_on(device, model, demand.workload, model in on_card) for model in demand.models)
    return [each for each in found if each]
