"""Build the document: every number that any report will print, worked out once."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from msp_aigov.checks.check import Check
from msp_aigov.model.answers import Answer
from msp_aigov.model.client import Client
from msp_aigov.model.document import Changes, CheckCrash, ClientReport, CoverageCell
from msp_aigov.model.finding import Finding
from msp_aigov.model.pack.waiver import WaiverUse
from msp_aigov.model.rules import ModelLimit, ObligationRule, Rules, Runtime, TaskRule, UseRule
from msp_aigov.model.text import Text, Value
from msp_aigov.reports.blocking import blockers
from msp_aigov.reports.lights import PART, Assessed, lights
from msp_aigov.reports.worked.guiding import guide_facts
from msp_aigov.reports.worked.planning import access, actions, quarters, refresh

MOST_DECISIONS = 3
MOST_NAMES = 3


def client_report(
    client: Client,
    profile: str,
    answers: Sequence[Answer],
    assessed: Assessed,
    findings: tuple[Finding, ...],
    changes: Changes,
    checks: Sequence[Check],
    rules: Rules,
    parts: Sequence[str],
    crashes: tuple[CheckCrash, ...] = (),
    stopped: str = "",
    today: date | None = None,
) -> ClientReport:
    """Everything to be said about one client; without a day nothing is planned."""
    made = ClientReport(
        id=client.id,
        name=client.name,
        coverage=tuple(_cell(answer) for answer in answers),
        findings=findings,
        lights=tuple(light for light in lights(answers, assessed, findings) if PART[light.name] in parts),
        decisions=tuple(_decisions(findings, checks)),
        changes=changes,
        spend=assessed.spend,
        guardrails=assessed.guardrails,
        endpoints=assessed.endpoints,
        workloads=assessed.workloads,
        profile=profile,
        residency=client.residency or "",
        sources=_sources(rules, client),
        crashes=crashes,
        stopped=stopped,
        access=tuple(access(findings, assessed.guardrails, client.workloads)) if len(parts) > 1 else (),
        psa_company=client.psa.company_id if client.psa else "",
        blockers=blockers(assessed.workloads),
        guide=guide_facts(client, profile, rules),
    )
    return _planned(made, client, checks, today) if today else made


def _planned(made: ClientReport, client: Client, checks: Sequence[Check], today: date) -> ClientReport:
    """The report with what is to be done from this day on."""
    devices = refresh(made.endpoints, today)
    return replace(
        made,
        actions=actions(client.id, made.findings, checks, today, devices),
        refresh=devices,
        quarters=quarters(devices),
        waivers=tuple(_uses(client, made.findings, today)),
    )


def _uses(client: Client, findings: Sequence[Finding], today: date) -> Iterable[WaiverUse]:
    """What each waiver did; one that is about nothing any more is told, so that it can be struck out."""
    for waiver in client.waivers:
        about = any(waiver.covers(each) for each in findings if each.outcome in ("fail", "waived"))
        yield WaiverUse(waiver, "unused" if not about else "in_force" if today <= waiver.until else "expired")


def _cell(answer: Answer) -> CoverageCell:
    scope = answer.ask.scope
    return CoverageCell(
        source=answer.ask.source,
        scope=scope.id,
        scope_name=scope.name,
        state=answer.state,
        reason=answer.reason,
        mend=answer.mend,
        api=answer.ask.query or answer.api,
        status=answer.status,
        read_at=answer.read_at,
        request_id=answer.request_id,
    )


def _decisions(findings: Sequence[Finding], checks: Sequence[Check]) -> Iterable[Text]:
    """What the client has to decide, most urgent first, one line for each kind of problem."""
    asked = {check.id: check.decision for check in checks if check.decision}
    names: dict[str, list[str]] = {}
    for finding in findings:
        if finding.check in asked and finding.outcome == "fail":
            names.setdefault(finding.check, []).append(finding.subject.name)
    for check, subjects in list(names.items())[:MOST_DECISIONS]:
        yield Text(asked[check], count=len(subjects), names=_listed(subjects))


def _listed(names: Sequence[str]) -> Value:
    shown = Text.verbatim(", ".join(names[:MOST_NAMES]))
    rest = len(names) - MOST_NAMES
    return Text("{shown} and {rest} more", shown=shown, rest=rest) if rest > 0 else shown


def _sources(rules: Rules, client: Client) -> tuple[tuple[str, date], ...]:
    """Where the rules that this client's answers rest on were read, each place once, with the latest day."""
    filters = [rule for profile in rules.profiles for rule in profile.filters]
    filters += [rule for policy in rules.system_policies for rule in policy.filters]
    references = [rule.reference for rule in filters]
    references += [row.reference for row in rules.skus] + [row.reference for row in rules.regions]
    references += [row.reference for row in rules.ai_services] + [row.reference for row in rules.cloud_models]
    local = any(stage.local_models for workload in client.workloads for stage in workload.stages)
    if local or client.inventories:
        references += [row.reference for row in rules.local_models] + [row.reference for row in rules.device_rules]
        references += [row.reference for row in rules.model_licences]
    if client.workloads:
        references += [row.reference for table in _placement(rules, client) for row in table]
    latest: dict[str, date] = {}
    for reference in references:
        latest[reference.source] = max(reference.read_on, latest.get(reference.source, reference.read_on))
    return tuple(sorted(latest.items()))


def _placement(
    rules: Rules, client: Client
) -> Sequence[Sequence[UseRule | TaskRule | Runtime | ModelLimit | ObligationRule]]:
    stages = [stage for workload in client.workloads for stage in workload.stages]
    asked = {stage.task for stage in stages if stage.local_models or stage.runtimes}
    runtimes = [row for row in rules.runtimes if row.task in asked]
    return (rules.uses, rules.tasks, runtimes, rules.model_limits, rules.obligations)
