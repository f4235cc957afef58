"""The client's devices with their verdicts, and how the fleet stands for each workload."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from fnmatch import fnmatchcase

from msp_aigov.assess.endpoints.demand import Demand, demands
from msp_aigov.assess.endpoints.expect.likeness import spoken_for
from msp_aigov.assess.endpoints.expect.names import Names
from msp_aigov.assess.endpoints.fit import fit
from msp_aigov.assess.endpoints.join import Group, grouped_devices
from msp_aigov.assess.endpoints.limits import Limits, limits
from msp_aigov.assess.endpoints.memory import seen_by_system, told
from msp_aigov.assess.endpoints.minimum import minimum
from msp_aigov.assess.endpoints.ownership import own
from msp_aigov.assess.endpoints.plan import fleet
from msp_aigov.assess.endpoints.plan.old import old_rules
from msp_aigov.assess.endpoints.plan.options import options
from msp_aigov.model.ability.prices import PriceFile
from msp_aigov.model.client import Client
from msp_aigov.model.device import Device, DeviceReadiness, DeviceVerdict, Endpoints, Sighting, WorkloadFit
from msp_aigov.model.rules import Rules
from msp_aigov.model.text import Day, Text


def assess(client: Client, sightings: Iterable[Sighting], rules: Rules, today: date | None = None) -> Endpoints:
    """What an engineer would say of each device after reading every inventory of the client.

    Devices not seen since the client's `devices_since` carry a note; so does the whole where a rule is old by `today`.
    """
    kept, unassigned, foreign = own(client, sightings)
    kept, too_old = _still_counting(kept, client.devices_since)
    names = Names(rules.graphics_cards, rules.silicon)
    alone, rows, rejected, notes = grouped_devices(names.told(one) for one in kept)
    spoken = spoken_for([device for device, _ in alone])
    grouped = [(device, part) for device, (_, part) in zip(spoken, alone, strict=True)]
    old = old_rules(rules, client.prices, today)
    if not grouped:
        rows = replace(rows, into=rows.into + unassigned, unassigned=unassigned)
        return Endpoints(rows, (), (), rejected, foreign, old)
    bounds = limits(rules)
    wanted = demands(client.workloads, rules, bounds)
    devices = tuple(_marked(_readiness(group, wanted, bounds, client), client.devices_since) for group in grouped)
    fits = tuple(_count(demand, devices) for demand in wanted)
    return Endpoints(
        rows=replace(rows, into=rows.into + unassigned, unassigned=unassigned),
        devices=devices,
        fits=fits,
        rejected=rejected,
        notes=(*foreign, *notes, *_stale_fleet(client, devices), *too_old),
        old=old,
        shares=fleet.shares(fits, wanted),
        open=fleet.questions(devices, rules),
        ages=fleet.ages(devices, bounds, today),
        procurement=fleet.procurement(wanted, bounds),
        prices_as_of=client.prices.as_of if client.prices else None,
    )


def _readiness(group: Group, wanted: Sequence[Demand], bounds: Limits, client: Client) -> DeviceReadiness:
    device, sightings = group
    device = replace(device, shared=_is_shared(device, client.shared_hosts))
    verdicts = tuple(_priced(fit(device, demand, bounds), device, bounds, client.prices) for demand in wanted)
    least = _priced(minimum(device, bounds), device, bounds, client.prices)
    have, seen = told(device, bounds), seen_by_system(device, bounds)
    facts = replace(device.facts, ram_installed_bytes=have, ram_visible_bytes=seen)
    return DeviceReadiness(
        device=replace(device, facts=facts),
        minimum=least,
        verdicts=verdicts,
        scopes=tuple(sorted({f"file:{one.file}" for one in sightings})),
        options=options(verdicts or (least,), device, bounds, client.prices),
    )


def _is_shared(device: Device, patterns: Sequence[str]) -> bool:
    """Whether the MSP named this device as one that several people work on at once; * and ? stand for anything."""
    names = [name.casefold() for name in (device.id, *device.names)]
    return any(fnmatchcase(name, pattern.casefold()) for name in names for pattern in patterns)


def _priced(told: DeviceVerdict, device: Device, bounds: Limits, prices: PriceFile | None) -> DeviceVerdict:
    """The verdict with every way to readiness; the cost is that of the advised one."""
    ways = options((told,), device, bounds, prices)
    return replace(told, options=ways, cost=ways[0].cost) if ways else told


def _count(demand: Demand, devices: Sequence[DeviceReadiness]) -> WorkloadFit:
    kinds = Counter(
        verdict.verdict for one in devices for verdict in one.verdicts if verdict.workload == demand.workload
    )
    return WorkloadFit(
        workload=demand.workload,
        models=demand.models,
        ready=kinds["ready"],
        ready_after=kinds["ready_after"],
        replace=kinds["replace"],
        not_suitable=kinds["not_suitable"],
        unknown=kinds["unknown"],
    )


def _marked(one: DeviceReadiness, since: date | None) -> DeviceReadiness:
    """A device that nobody saw since a day says so; its verdict stands on what was known then."""
    if not _is_stale(one, since):
        return one
    seen = one.device.facts.last_seen.value
    note = Text("not seen since {day}", day=Day(seen)) if seen else Text("when it was last seen is not known")
    return replace(one, device=replace(one.device, notes=(*one.device.notes, note)))


def _still_counting(sightings: list[Sighting], since: date | None) -> tuple[list[Sighting], tuple[Text, ...]]:
    """The sightings without measurements from before the client's day, and a note of them."""
    old = {id(one) for one in sightings if one.measured and since and (one.facts.last_seen.value or date.min) < since}
    if not since or not old:
        return sightings, ()
    kept = [replace(one, measured=()) if id(one) in old else one for one in sightings]
    return kept, (Text("benchmarks from before {day} count no more: {count}", count=len(old), day=Day(since)),)


def _is_stale(one: DeviceReadiness, since: date | None) -> bool:
    seen = one.device.facts.last_seen
    return since is not None and (seen.value is None or seen.value < since)


def _stale_fleet(client: Client, devices: Sequence[DeviceReadiness]) -> tuple[Text, ...]:
    count = sum(_is_stale(one, client.devices_since) for one in devices)
    if not count or client.devices_since is None:
        return ()
    since = Day(client.devices_since)
    if count == 1:
        return (Text("1 device was not seen since {day}", day=since),)
    return (Text("{count} devices were not seen since {day}", count=count, day=since),)
