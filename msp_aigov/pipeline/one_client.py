"""One client, from the questions to the report."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, TypeVar

from msp_aigov.assess.endpoints import readiness as endpoints
from msp_aigov.assess.guardrails import assess as guardrails
from msp_aigov.assess.spend import assess as spend
from msp_aigov.assess.spend.facts import read_of
from msp_aigov.assess.workloads import assess as workloads
from msp_aigov.checks.check import Brief, Check
from msp_aigov.checks.registry import REGISTRY
from msp_aigov.collect.ask import Collected, Link, collect
from msp_aigov.collect.registry import SOURCES
from msp_aigov.errors import AigovError, Crash, guarded
from msp_aigov.judge import judge_all, told_once
from msp_aigov.model.answers import Answer, Ask, Scope
from msp_aigov.model.client import Client
from msp_aigov.model.cloud import (
    AiAccount,
    Blocklists,
    Connection,
    DefenderSetting,
    Deployment,
    DiagnosticSetting,
    QuotaCounter,
    RaiPolicy,
    SafetyCount,
)
from msp_aigov.model.device import Sighting
from msp_aigov.model.document import CheckCrash, ClientReport, Run
from msp_aigov.model.finding import Finding
from msp_aigov.model.money.usage import OfferedModel
from msp_aigov.pipeline.order import Order
from msp_aigov.record import history
from msp_aigov.record.compare import changes, compared
from msp_aigov.reports import lights
from msp_aigov.reports.document import client_report
from msp_aigov.reports.lights import Assessed

T = TypeVar("T")
SUBSCRIPTION = re.compile(r"^/subscriptions/([0-9a-f-]{36})")
# What a part rests on. Workloads take the other three, so they read everything.
READS = {**lights.READS, "workloads": tuple(SOURCES)}

# The reads without which nobody can say what is under a budget.
WATCH = ("azure.subscriptions", "azure.accounts", "azure.cost", "azure.budgets", "azure.group_budgets")


@dataclass(frozen=True)
class Known:
    """Every fact that was read about one client."""

    facts: tuple[Any, ...]

    def of(self, kind: type[T]) -> list[T]:
        """The facts of one kind, in the order of their answers."""
        return [fact for fact in self.facts if isinstance(fact, kind)]


def report_on(
    client: Client, order: Order, run: Run, chain: Callable[[], Sequence[Link]]
) -> tuple[ClientReport, Crash | None]:
    """One client's report; what stops it becomes a report that says so, and the other clients go on."""
    try:
        made = guarded(f"client {client.id}", lambda: _report(client, order, run, chain()))
    except AigovError as error:
        return _stopped(client, order, run, f"{error.message} {error.hint}".strip(), ()), None
    if made.value:
        return made.value, None
    assert made.crash is not None
    crashes = (CheckCrash(made.crash.where, made.crash.message),)
    return _stopped(client, order, run, f"a bug stopped this client: {made.crash.message}", crashes), made.crash


def _stopped(client: Client, order: Order, run: Run, reason: str, crashes: tuple[CheckCrash, ...]) -> ClientReport:
    """A client about whom nothing could be found out: every read is a gap, every check unknown."""
    scope = Scope("client", client.id, client.name)
    collected = Collected(tuple(Answer(Ask(source, scope), "failed", reason=reason) for source in SOURCES), reason)
    brief = Brief(client, order.rules, run.started.date(), order.fleet.baseline)
    findings, _ = judge_all(_checks(order), (), collected.answers, brief)
    told = told_once(findings, REGISTRY)
    return _described(client, order, run, collected, Assessed(), told, None, crashes)


