"""The four lights: one answer, its coverage and its headline for each question a client asks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from msp_aigov.model.answers import Answer
from msp_aigov.model.device import DeviceReadiness, Endpoints
from msp_aigov.model.document import Light, LightState
from msp_aigov.model.finding import Finding, Severity
from msp_aigov.model.guardrails import Guardrails
from msp_aigov.model.spend import Spend
from msp_aigov.model.text import Money, Text, Value
from msp_aigov.model.workload import WorkloadDecision

# What each part of an audit reads; a light is grey while any of it is missing. Workloads rest on what the others read.
READS = {
    "spend": (
        *("azure.subscriptions", "azure.accounts", "azure.cost", "azure.cost_closed", "azure.budgets"),
        *("azure.cost_meters", "azure.meter_ids", "azure.marketplace", "azure.forecast", "azure.deployments"),
        *("azure.model_meters", "azure.metrics", "azure.cost_controls", "azure.group_budgets", "azure.action_groups"),
        "export.cost",
    ),
    "guardrails": (
        *("azure.subscriptions", "azure.accounts", "azure.deployments", "azure.rai_policies"),
        *("azure.diagnostics", "azure.defender", "azure.connections", "azure.safety_metrics", "azure.model_meters"),
        *("azure.rai_blocklists", "azure.quota"),
    ),
    "endpoints": ("inventory.file",),
}
CHECKS = {"spend": ("SPD",), "safety": ("GRD", "ACC"), "devices": ("EPT",), "workloads": ("WRK",)}
TO_MEND = ("1 thing to put right", "{count} things to put right")
PART = {"spend": "spend", "safety": "guardrails", "devices": "endpoints", "workloads": "workloads"}


@dataclass(frozen=True)
class Assessed:
    """What was worked out about one client."""

    spend: Spend = Spend()
    guardrails: Guardrails = Guardrails()
    endpoints: Endpoints = Endpoints()
    workloads: tuple[WorkloadDecision, ...] = ()


def lights(answers: Sequence[Answer], assessed: Assessed, findings: Sequence[Finding]) -> tuple[Light, ...]:
    """The four lights, grey wherever anything is not known."""
    money = _spend_headline(assessed.spend, findings)
    guarded = _safety_headline(assessed.guardrails, findings)
    return (
        _reading_light("spend", "Spend control", answers, money, findings),
        _reading_light("safety", "Content safety", answers, guarded, findings),
        _device_light(answers, assessed.endpoints, findings),
        _workload_light(assessed.workloads, findings),
    )


def _reading_light(
    name: str, title: str, answers: Iterable[Answer], headline: Text, findings: Sequence[Finding]
) -> Light:
    """A light that rests on reads; where all were read, what they could not tell counts too."""
    read, total = _reads(answers, READS[PART[name]])
    caption = "Read {known} of {total} sources"
    if 0 < read < total:
        headline = Text("{count} of {total} sources could not be read", count=total - read, total=total)
    unknown = {finding.subject.id for finding in _of(name, findings) if finding.outcome == "unknown"}
    if unknown and read == total:
        total, caption = total + len(unknown), "{known} of {total} answers known"
    return _light(name, title, (read, total), caption, headline, findings)


def _device_light(answers: Iterable[Answer], endpoints: Endpoints, findings: Sequence[Finding]) -> Light:
    read, files = _reads(answers, READS["endpoints"])
    total = len(endpoints.devices)
    known = sum(_decided(device) for device in endpoints.devices)
    # A row that could not be used may have been a device; nobody knows what it would have said.
    total += endpoints.lost
    headline = _device_headline(endpoints, files - read, total - known - endpoints.lost)
    caption = "{known} of {total} devices known well enough"
    return _light("devices", "Device readiness", (known, total + files - read), caption, headline, findings)


def _workload_light(workloads: Sequence[WorkloadDecision], findings: Sequence[Finding]) -> Light:
    undecided = sum(decision.route == "run_additional_eval" for decision in workloads)
    unknown = sum(finding.outcome == "unknown" for finding in _of("workloads", findings))
    cover = (len(workloads) - max(undecided, unknown), len(workloads))
    caption = "{known} of {total} workloads decided"
    return _light("workloads", "Workload placement", cover, caption, _workload_headline(workloads), findings)


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
        return _counted(failed, *TO_MEND)
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
        return _counted(failed, *TO_MEND)
    return _counted(len(guardrails.deployments), "1 deployment looked at", "{count} deployments looked at")


def _device_headline(endpoints: Endpoints, unread: int, unknown: int) -> Text:
    devices = len(endpoints.devices)
    if unread:
        return _counted(unread, "1 inventory file could not be read", "{count} inventory files could not be read")
    if endpoints.lost:
        return _counted(endpoints.lost, "1 row could not be used", "{count} rows could not be used")
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
