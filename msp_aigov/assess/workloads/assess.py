"""Decide each workload, stage by stage and gate by gate."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from msp_aigov.assess.workloads.choose import Choice, all_of, choose
from msp_aigov.assess.workloads.crossings import crossings
from msp_aigov.assess.workloads.economics import economics
from msp_aigov.assess.workloads.gates.ruling import GATES
from msp_aigov.assess.workloads.obligations import obligations
from msp_aigov.assess.workloads.question import questions
from msp_aigov.assess.workloads.record import record
from msp_aigov.model.client import Client
from msp_aigov.model.device import Endpoints
from msp_aigov.model.guardrails import Guardrails
from msp_aigov.model.rules import Rules
from msp_aigov.model.spend import Spend
from msp_aigov.model.text import Text
from msp_aigov.model.workload import Route, Workload, WorkloadDecision, WorkloadStatus

WORST: tuple[WorkloadStatus, ...] = ("rejected", "needs_evidence", "conditional", "approved")


def assess(
    client: Client,
    guardrails: Guardrails,
    endpoints: Endpoints,
    rules: Rules,
    today: date,
    device_scopes: tuple[str, ...],
    cloud_scopes: tuple[str, ...],
    spend: Spend = Spend(),
) -> tuple[WorkloadDecision, ...]:
    """One decision per workload. The scopes are the reads that a decision about devices, or the cloud, rests on."""
    made = []
    for workload in client.workloads:
        scopes = _scopes(client, workload, device_scopes, cloud_scopes)
        made.append(decide(client, workload, guardrails, endpoints, rules, today, scopes, spend))
    return tuple(made)


def decide(
    client: Client,
    workload: Workload,
    guardrails: Guardrails,
    endpoints: Endpoints,
    rules: Rules,
    today: date,
    scopes: tuple[str, ...] = (),
    spend: Spend = Spend(),
) -> WorkloadDecision:
    """One workload: the worst of its stages, what crosses between them, and what comes with it."""
    asked = questions(client, workload, endpoints, rules, today, spend)
    choices = [choose(question, guardrails) for question in asked]
    status = min((choice.decision.status for choice in choices), key=WORST.index)
    worst = [choice for choice in choices if choice.decision.status == status]
    leading = min(worst, key=_gate_order)
    reviews = [choice.review_by for choice in choices]
    settled = leading.gate
    made = WorkloadDecision(
        name=workload.name,
        purpose=workload.purpose,
        route=_route(choices),
        status=status,
        deciding_gate=settled.name if settled else None,
        reason=settled.reason if settled else Text("every gate passed"),
        stages=tuple(choice.decision for choice in choices),
        crossings=tuple(crossings(choices)),
        obligations=tuple(obligations(client, workload, choices, rules)),
        runner_up=next((choice.runner_up for choice in (leading, *worst) if choice.runner_up), None),
        would_change=all_of([words for choice in worst for words in choice.missing]),
        conditions=tuple(dict.fromkeys(words for choice in choices for words in choice.conditions)),
        economics=economics(workload, choices, endpoints),
        review_by=min((day for day in reviews if day), default=None) if None not in reviews else None,
        scopes=scopes,
    )
    recorded = record(client, workload, made, choices, rules, today)
    hinge = settled.reason if settled else recorded.review_when[0]  # of an approved one too something is the reason
    return replace(made, record=recorded, would_change=made.would_change or hinge)


def _gate_order(choice: Choice) -> int:
    """Which stage speaks for the workload: the one that an earlier gate settled, whatever came before it."""
    return GATES.index(choice.gate.name) if choice.gate else len(GATES)


def _scopes(client: Client, workload: Workload, device: tuple[str, ...], cloud: tuple[str, ...]) -> tuple[str, ...]:
    scopes = device if any(stage.local_models for stage in workload.stages) else ()
    if any((stage.residency or client.residency) != "device" for stage in workload.stages):
        scopes += cloud
    return scopes


def _route(choices: Sequence[Choice]) -> Route:
    """The worst stage if one has no place; the one route they share; else a mixture."""
    routes = {choice.decision.route for choice in choices}
    if "blocked" in routes:
        return "blocked"
    if "run_additional_eval" in routes:
        return "run_additional_eval"
    return next(iter(routes)) if len(routes) == 1 else "hybrid"
