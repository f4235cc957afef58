"""The fleet as a whole: how much of it is ready, what is open and what would settle it, how old it is, what to buy."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from msp_aigov.assess.endpoints.demand import Demand, Need
from msp_aigov.assess.endpoints.limits import Limits
from msp_aigov.assess.endpoints.memory import standard
from msp_aigov.model.ability.plan import AgeState, DeviceAge, FleetNeed, FleetShare, OpenQuestion
from msp_aigov.model.device import DeviceReadiness, WorkloadFit
from msp_aigov.model.rules import Rules
from msp_aigov.model.text import Size, Text

_YEAR = 365.25


def shares(fits: Sequence[WorkloadFit], demands: Sequence[Demand]) -> tuple[FleetShare, ...]:
    """The share of devices by workload, rounded down: 99.6 % ready is not all of them."""
    routes = {demand.workload: demand.routes for demand in demands}
    made = []
    for fit in fits:
        total = fit.ready + fit.ready_after + fit.replace + fit.not_suitable + fit.unknown
        if total:
            after = (fit.ready_after + fit.replace) * 100 // total
            share = FleetShare(fit.workload, fit.ready * 100 // total, after, -(-fit.unknown * 100 // total))
            made.append(
                FleetShare(share.workload, share.ready_percent, after, share.open_percent, routes[fit.workload])
            )
    return tuple(made)


def questions(devices: Sequence[DeviceReadiness], rules: Rules) -> tuple[OpenQuestion, ...]:
    """Every fact that some verdict waits for, most devices first, with the run that tells it."""
    runs = {row.field: row.run for row in rules.collected}
    waiting: Counter[str] = Counter()
    for one in devices:
        waiting.update({field for verdict in (one.minimum, *one.verdicts) for field in verdict.fields})
    ordered = sorted(waiting.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(OpenQuestion(field, count, runs.get(field, "")) for field, count in ordered)


def ages(devices: Sequence[DeviceReadiness], limits: Limits, today: date | None) -> tuple[DeviceAge, ...]:
    """Devices whose age or warranty is known or asked for; capability plays no part in it."""
    if today is None:
        return ()
    made = (_age(one, limits, today) for one in devices)
    return tuple(sorted(made, key=lambda each: (_AGES.index(each.state), -(each.years or 0), each.device)))


_AGES: tuple[AgeState, ...] = ("out_of_warranty", "ends_soon", "in_warranty", "unknown")


def _age(one: DeviceReadiness, limits: Limits, today: date) -> DeviceAge:
    facts = one.device.facts
    bought = facts.purchase_date.value if facts.purchase_date.known else None
    ends = facts.warranty_end.value if facts.warranty_end.known else None
    state: AgeState = "unknown"
    if ends is not None:
        soon = today + timedelta(limits.warranty_soon_days)
        state = "out_of_warranty" if ends < today else "ends_soon" if ends <= soon else "in_warranty"
    # A day of purchase that lies ahead is a slip of the pen, not an age.
    years = Decimal(str(round((today - bought).days / _YEAR, 1))) if bought and bought <= today else None
    return DeviceAge(one.device.name, state, bought, ends, years)


def procurement(demands: Iterable[Demand], limits: Limits) -> tuple[FleetNeed, ...]:
    """What to ask of a new device for each workload: memory by the larger way, the processor's, and disk."""
    return tuple(_need(demand, limits) for demand in demands if len(demand.absent) < len(demand.models))


def _need(demand: Demand, limits: Limits) -> FleetNeed:
    processor, card = demand.needs["cpu"], demand.needs["nvidia"] or demand.needs["gpu"]
    files = max((need.files for need in demand.needs.values() if need), default=0)
    return FleetNeed(
        workload=demand.workload,
        models=demand.models,
        ram_bytes=_sold(processor, limits.ram_min_bytes),
        vram_bytes=_sold(card, 0),
        disk_bytes=files + limits.disk_min_bytes,
        context_tokens=demand.context_tokens,
        texts=tuple(_asks(demand, processor, card, limits)),
        sums=tuple(_sums(processor, card, limits)),
    )


def _sums(processor: Need | None, card: Need | None, limits: Limits) -> Iterable[Text]:
    """How the memory comes about, part by part."""
    kept = (
        (processor, "on the processor {total}: {parts}; {size} for the system", limits.os_reserve_bytes),
        (card, "on a graphics card {total}: {parts}; {size} for the screen", limits.vram_reserve_bytes),
    )
    for need, words, size in kept:
        if need:
            parts, *more = need.sums
            for other in more:
                parts = Text("{part}; {rest}", part=parts, rest=other)
            yield Text(words, total=Size(need.memory), parts=parts, size=Size(size))


def _sold(need: Need | None, least: int) -> int | None:
    """The size that is sold, a step above what only just fits; None where nobody knows what a context costs."""
    return standard(max(need.memory, least)) if need and not need.at_least else None


def _asks(demand: Demand, processor: Need | None, card: Need | None, limits: Limits) -> Iterable[Text]:
    words = "Windows 11, build {build} or later, on x64 or ARM64; or a Mac with Apple silicon"
    yield Text(words, build=str(limits.npu_min_build))
    for need in (processor, card):
        for alias in need.at_least if need else ():
            yield Text("what a context costs {model} is not known: measure before you buy", model=alias)
    if demand.npu:
        yield Text("a neural processor is no reason to buy: it counts only once it is proven with this model")
    yield from demand.routes
