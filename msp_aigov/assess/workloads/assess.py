"""Decide each workload, stage by stage and gate by gate."""

from collections.abc import Iterator, Sequence
from datetime import date

from msp_aigov.assess.workloads.choose import Choice, all_of, choose
from msp_aigov.assess.workloads.economics import economics
from msp_aigov.assess.workloads.obligations import obligations
from msp_aigov.assess.workloads.question import Question, carried, questions, takes
from msp_aigov.model.client import Client
from msp_aigov.model.device import Endpoints
from msp_aigov.model.guardrails import Guardrails
from msp_aigov.model.rules import Rules
from msp_aigov.model.text import Text
from msp_aigov.model.workload import Route, Workload, WorkloadDecision, WorkloadStatus

WORST: tuple[WorkloadStatus, ...] = ("rejected", "needs_evidence", "conditional", "approved")
UNPLACED = ("run_additional_eval", "blocked")


def assess(
    client: Client,
    guardrails: Guardrails,
    endpoints: Endpoints,
    rules: Rules,
    today: date,
    device_scopes: tuple[str, ...],
    cloud_scopes: tuple[str, ...],
) -> tuple[WorkloadDecision, ...]:
    """One decision per workload. The scopes are the reads that a decision about devices, or the cloud, rests on."""
    made = []
    for workload in client.workloads:
        scopes = _scopes(client, workload, device_scopes, cloud_scopes)
        made.append(decide(client, workload, guardrails, endpoints, rules, today, scopes))
    return tuple(made)


def decide(
    client: Client,
    workload: Workload,
    guardrails: Guardrails,
    endpoints: Endpoints,
    rules: Rules,
    today: date,
    scopes: tuple[str, ...] = (),
) -> WorkloadDecision:
    """One workload: the worst of its stages, what crosses between them, and what comes with it."""
    asked = questions(client, workload, endpoints.fits, rules, today)
    choices = [choose(question, guardrails) for question in asked]
    status = min((choice.decision.status for choice in choices), key=WORST.index)
    leading = next(choice for choice in choices if choice.decision.status == status)
    reviews = [choice.review_by for choice in choices]
    settled = leading.gate
    return WorkloadDecision(
        name=workload.name,
        purpose=workload.purpose,
        route=_route(choices),
        status=status,
        deciding_gate=settled.name if settled else None,
        reason=settled.reason if settled else Text("every gate passed"),
        stages=tuple(choice.decision for choice in choices),
        crossings=tuple(_crossings(choices)),
        obligations=tuple(obligations(client, workload, choices, rules)),
        runner_up=leading.runner_up,
        would_change=all_of(leading.missing),
        conditions=tuple(dict.fromkeys(words for choice in choices for words in choice.conditions)),
        economics=tuple(dict.fromkeys(economics(workload, choices, endpoints))),
        review_by=min((day for day in reviews if day), default=None) if None not in reviews else None,
        scopes=scopes,
    )


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


def _crossings(choices: Sequence[Choice]) -> Iterator[Text]:
    """Every boundary that data goes over: from the client into the cloud, and between stages in different places."""
    made: dict[str, Choice] = {}
    before: str | None = None
    for choice in choices:
        stage, route = choice.question.stage, choice.decision.route
        sources = [made[name] for name in takes(stage, before) if name in made]
        if route not in UNPLACED:
            if not sources and route != "foundry_local":
                yield Text("{data} data leaves the client for {after}", data=_class(choice.question), after=stage.name)
            yield from (_between(source, choice) for source in sources if _moves(source, choice))
        made[stage.name] = choice
        before = stage.name


def _moves(source: Choice, choice: Choice) -> bool:
    return source.decision.route not in (*UNPLACED, choice.decision.route)


def _between(source: Choice, choice: Choice) -> Text:
    data_class, _ = carried(source.question)
    words = "{data} data goes from {before} to {after}"
    return Text(words, data=data_class or "unclassified", before=source.decision.name, after=choice.decision.name)


def _class(question: Question) -> str:
    return question.data_class or "unclassified"
