"""The check loop: every check over every assessment it is about; what was not read is unknown, never a pass."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from msp_aigov.checks.check import DECLARED, Brief, Check, look_up
from msp_aigov.errors import guarded
from msp_aigov.model.answers import Answer
from msp_aigov.model.document import CheckCrash
from msp_aigov.model.finding import Finding, Outcome, Subject, Verdict, unknown
from msp_aigov.model.text import Day, Text, Value

ORDER: tuple[Outcome, ...] = ("fail", "unknown", "waived", "not_applicable", "pass")


def judge_all(
    checks: Iterable[Check], assessments: Sequence[object], answers: Iterable[Answer], brief: Brief
) -> tuple[tuple[Finding, ...], tuple[CheckCrash, ...]]:
    """All findings, most urgent first, and the bugs that were caught on the way."""
    gaps = [answer for answer in answers if answer.state != "read"]
    findings: list[Finding] = []
    crashes: list[CheckCrash] = []
    for check in checks:
        missing = [gap for gap in gaps if gap.ask.source in check.needs]
        about = [assessment for assessment in assessments if isinstance(assessment, check.about)]
        findings += [_judged(check, assessment, missing, brief, crashes) for assessment in about]
        findings += _unseen(check, about, missing, brief)
    return tuple(sorted((_waived(finding, brief) for finding in findings), key=_urgency)), tuple(crashes)


def _judged(
    check: Check, assessment: object, missing: Sequence[Answer], brief: Brief, crashes: list[CheckCrash]
) -> Finding:
    identity = "|".join(str(look_up(assessment, path)) for path in check.identity)
    scopes = _scopes(assessment)
    gap = next((gap for gap in missing if gap.ask.scope.id in scopes), None)
    if gap:
        return _finding(check, check.subject(assessment), identity, _not_read(gap), brief)
    done = guarded(f"{check.id} on {identity}", lambda: check.judge(assessment, brief))
    if done.crash:
        crashes.append(CheckCrash(done.crash.where, done.crash.message))
    verdict = done.value or unknown(Text("the check itself failed; see the log"))
    return _finding(check, check.subject(assessment), identity, verdict, brief)


def _unseen(check: Check, about: Sequence[object], missing: Sequence[Answer], brief: Brief) -> Iterable[Finding]:
    """A gap under which no assessment could be made at all: what lies there is unknown too."""
    if check.about in DECLARED:
        return
    seen = {scope for assessment in about for scope in _scopes(assessment)}
    told = set()
    for gap in missing:
        scope = gap.ask.scope
        if scope.id not in seen and scope.id not in told:
            told.add(scope.id)
            yield _finding(check, Subject(scope.kind, scope.id, scope.name), scope.id, _not_read(gap), brief)


def _scopes(assessment: object) -> tuple[str, ...]:
    scopes = look_up(assessment, "scopes")
    return scopes if isinstance(scopes, tuple) else ()


def _not_read(gap: Answer) -> Verdict:
    return unknown(
        Text("{source}: {reason}", source=gap.ask.source, reason=gap.reason), (gap.mend,) if gap.mend else ()
    )


def _finding(check: Check, subject: Subject, identity: str, verdict: Verdict, brief: Brief) -> Finding:
    key = f"{brief.client.id}|{check.id}|{identity}"
    return Finding(
        check=check.id,
        title=check.title,
        severity=verdict.severity or check.severity,
        outcome=verdict.outcome,
        subject=subject,
        detail=verdict.detail,
        remedy=check.remedy,
        fingerprint=hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        evidence=verdict.evidence,
        why=check.why,
        since=brief.today,
    )


def _waived(finding: Finding, brief: Brief) -> Finding:
    """The finding as its waiver leaves it: accepted while that lasts, and a failure that says so afterwards."""
    own = [waiver for waiver in brief.client.waivers if waiver.covers(finding)]
    if finding.outcome != "fail" or not own:
        return finding
    last = max(own, key=lambda waiver: waiver.until)
    values: dict[str, Value] = {"seen": finding.detail, "approver": last.approver, "reason": last.reason}
    values["day"] = Day(last.until)
    if last.until < brief.today:
        return replace(finding, detail=Text("{seen}; the waiver by {approver} ran out on {day}: {reason}", **values))
    words = "{seen}; accepted by {approver} until {day}: {reason}"
    return replace(finding, outcome="waived", detail=Text(words, **values))


def told_once(findings: Iterable[Finding], checks: Iterable[Check]) -> tuple[Finding, ...]:
    """Of two checks that do not know the same thing of a subject one speaks; what was lost sight of is always told."""
    found = tuple(findings)
    told_by = {check.id: check.unknown_told_by for check in checks if check.unknown_told_by}
    unknown_of = {(each.check, each.subject.id) for each in found if each.outcome == "unknown"}

    def quiet(finding: Finding) -> bool:
        told = (told_by.get(finding.check, ""), finding.subject.id) in unknown_of
        return told and finding.outcome == "unknown" and finding.status != "lost_sight"

    made = (_left_to(told_by[each.check], each) if quiet(each) else each for each in found)
    return tuple(sorted(made, key=_urgency))


def _left_to(other: str, finding: Finding) -> Finding:
    detail = Text("not known; {check} says what would settle it", check=other)
    return replace(finding, outcome="not_applicable", status="unchanged", detail=detail)


def _urgency(finding: Finding) -> tuple[int, int, str, str, str]:
    outcome = ORDER.index(finding.outcome)
    return (outcome, finding.severity.rank, finding.check, finding.subject.name, finding.subject.id)
