"""Every way to make a device ready, and what each costs by the MSP's own prices."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from msp_aigov.assess.endpoints.aspect import largest, together
from msp_aigov.assess.endpoints.limits import Limits
from msp_aigov.model.ability.fit import Option, Step
from msp_aigov.model.ability.prices import PriceFile, RemedyPrice
from msp_aigov.model.device import Device, DeviceVerdict
from msp_aigov.model.text import Money, Size, Text

GIB = 2**30
_WORKING = ("ready_after", "replace")


def options(
    verdicts: Iterable[DeviceVerdict], device: Device, limits: Limits, prices: PriceFile | None
) -> tuple[Option, ...]:
    """The ways to satisfy all verdicts together, the advised one first; none where nothing would help."""
    # The published minimum knows no repair, but its shortages have one.
    every = [verdict for verdict in verdicts if verdict.verdict in _WORKING or not verdict.workload]
    steps = _joined(step for verdict in every for step in verdict.steps)
    if not steps:
        return ()
    ways = [steps, *_instead(steps, device, limits)]
    return tuple(_option(way, device, prices) for way in dict.fromkeys(ways))


def _joined(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Each kind of step once, at its largest; a new device makes everything else needless."""
    kept: dict[tuple[str, Text | None], Step] = {}
    every = list(steps)
    for step in every:
        key = (step.kind, None if step.size_bytes else step.action)
        if key not in kept or (step.size_bytes or 0) > (kept[key].size_bytes or 0):
            kept[key] = step
    new = [step for step in every if step.kind == "replace"]
    return (largest(new),) if new else tuple(kept.values())


def _instead(steps: tuple[Step, ...], device: Device, limits: Limits) -> Iterable[tuple[Step, ...]]:
    """Other ways: a larger disk instead of a tidier one, more memory instead of a new device, a new device."""
    if any(step.kind == "disk" for step in steps):
        yield tuple(_larger_disk(step, limits) if step.kind == "disk" else step for step in steps)
    (first, *_) = steps
    is_mac = device.facts.os_family.value == "macos"
    if first.kind == "replace":
        size = first.size_bytes
        if first.or_memory and size and size <= limits.ram_upgrade_max_bytes and not is_mac:
            yield (Step("ram", _extend(size), size),)
        return
    if not device.facts.is_vm.value and any(step.kind not in ("driver", "settings", "disk") for step in steps):
        size = max((step.size_bytes or 0 for step in steps if step.kind == "ram"), default=0)
        yield (Step("replace", Text("replace the device"), size or None),)


def _extend(size: int) -> Text:
    return Text("extend the memory to {size}, if this model of device allows it", size=Size(size))


def _larger_disk(step: Step, limits: Limits) -> Step:
    return Step("ssd", Text("fit a larger disk"), max(step.size_bytes or 0, limits.ssd_step_bytes))


def _option(steps: Sequence[Step], device: Device, prices: PriceFile | None) -> Option:
    action = together([step.action for step in steps])
    assert action is not None
    return Option(tuple(step.kind for step in steps), action, _cost(steps, device, prices))


def _cost(steps: Sequence[Step], device: Device, prices: PriceFile | None) -> Money | None:
    """The sum of all steps; None where one of them has no price, for half a sum is no sum."""
    if prices is None:
        return None
    found = [_price(step, device, prices.remedies) for step in steps]
    priced = [price.amount for price in found if price]
    return Money(sum(priced, Decimal(0)), prices.currency) if len(priced) == len(steps) else None


def _price(step: Step, device: Device, prices: Sequence[RemedyPrice]) -> RemedyPrice | None:
    """The price for this kind of device before the price for all, then the smallest size that will do."""
    named = f"{device.facts.manufacturer.value or ''} {device.facts.model.value or ''}".casefold()
    fitting = [
        price
        for price in prices
        if price.remedy == step.kind and _is_enough(price, step)
        if not price.models or any(words.casefold() in named for words in price.models)
    ]
    return min(fitting, key=lambda price: (not price.models, price.size_gb or 0, price.amount), default=None)


def _is_enough(price: RemedyPrice, step: Step) -> bool:
    """Memory is sold in binary sizes, disks in decimal ones; what was priced without a size does for any."""
    if price.size_gb is None or step.size_bytes is None:
        return True
    return price.size_gb * (10**9 if step.kind == "ssd" else GIB) >= step.size_bytes * _SHORT[step.kind == "ssd"]


# A disk of "256 GB" holds 256 thousand million bytes: a little less than 256 GiB, and it will do.
_SHORT = {True: 0.93, False: 1}