def _report(client: Client, order: Order, run: Run, chain: Sequence[Link]) -> ClientReport:
    today = run.started.date()
    wanted = {name for part in order.parts for name in READS[part]}
    sources = {name: source for name, source in SOURCES.items() if name in wanted}
    collected = collect(client, today, sources, chain, lambda answer: order.done(client, answer))
    assessed = _assessed(client, order, today, collected)
    brief = Brief(client, order.rules, today, order.fleet.baseline)
    findings, crashes = judge_all(_checks(order), list(_subjects(assessed)), collected.answers, brief)
    before, since = history.previous_findings(order.runs, client.id, run.id)
    findings = told_once(compared(findings, before, since is None, partial(_looked, collected.answers)), REGISTRY)
    return _described(client, order, run, collected, assessed, findings, since, crashes)


def _looked(answers: Sequence[Answer], finding: Finding) -> bool:
    """Whether this run looked where an earlier finding was; only then is one that is gone resolved."""
    read = {answer.ask.source for answer in answers if answer.state == "read"}
    scopes = {answer.ask.scope.id for answer in answers if answer.state == "read"}
    needs = {need for check in REGISTRY if check.id == finding.check for need in check.needs}
    place = SUBSCRIPTION.search(finding.subject.id.lower())
    return bool(needs & read) and (place is None or place[1] in scopes)


def _assessed(client: Client, order: Order, today: date, collected: Collected) -> Assessed:
    """Everything an engineer would work out on paper from what was read."""
    rules, known, answers = order.rules, Known(collected.facts), collected.answers
    accounts = known.of(AiAccount)
    cloud = tuple(sorted({answer.ask.scope.id for answer in answers if answer.ask.scope.kind != "file"}))
    safety = guardrails.assess(client, order.fleet.baseline, today, accounts, _guards(known, cloud), rules)
    unread = sum(answer.state != "read" and answer.ask.source in WATCH for answer in answers)
    money = spend.assess(client, today, read_of(known, unread), rules)
    devices = endpoints.assess(client, known.of(Sighting), rules, today)
    files = tuple(answer.ask.scope.id for answer in answers if answer.ask.scope.kind == "file")
    if "workloads" not in order.parts:
        return Assessed(money, safety, devices)
    placed = workloads.assess(client, safety, devices, rules, today, files, cloud, money)
    return Assessed(money, safety, devices, placed)


def _guards(known: Known, places: tuple[str, ...]) -> guardrails.Read:
    """What was read of the client's accounts that guards them."""
    return guardrails.Read(
        deployments=known.of(Deployment),
        policies=known.of(RaiPolicy),
        diagnostics=known.of(DiagnosticSetting),
        defender=known.of(DefenderSetting),
        connections=known.of(Connection),
        offers=known.of(OfferedModel),
        counts=known.of(SafetyCount),
        blocklists=known.of(Blocklists),
        counters=known.of(QuotaCounter),
        places=places,
    )


def _subjects(assessed: Assessed) -> Iterable[object]:
    """Every assessment that a check may be about."""
    yield from assessed.guardrails.accounts
    yield from assessed.guardrails.deployments
    yield from assessed.guardrails.quotas
    yield from assessed.spend.resources
    yield from assessed.spend.budgets
    yield from assessed.spend.forecasts
    yield from assessed.spend.trends
    yield from assessed.spend.exposures
    yield from assessed.spend.hosted
    yield from assessed.spend.models
    yield from assessed.endpoints.devices
    yield from assessed.workloads


def _checks(order: Order) -> tuple[Check, ...]:
    """The checks of the parts wanted: a check belongs to the part whose folder it lies in."""
    return tuple(check for check in REGISTRY if check.part in order.parts)


def _described(
    client: Client,
    order: Order,
    run: Run,
    collected: Collected,
    assessed: Assessed,
    findings: tuple[Finding, ...],
    since: date | None,
    crashes: tuple[CheckCrash, ...],
) -> ClientReport:
    return client_report(
        client,
        client.profile or order.fleet.baseline,
        collected.answers,
        assessed,
        findings,
        changes(findings, since),
        REGISTRY,
        order.rules,
        order.parts,
        crashes,
        collected.stopped,
        run.started.date(),
    )
