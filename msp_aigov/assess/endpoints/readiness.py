"""The client's devices with their verdicts, and how the fleet stands for each workload."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from msp_aigov.assess.endpoints.demand import Demand, demands
from msp_aigov.assess.endpoints.fit import fit
from msp_aigov.assess.endpoints.join import Group, grouped_devices
from msp_aigov.assess.endpoints.limits import Limits, limits
from msp_aigov.assess.endpoints.minimum import minimum
from msp_aigov.assess.endpoints.ownership import own
from msp_aigov.model.client import Client
from msp_aigov.model.device import DeviceReadiness, Endpoints, Sighting, WorkloadFit
from msp_aigov.model.rules import Rules


def assess(client: Client, sightings: Iterable[Sighting], rules: Rules) -> Endpoints:
    """What an engineer would say of each device after reading every inventory of the client."""
    kept, unassigned, foreign = own(client, sightings)
    grouped, rows, rejected, notes = grouped_devices(kept)
    if not grouped:
        return Endpoints(replace(rows, into=rows.into + unassigned, unassigned=unassigned), (), (), rejected, foreign)
    bounds = limits(rules)
    wanted = demands(client.workloads, rules, bounds)
    devices = tuple(_readiness(group, wanted, bounds) for group in grouped)
    return Endpoints(
        rows=replace(rows, into=rows.into + unassigned, unassigned=unassigned),
        devices=devices,
        fits=tuple(_count(demand, devices) for demand in wanted),
        rejected=rejected,
        notes=(*foreign, *notes),
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
