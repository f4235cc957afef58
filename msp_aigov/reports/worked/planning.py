"""What is to be done, by whom, until when, at what cost: worked out once for every page, plan and ticket."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from msp_aigov.checks.check import Check
from msp_aigov.model.device import DeviceReadiness, Endpoints, VerdictKind
from msp_aigov.model.document import AccessCondition, Action, QuarterCost, Refresh
from msp_aigov.model.finding import Finding, Severity
from msp_aigov.model.guardrails import Guardrails
from msp_aigov.model.text import Money, Text
from msp_aigov.model.workload import Workload

DAYS = {Severity.CRITICAL: 7, Severity.HIGH: 30, Severity.MEDIUM: 90, Severity.LOW: 180}
FEW_NAMES = 3
FEW, SOME = 1, 5  # subjects that make a small and a medium effort
WORST: tuple[VerdictKind, ...] = ("replace", "ready_after", "not_suitable", "unknown", "ready")
ASKED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Is all AI spend under a budget that somebody hears from?", ("SPD001", "SPD002", "SPD003")),
    ("Do the content filters meet the profile?", ("GRD001", "GRD002")),
    ("Are API keys switched off?", ("ACC001",)),
    ("Is the quota small enough, so that little can be lost before an alert?", ("SPD007",)),
)


def access(
    findings: Sequence[Finding], guardrails: Guardrails, workloads: Sequence[Workload]
) -> Iterator[AccessCondition]:
    """What has to be so before access is handed out."""
    for question, checks in ASKED:
        yield _condition(Text(question), [each for each in findings if each.check in checks], guardrails)
    yield _images(workloads)


def _condition(question: Text, findings: Sequence[Finding], guardrails: Guardrails) -> AccessCondition:
    for outcome in ("fail", "unknown", "waived", "pass"):
        found = [finding for finding in findings if finding.outcome == outcome]
        if found:
            state: dict[str, Literal["no_go", "unknown", "go"]] = {"fail": "no_go", "unknown": "unknown"}
            return AccessCondition(question, state.get(outcome, "go"), _reason(outcome, found))
    if guardrails.accounts or guardrails.deployments:
        why = next((_named(each) for each in findings), Text("nothing was found that would tell"))
        return AccessCondition(question, "unknown", why)
    return AccessCondition(question, "not_applicable", Text("no AI account was found"))


def _reason(outcome: str, found: Sequence[Finding]) -> Text:
    """What stands in the way and where, in one line; the report says the rest."""
    if outcome == "pass":
        return Text("looked at and in order: {count}", count=len(found))
    if outcome == "waived":
        return _named(found[0])
    names = list(dict.fromkeys(finding.subject.name for finding in found))
    shown = Text.verbatim(", ".join(names[:FEW_NAMES]))
    if len(names) > FEW_NAMES:
        shown = Text("{shown} and {rest} more", shown=shown, rest=len(names) - FEW_NAMES)
    titles = {finding.check: finding.title for finding in found}
    if len(titles) > 1:
        return Text("{titles}: {names}", titles=Text("{first}, and more", first=found[0].title), names=shown)
    return Text("{title}: {names}", title=found[0].title, names=shown)


def _named(finding: Finding) -> Text:
    return Text("{name}: {detail}", name=finding.subject.name, detail=finding.detail)


def _images(workloads: Sequence[Workload]) -> AccessCondition:
    question = Text("Does a gate look at generated images before they are used?")
    stages = [stage for each in workloads for stage in each.stages if stage.task == "image-generation"]
    if not stages:
        return AccessCondition(question, "not_applicable", Text("no workload makes images"))
    for answer, state, words in (
        (False, "no_go", "{stage} has none"),
        (None, "unknown", "nobody said whether {stage} has one"),
    ):
        found = next((stage for stage in stages if stage.image_gate is answer), None)
        if found:
            return AccessCondition(question, state, Text(words, stage=found.name))  # type: ignore[arg-type]
    return AccessCondition(question, "go", Text("every workload that makes images names one; it was not tried"))


def actions(
    client: str, findings: Sequence[Finding], checks: Sequence[Check], today: date, devices: Sequence[Refresh] = ()
) -> tuple[Action, ...]:
    """One action for each check, most urgent first. Only what was seen to be in order, or was accepted, closes one."""
    asked = {check.id for check in checks if check.decision}
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.check, []).append(finding)
    made = [_action(client, check, group, check in asked, today) for check, group in groups.items()]
    priced = (_priced(each, groups[each.check], devices) for each in made if each)
    return tuple(sorted(priced, key=lambda each: (each.step, each.severity.rank, each.check)))


def _action(client: str, check: str, group: Sequence[Finding], asks: bool, today: date) -> Action | None:
    failed = [finding for finding in group if finding.outcome == "fail"]
    lost = [finding for finding in group if finding.status == "lost_sight"]
    accepted = [finding for finding in group if finding.outcome == "waived" and finding.failed_before]
    resolved = [finding for finding in group if finding.status == "resolved"]
    about = failed or lost or [*accepted, *resolved]
    if not about:
        return None
    worst = min(about, key=lambda finding: finding.severity.rank)
    return Action(
        id=hashlib.sha256(f"{client}|{check}".encode("utf-8", "surrogatepass")).hexdigest()[:16],
        check=check,
        title=worst.title,
        remedy=worst.remedy,
        severity=worst.severity,
        owner="client" if asks else "msp",
        effort="S" if len(about) <= FEW else "M" if len(about) <= SOME else "L",
        due=(worst.since or today) + timedelta(DAYS[worst.severity]),
        subjects=tuple(dict.fromkeys(finding.subject.name for finding in about)),
        step=_step(failed, lost),
    )


def _priced(action: Action, group: Sequence[Finding], devices: Sequence[Refresh]) -> Action:
    """The action with what its devices cost by the refresh plan; other work is bought nowhere."""
    about = {each.subject.name for each in group if each.subject.kind == "device"} & set(action.subjects)
    due = [each for each in devices if each.device in about and each.quarter]
    if action.step == "close" or not due:
        return action
    total = _total("", due)
    return replace(action, costs=total.costs, unpriced=total.unpriced)


def _step(failed: Sequence[Finding], lost: Sequence[Finding]) -> Literal["open", "update", "close"]:
    if failed:
        return "open" if all(finding.status in ("new", "reopened") for finding in failed) and not lost else "update"
    return "update" if lost else "close"


def refresh(endpoints: Endpoints, today: date) -> tuple[Refresh, ...]:
    """Every device that is not ready for all its workloads, the most pressing first."""
    found = (_refresh(device, today) for device in endpoints.devices)
    made = [each for each in found if each.verdict != "ready"]
    return tuple(sorted(made, key=lambda each: (WORST.index(each.verdict), each.quarter, each.device)))


def _refresh(readiness: DeviceReadiness, today: date) -> Refresh:
    verdicts = readiness.verdicts or (readiness.minimum,)
    worst = min(verdicts, key=lambda verdict: WORST.index(verdict.verdict))
    short = [verdict for verdict in verdicts if verdict.verdict == worst.verdict]
    warranty = readiness.device.facts.warranty_end
    advised = next(iter(readiness.options), None)
    return Refresh(
        device=readiness.device.name,
        verdict=worst.verdict,
        workloads=tuple(verdict.workload for verdict in short if verdict.workload),
        reasons=tuple(dict.fromkeys(reason for verdict in short for reason in verdict.reasons[:1])),
        action=advised.action if advised else worst.action,
        cost=advised.cost if advised else worst.cost,
        warranty_end=warranty.value if warranty.known else None,
        quarter=_quarter(worst.verdict, warranty.value if warranty.known else None, today),
        options=readiness.options,
    )


def _quarter(verdict: VerdictKind, warranty: date | None, today: date) -> str:
    """A part is fitted now; a whole device is replaced when its warranty ends."""
    if verdict not in ("replace", "ready_after"):
        return ""
    day = max(today, warranty) if verdict == "replace" and warranty else today
    return f"{day.year} Q{(day.month + 2) // 3}"


def quarters(planned: Iterable[Refresh]) -> tuple[QuarterCost, ...]:
    """What each quarter costs; a device without a price is counted, not guessed."""
    groups: dict[str, list[Refresh]] = {}
    for each in planned:
        if each.quarter:
            groups.setdefault(each.quarter, []).append(each)
    return tuple(_total(quarter, group) for quarter, group in sorted(groups.items()))


def _total(quarter: str, group: Sequence[Refresh]) -> QuarterCost:
    sums: dict[str, Decimal] = {}
    for each in group:
        if each.cost:
            sums[each.cost.currency] = sums.get(each.cost.currency, Decimal(0)) + each.cost.amount
    unpriced = sum(each.cost is None for each in group)
    return QuarterCost(quarter, len(group), unpriced, tuple(Money(sums[key], key) for key in sorted(sums)))
