"""Decide each workload, stage by stage and gate by gate."""

from collections.abc import Iterable, Sequence

from msp_aigov.assess.workloads.gates import cloud_candidate, device_candidate
from msp_aigov.assess.workloads.places import EXPOSURE, cloud_places
from msp_aigov.model.client import Client
from msp_aigov.model.device import Endpoints
from msp_aigov.model.guardrails import Guardrails
from msp_aigov.model.rules import Rules
from msp_aigov.model.text import Text
from msp_aigov.model.workload import (
    Candidate,
    Gate,
    GateName,
    Route,
    Stage,
    StageDecision,
    Workload,
    WorkloadDecision,
    WorkloadStatus,
)

ROUTES: dict[str, Route] = {
    "device": "foundry_local",
    "region": "azure_region",
    "data_zone": "azure_data_zone",
    "global": "azure_global",
}
WORST: tuple[WorkloadStatus, ...] = ("rejected", "needs_evidence", "conditional", "approved")


def assess(
    client: Client,
    guardrails: Guardrails,
    endpoints: Endpoints,
    rules: Rules,
    device_scopes: tuple[str, ...],
    cloud_scopes: tuple[str, ...],
) -> tuple[WorkloadDecision, ...]:
    """One decision per workload. The scopes are the reads that a decision about devices, or the cloud, rests on."""
    made = []
    for workload in client.workloads:
        stages = [_stage(client, workload, stage, guardrails, endpoints, rules) for stage in workload.stages]
        scopes = device_scopes if any(stage.local_models for stage in workload.stages) else ()
        if any((stage.residency or client.residency) != "device" for stage in workload.stages):
            scopes += cloud_scopes
        made.append(_decision(workload, stages, scopes))
    return tuple(made)


def _stage(
    client: Client, workload: Workload, stage: Stage, guardrails: Guardrails, endpoints: Endpoints, rules: Rules
) -> StageDecision:
    residency = stage.residency or client.residency
    fit = next((fit for fit in endpoints.fits if fit.workload == workload.name), None)
    candidates = [device_candidate(stage, fit, rules)]
    for place in cloud_places(stage, residency, guardrails.deployments, rules):
        candidates.append(cloud_candidate(stage, place, residency))
    candidates.sort(key=lambda candidate: (EXPOSURE.index(candidate.placement), candidate.id))
    return _chosen(stage, candidates, residency)


def _chosen(stage: Stage, candidates: Sequence[Candidate], residency: str | None) -> StageDecision:
    """Least exposure first for sensitive data, else what already works before what is conditional."""
    passing = [candidate for candidate in candidates if result(candidate) in ("pass", "conditional")]
    sensitive = residency == "device" or stage.data_class in ("confidential", "restricted")
    if not sensitive:
        passing.sort(key=lambda candidate: result(candidate) == "conditional")
    if passing:
        status: WorkloadStatus = "approved" if result(passing[0]) == "pass" else "conditional"
        ordered = (*passing, *(candidate for candidate in candidates if candidate not in passing))
        return StageDecision(stage.name, stage.task, ROUTES[passing[0].placement], status, ordered)
    if any(result(candidate) == "unknown" for candidate in candidates):
        return StageDecision(stage.name, stage.task, "run_additional_eval", "needs_evidence", tuple(candidates))
    return StageDecision(stage.name, stage.task, "blocked", "rejected", tuple(candidates))


def result(candidate: Candidate) -> str:
    """What a candidate's gates come to: one fail fails it, then one unknown leaves it open."""
    results = [gate.result for gate in candidate.gates]
    return next((kind for kind in ("fail", "unknown", "conditional") if kind in results), "pass")


def _decision(workload: Workload, stages: Sequence[StageDecision], scopes: tuple[str, ...]) -> WorkloadDecision:
    routes = {stage.route for stage in stages}
    route: Route = next(iter(routes)) if len(routes) == 1 else "hybrid"
    for worse in ("run_additional_eval", "blocked"):
        route = worse if worse in routes else route
    status = min((stage.status for stage in stages), key=WORST.index)
    leading = next(stage for stage in stages if stage.status == status)
    gate = _deciding(leading)
    return WorkloadDecision(
        name=workload.name,
        purpose=workload.purpose,
        route=route,
        status=status,
        deciding_gate=gate.name if gate else None,
        reason=gate.reason if gate else Text("every gate passed"),
        stages=tuple(stages),
        crossings=tuple(_crossings(workload, stages)),
        runner_up=_runner_up(leading),
        would_change=_would_change(leading),
        scopes=scopes,
    )


def _deciding(stage: StageDecision) -> Gate | None:
    """The gate that settled the stage: where it is open or shut, the first in the way; else what ruled others out."""
    first = stage.candidates[0]
    if stage.status == "conditional":
        return next(gate for gate in first.gates if gate.result == "conditional")
    wanted = {"needs_evidence": "unknown"}.get(stage.status, "fail")
    order: tuple[GateName, ...] = ("safety", "region", "feasibility", "cost", "evidence")
    stopped = [gate for candidate in stage.candidates for gate in candidate.gates if gate.result == wanted]
    return min(stopped, key=lambda gate: order.index(gate.name), default=None)


def _runner_up(stage: StageDecision) -> str | None:
    second = stage.candidates[1:2]
    return second[0].id if second and result(second[0]) in ("pass", "conditional") else None


def _would_change(stage: StageDecision) -> Text | None:
    """What to find out or do so that the answer could be another."""
    if stage.status == "approved":
        return None
    wanted = {"needs_evidence": "unknown", "conditional": "conditional", "rejected": "fail"}[stage.status]
    gates = [gate for candidate in stage.candidates for gate in candidate.gates if gate.result == wanted]
    return gates[0].reason if gates else None


def _crossings(workload: Workload, stages: Sequence[StageDecision]) -> Iterable[Text]:
    """Every boundary between two stages that run in different places, with the data that goes across."""
    for before, after, stage in zip(stages, stages[1:], workload.stages, strict=False):
        if before.route != after.route:
            yield Text(
                "{data} data goes from {before} to {after}",
                data=stage.data_class or "unclassified",
                before=before.name,
                after=after.name,
            )
