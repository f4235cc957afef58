"""Build the document: every number that any report will print, worked out once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from msp_aigov.checks.check import Check
from msp_aigov.model.answers import Answer
from msp_aigov.model.client import Client
from msp_aigov.model.device import DeviceReadiness, Endpoints
from msp_aigov.model.document import Changes, CheckCrash, ClientReport, CoverageCell, Light, LightState
from msp_aigov.model.finding import Finding, Severity
from msp_aigov.model.guardrails import Guardrails
from msp_aigov.model.rules import Rules
from msp_aigov.model.spend import Spend
from msp_aigov.model.text import Money, Text, Value
from msp_aigov.model.workload import WorkloadDecision

READS = {
    "spend": ("azure.subscriptions", "azure.accounts", "azure.cost", "azure.budgets"),
    "safety": ("azure.subscriptions", "azure.accounts", "azure.deployments", "azure.rai_policies"),
    "devices": ("inventory.file",),
}
CHECKS = {"spend": ("SPD",), "safety": ("GRD", "ACC"), "devices": ("EPT",), "workloads": ("WRK",)}
PART = {"spend": "spend", "safety": "guardrails", "devices": "endpoints", "workloads": "workloads"}
MOST_DECISIONS = 3
MOST_NAMES = 3


@dataclass(frozen=True)
class Assessed:
    """What was worked out about one client."""

    spend: Spend = Spend()
    guardrails: Guardrails = Guardrails()
    endpoints: Endpoints = Endpoints()
    workloads: tuple[WorkloadDecision, ...] = ()


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
) -> ClientReport:
    """Everything to be said about one client."""
    return ClientReport(
        id=client.id,
        name=client.name,
        coverage=tuple(_cell(answer) for answer in answers),
        findings=findings,
        lights=tuple(light for light in _lights(answers, assessed, findings) if PART[light.name] in parts),
        decisions=tuple(_decisions(findings, checks)),
        changes=changes,
        spend=assessed.spend,
        guardrails=assessed.guardrails,
        endpoints=assessed.endpoints,
        workloads=assessed.workloads,
        profile=profile,
        residency=client.residency or "",
        sources=_sources(rules),
        crashes=crashes,
        stopped=stopped,
    )


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


def _lights(answers: Sequence[Answer], assessed: Assessed, findings: Sequence[Finding]) -> tuple[Light, ...]:
    spend, safety = (_reads(answers, READS[name]) for name in ("spend", "safety"))
    files = _reads(answers, READS["devices"])
    devices = assessed.endpoints.devices
    known = sum(_decided(device) for device in devices)
    decided = sum(decision.route != "run_additional_eval" for decision in assessed.workloads)
    open_workloads = sum(finding.outcome == "unknown" for finding in _of("workloads", findings))
    total = len(assessed.workloads)
    decided = min(decided, total - open_workloads)
    read = "Read {known} of {total} sources"
    return (
        _light("spend", "Spend control", spend, read, _spend_headline(assessed.spend, findings), findings),
        _light("safety", "Content safety", safety, read, _safety_headline(assessed.guardrails, findings), findings),
        _light(
            "devices",
            "Device readiness",
            (known, len(devices) + files[1] - files[0]),
            "{known} of {total} devices known well enough",
            _device_headline(assessed.endpoints, files, len(devices) - known),
            findings,
        ),
        _light(
            "workloads",
            "Workload placement",
            (decided, total),
            "{known} of {total} workloads decided",
            _workload_headline(assessed.workloads),
            findings,
        ),
    )


def _light(
    name: str, title: str, cover: tuple[int, int], caption: str, headline: Text, findings: Sequence[Finding]
) -> Light:
    """Grey whenever anything is not known; else the colour of the most urgent failure."""
    own = _of(name, findings)
    failed = [finding.severity for finding in own if finding.outcome == "fail"]
    worst = min(failed, key=lambda severity: severity.rank, default=None)
    known, total = cover
    short = known < total or total == 0 or any(finding.outcome == "unknown" for finding in own)
    return Light(
        name=name,  # type: ignore[arg-type]
        title=Text(title),
        state="unknown" if short else _state(worst),
        worst=worst,
        known=known,
        total=total,
        caption=Text(caption, known=known, total=total) if total else Text("nothing to read is configured"),
        headline=headline if known or not total else Text("nothing could be read"),
    )


def _state(worst: Severity | None) -> LightState:
    if worst is None:
        return "in_order"
    return "act_now" if worst in (Severity.CRITICAL, Severity.HIGH) else "improve"


def _of(light: str, findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.check.startswith(CHECKS[light])]


def _reads(answers: Iterable[Answer], sources: tuple[str, ...]) -> tuple[int, int]:
    states = [answer.state for answer in answers if answer.ask.source in sources]
    return states.count("read"), len(states)


def _decided(device: DeviceReadiness) -> bool:
    return all(verdict.verdict != "unknown" for verdict in (device.minimum, *device.verdicts))


def _spend_headline(spend: Spend, findings: Sequence[Finding]) -> Text:
    unbudgeted = [item for item in spend.resources if not item.covered_by]
    if any(cost.amount for cost in spend.uncovered):
        return Text("{amount} this month under no budget", amount=_amounts(spend.uncovered))
    if unbudgeted:
        return _counted(len(unbudgeted), "1 AI resource under no budget", "{count} AI resources under no budget")
    if failed := _failed("spend", findings):
        return _counted(failed, "1 alert is missing on a budget", "{count} alerts are missing on budgets")
    return Text("every AI resource is under a budget") if spend.resources else Text("no AI resource was found")


def _amounts(amounts: Sequence[Money]) -> Value:
    """Every currency by itself."""
    first, *rest = amounts
    return Text("{first} and {rest}", first=first, rest=_amounts(rest)) if rest else first


def _counted(count: int, one: str, many: str) -> Text:
    """A count with its noun in the right number."""
    return Text(one if count == 1 else many, count=count)


def _failed(light: str, findings: Iterable[Finding]) -> int:
    return sum(finding.outcome == "fail" for finding in _of(light, findings))


def _safety_headline(guardrails: Guardrails, findings: Sequence[Finding]) -> Text:
    if failed := _failed("safety", findings):
        return _counted(failed, "1 setting weaker than it should be", "{count} settings weaker than they should be")
    return _counted(len(guardrails.deployments), "1 deployment looked at", "{count} deployments looked at")


def _device_headline(endpoints: Endpoints, files: tuple[int, int], unknown: int) -> Text:
    unread, devices = files[1] - files[0], len(endpoints.devices)
    if unread:
        return _counted(unread, "1 inventory file could not be read", "{count} inventory files could not be read")
    if unknown:
        return _counted(unknown, "1 device needs an inventory run", "{count} devices need an inventory run")
    return _counted(devices, "1 device in the inventory", "{count} devices in the inventory")


def _workload_headline(workloads: Sequence[WorkloadDecision]) -> Text:
    blocked = sum(decision.route == "blocked" for decision in workloads)
    if blocked:
        return _counted(blocked, "1 workload has no place", "{count} workloads have no place")
    if undecided := sum(decision.route == "run_additional_eval" for decision in workloads):
        return _counted(undecided, "1 workload is still open", "{count} workloads are still open")
    return _counted(len(workloads), "1 workload declared", "{count} workloads declared")


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


def _sources(rules: Rules) -> tuple[tuple[str, date], ...]:
    """Where the rules were read, each place once, with the latest day."""
    filters = [rule for profile in rules.profiles for rule in profile.filters]
    filters += [rule for policy in rules.system_policies for rule in policy.filters]
    references = [rule.reference for rule in filters]
    references += [row.reference for row in rules.skus] + [row.reference for row in rules.regions]
    references += [row.reference for row in rules.ai_services] + [row.reference for row in rules.local_models]
    references += [row.reference for row in rules.device_rules] + [row.reference for row in rules.cloud_models]
    latest: dict[str, date] = {}
    for reference in references:
        latest[reference.source] = max(reference.read_on, latest.get(reference.source, reference.read_on))
    return tuple(sorted(latest.items()))
