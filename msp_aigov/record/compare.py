"""How findings stand against the run before: only where this run looked."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from msp_aigov.model.document import Changes
from msp_aigov.model.finding import Finding, Status
from msp_aigov.model.text import Text


def compared(
    now: Iterable[Finding], before: Iterable[Finding], first: bool, looked: Callable[[Finding], bool] = lambda _: True
) -> tuple[Finding, ...]:
    """The findings with their status; what failed before and is gone comes back as resolved, or as out of sight.

    `looked` says whether this run looked where an earlier finding was.
    """
    now = list(now)
    known = {finding.fingerprint: finding for finding in before}
    made = [_with_status(finding, known.get(finding.fingerprint)) for finding in now]
    if not first:
        here = {finding.fingerprint for finding in now}
        blind = {finding.check for finding in now if finding.outcome == "unknown"}
        gone = (old for key, old in sorted(known.items()) if key not in here and (_open(old) or old.failed_before))
        made += [_gone(old, old.check in blind or not looked(old)) for old in gone]
    return tuple(made)


def changes(findings: Iterable[Finding], since: date | None) -> Changes:
    """The counts of what changed; nothing has changed in a first run."""
    if since is None:
        return Changes()
    counts = {status: 0 for status in ("new", "resolved", "reopened", "lost_sight")}
    for finding in findings:
        if finding.status in counts and (finding.status != "new" or finding.outcome == "fail"):
            counts[finding.status] += 1
    return Changes(since, **counts)


def _open(finding: Finding) -> bool:
    """Whether it failed, or failed when last seen."""
    return finding.outcome == "fail" or finding.status == "lost_sight"


def _with_status(finding: Finding, old: Finding | None) -> Finding:
    if old is None:
        return replace(finding, status="new", failed_before=finding.outcome == "fail")
    status = _status(finding, old)
    same = finding.outcome == old.outcome and status == "unchanged"
    return replace(
        finding,
        status=status,
        since=old.since
        if same or status == "lost_sight" or (finding.outcome == "fail" and _open(old))
        else finding.since,
        failed_before=old.failed_before or finding.outcome == "fail",
    )


def _status(finding: Finding, old: Finding) -> Status:
    if finding.outcome == "fail":
        if _open(old):
            return "unchanged"
        return "reopened" if old.failed_before else "new"
    if finding.outcome == "waived":  # accepted, which is not the same as put right
        return "unchanged" if old.outcome == "waived" or _open(old) else "new"
    if finding.outcome == "unknown":
        return "lost_sight" if _open(old) else "unchanged" if old.outcome == "unknown" else "new"
    return "resolved" if _open(old) else "unchanged"


def _gone(old: Finding, blind: bool) -> Finding:
    """What is no longer there. It is kept, so that it can be told when it comes back."""
    if not _open(old):
        return replace(old, outcome="not_applicable", status="unchanged", detail=Text("is no longer there"))
    if blind:
        return replace(old, outcome="unknown", status="lost_sight", detail=Text("could not be looked at in this run"))
    return replace(old, outcome="pass", status="resolved", detail=Text("is no longer there"))
