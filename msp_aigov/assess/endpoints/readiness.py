"""The client's devices with their verdicts, and how the fleet stands for each workload."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from msp_aigov.assess.endpoints.demand import Demand, demands
from msp_aigov.assess.endpoints.fit import fit
from msp_aigov.assess.endpoints.join import Group, grouped_devices
from msp_aigov.assess.endpoints.limits import Limits, limits
from msp_aigov.assess.endpoints.minimum import minimum
from msp_aigov.assess.endpoints.ownership import own
from msp_aigov.model.client import Client
from msp_aigov.model.device import DeviceReadiness, Endpoints, Sighting, WorkloadFit
from msp_aigov.model.rules import Rules
from msp_aigov.model.text import Day, Text

OLD_AFTER = timedelta(days=120)


def assess(client: Client, sightings: Iterable[Sighting], rules: Rules, today: date | None = None) -> Endpoints:
    """What an engineer would say of each device after reading every inventory of the client.

    Devices not seen since the client's `devices_since` carry a note; so does the whole where a rule is old by `today`.
    """
    kept, unassigned, foreign = own(client, sightings)
    grouped, rows, rejected, notes = grouped_devices(kept)
    if not grouped:
        return Endpoints(replace(rows, into=rows.into + unassigned, unassigned=unassigned), (), (), rejected, foreign)
    bounds = limits(rules)
    wanted = demands(client.workloads, rules, bounds)
    devices = tuple(_marked(_readiness(group, wanted, bounds), client.devices_since) for group in grouped)
    return Endpoints(
        rows=replace(rows, into=rows.into + unassigned, unassigned=unassigned),
        devices=devices,
        fits=tuple(_count(demand, devices) for demand in wanted),
        rejected=rejected,
        notes=(*foreign, *notes, *_stale_fleet(client, devices), *_old_rules(rules, today)),
    )


def _readiness(group: Group, wanted: Sequence[Demand], bounds: Limits) -> DeviceReadiness:
    device, sightings = group
    return DeviceReadiness(
        device=device,
        minimum=minimum(device, bounds),
        verdicts=tuple(fit(device, demand, bounds) for demand in wanted),
        scopes=tuple(sorted({f"file:{one.file}" for one in sightings})),
    )


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


def _is_stale(one: DeviceReadiness, since: date | None) -> bool:
    seen = one.device.facts.last_seen
    return since is not None and (seen.value is None or seen.value < since)


def _stale_fleet(client: Client, devices: Sequence[DeviceReadiness]) -> tuple[Text, ...]:
    count = sum(_is_stale(one, client.devices_since) for one in devices)
    if not count or client.devices_since is None:
        return ()
    return (Text("{count} devices were not seen since {day}", count=count, day=Day(client.devices_since)),)


def _old_rules(rules: Rules, today: date | None) -> tuple[Text, ...]:
    """What devices are judged by is read again and again; where nobody did for long, it is said."""
    if today is None:
        return ()
    days = [rule.reference.read_on for rule in rules.device_rules]
    days += [rule.reference.read_on for rule in rules.local_models]
    old = sum(today - day > OLD_AFTER for day in days)
    template = "{count} of the {all} rules for devices were read before {day} and may have changed"
    return (Text(template, count=old, all=len(days), day=Day(today - OLD_AFTER)),) if old else ()
