"""A run, readable aloud: ask, shape, assess, judge, remember, describe."""

import hashlib
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

from msp_aigov import __version__
from msp_aigov.assess.endpoints import readiness as endpoints
from msp_aigov.assess.guardrails import assess as guardrails
from msp_aigov.assess.spend import assess as spend
from msp_aigov.assess.workloads import assess as workloads
from msp_aigov.azure.session import opened_session
from msp_aigov.checks.check import Brief
from msp_aigov.checks.registry import REGISTRY
from msp_aigov.collect.ask import Link, collect, facts
from msp_aigov.collect.live import live
from msp_aigov.collect.registry import SOURCES
from msp_aigov.errors import AigovError, Crash, guarded
from msp_aigov.judge import judge_all
from msp_aigov.model.answers import Answer, Ask, Scope
from msp_aigov.model.client import Client, Fleet
from msp_aigov.model.cloud import AiAccount, Deployment, RaiPolicy, Subscription
from msp_aigov.model.device import Sighting
from msp_aigov.model.document import CheckCrash, ClientReport, Document, Run
from msp_aigov.model.finding import Finding
from msp_aigov.model.rules import Rules
from msp_aigov.model.spend import Budget, CostLine
from msp_aigov.record import evidence, history
from msp_aigov.record.compare import changes, compared
from msp_aigov.record.folder import OpenRun, close_run, discard_renderings, open_run
from msp_aigov.reports.document import Assessed, client_report

T = TypeVar("T")
Done = Callable[[Client, Answer], None]


@dataclass(frozen=True)
class Audit:
    """What an audit is about: whose clients, by which rules, where its fleet folder and its runs are, how it waits."""

    fleet: Fleet
    clients: tuple[Client, ...]
    rules: Rules
    folder: Path
    runs: Path
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True)
class Finished:
    """What an audit left: the document, its folder, and the bugs caught on the way."""

    document: Document
    path: Path
    resumed: bool
    crashes: tuple[Crash, ...]


def now() -> datetime:
    """The clock of the program, UTC, whole seconds; nothing else looks at the time."""
    return datetime.now(UTC).replace(microsecond=0)


def audit(order: Audit, done: Done, render: Callable[[Document, Path], None]) -> Finished:
    """Ask everything, judge it, remember it. `render` writes what people read into the run folder."""
    opened = open_run(order.runs, now(), _identity(order))
    try:
        return _audited(order, opened, done, render)
    finally:
        opened.lock.release()


def _audited(order: Audit, opened: OpenRun, done: Done, render: Callable[[Document, Path], None]) -> Finished:
    run = Run(opened.id, opened.started, order.rules.digest, __version__)
    ids = [client.id for client in order.clients]
    discard_renderings(opened, ids)
    history.save(opened.path, history.FLEET, _only(order.fleet, order.clients))
    reports: list[ClientReport] = []
    crashes: list[Crash] = []
    for client in order.clients:
        chain = _chain(client, order, opened)
        report, crash = _one_client(client, order, run, chain, done)
        reports.append(report)
        crashes += [crash] if crash else []
        history.save(opened.path / client.id, history.FINDINGS, report.findings)
        history.save(opened.path / client.id, history.DOCUMENT, _document(order.fleet, run, (report,)))
    document = _document(order.fleet, run, reports)
    drawn = guarded("rendering into the run folder", lambda: render(document, opened.path))
    crashes += [drawn.crash] if drawn.crash else []
    about = {"schema_version": 1, "id": run.id, "started": run.started, "tool_version": __version__}
    about |= {"rules_hash": run.rules_hash, "config_hash": order.fleet.digest, "clients": ids}
    path = close_run(opened, about | {"coverage": {report.id: report.coverage for report in reports}})
    return Finished(document, path, opened.resumed, tuple(crashes))


def evaluate(run_folder: Path, rules: Rules, fleet: Fleet | None = None) -> Document:
    """Judge a finished run's evidence again, by today's rules and, where given, today's configuration."""
    about = history.about_run(run_folder)
    fleet = fleet or history.saved_fleet(run_folder)
    run = Run(about["id"], datetime.fromisoformat(about["started"]), rules.digest, __version__)
    clients = tuple(client for client in fleet.clients if client.id in about["clients"])
    order = Audit(fleet, clients, rules, run_folder, run_folder.parent)
    reports = []
    for client in clients:
        stored = evidence.load(run_folder / client.id / history.EVIDENCE)
        report, _ = _one_client(client, order, run, [stored.get], lambda *_: None)
        reports.append(report)
    return _document(fleet, run, reports)


def printed(run_folder: Path, clients: Sequence[str] = ()) -> Document:
    """A finished run's document as it was, of the clients named or of all."""
    document = history.saved_document(run_folder)
    unknown = set(clients) - {client.id for client in document.clients}
    if unknown:
        raise AigovError(f"{run_folder}: holds no client {', '.join(sorted(unknown))}")
    return replace(document, clients=tuple(c for c in document.clients if not clients or c.id in clients))


def _one_client(
    client: Client, order: Audit, run: Run, chain: Sequence[Link], done: Done
) -> tuple[ClientReport, Crash | None]:
    """One client from question to report; a bug in it becomes a report that says so, and the others go on."""
    made = guarded(f"client {client.id}", lambda: _report(client, order, run, chain, done))
    if made.value:
        return made.value, None
    assert made.crash is not None
    scope = Scope("client", client.id, client.name)
    reason = f"a bug stopped this client: {made.crash.message}"
    answers = [Answer(Ask(source, scope), "failed", reason=reason) for source in SOURCES]
    findings, _ = judge_all(REGISTRY, (), answers, Brief(client, order.rules, run.started.date()))
    crashes = (CheckCrash(made.crash.where, made.crash.message),)
    return _described(client, order, answers, Assessed(), findings, None, crashes, reason), made.crash


def _report(client: Client, order: Audit, run: Run, chain: Sequence[Link], done: Done) -> ClientReport:
    today = run.started.date()
    collected = collect(client, today, SOURCES, chain, lambda answer: done(client, answer))
    assessed = _assessed(client, order, today, collected.answers)
    subjects = (
        *assessed.guardrails.accounts,
        *assessed.guardrails.deployments,
        *assessed.spend.resources,
        *assessed.spend.budgets,
        *assessed.endpoints.devices,
        *assessed.workloads,
    )
    findings, crashes = judge_all(REGISTRY, subjects, collected.answers, Brief(client, order.rules, today))
    before, since = history.previous_findings(order.runs, client.id, run.id)
    findings = compared(findings, before, first=since is None)
    return _described(client, order, collected.answers, assessed, findings, since, crashes, collected.stopped)


def _assessed(client: Client, order: Audit, today: date, answers: Sequence[Answer]) -> Assessed:
    """Everything an engineer would work out on paper from what was read."""
    rules, known = order.rules, list(facts(answers, SOURCES))
    accounts, deployments = _of(AiAccount, known), _of(Deployment, known)
    baseline = order.fleet.baseline
    safety = guardrails.assess(client, baseline, accounts, deployments, _of(RaiPolicy, known), rules)
    money = spend.assess(
        client, today, _of(Subscription, known), accounts, _of(CostLine, known), _of(Budget, known), rules
    )
    devices = endpoints.assess(client, _of(Sighting, known), rules)
    files = tuple(answer.ask.scope.id for answer in answers if answer.ask.scope.kind == "file")
    cloud = tuple(sorted({answer.ask.scope.id for answer in answers if answer.ask.scope.kind != "file"}))
    return Assessed(money, safety, devices, workloads.assess(client, safety, devices, rules, files, cloud))


def _of(kind: type[T], known: Iterable[Any]) -> list[T]:
    return [fact for fact in known if isinstance(fact, kind)]


def _described(
    client: Client,
    order: Audit,
    answers: Sequence[Answer],
    assessed: Assessed,
    findings: tuple[Finding, ...],
    since: date | None,
    crashes: tuple[CheckCrash, ...],
    stopped: str,
) -> ClientReport:
    profile = client.profile or order.fleet.baseline
    change = changes(findings, since)
    return client_report(client, profile, answers, assessed, findings, change, REGISTRY, order.rules, crashes, stopped)


def _document(fleet: Fleet, run: Run, reports: Iterable[ClientReport]) -> Document:
    return Document(run, fleet.name, fleet.contact or "", fleet.branding, tuple(reports))


def _chain(client: Client, order: Audit, opened: OpenRun) -> list[Link]:
    """First what an interrupted attempt already read, then the world; what the world says is kept at once."""
    folder = opened.path / client.id / history.EVIDENCE
    stored = {ask: answer for ask, answer in evidence.load(folder).items() if answer.state == "read"}
    read = live(client, order.folder, opened_session(client.azure, order.sleep), now)

    def asked(ask: Ask) -> Answer:
        answer = read(ask)
        evidence.save(folder, answer)
        return answer

    return [stored.get, asked]


def _only(fleet: Fleet, clients: tuple[Client, ...]) -> Fleet:
    return replace(fleet, clients=clients)


def _identity(order: Audit) -> str:
    """What must be equal for a run to continue another: configuration, rules, program, clients and inventory files."""
    digest = hashlib.sha256()
    for part in (order.fleet.digest, order.rules.digest, __version__, *(client.id for client in order.clients)):
        digest.update(part.encode() + b"\0")
    for client in order.clients:
        for file in client.inventories:
            digest.update(_fingerprint(order.folder / file.path).encode() + b"\0")
    return digest.hexdigest()


def _fingerprint(path: Path) -> str:
    """Size and time of a file: enough to see that it was replaced between two attempts."""
    try:
        stat = path.stat()
    except OSError:
        return "absent"
    return f"{stat.st_size} {stat.st_mtime_ns}"
