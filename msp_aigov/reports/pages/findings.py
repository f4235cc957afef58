"""Findings, those of one check and outcome together."""

from collections.abc import Iterator

from msp_aigov.model.document import ClientReport
from msp_aigov.model.finding import Finding
from msp_aigov.model.text import Day, Text
from msp_aigov.reports.blocks import (
    Block,
    Case,
    Code,
    Column,
    FindingItem,
    Findings,
    Heading,
    Paragraph,
    State,
    Table,
    graded,
)
from msp_aigov.reports.words.plain import OUTCOMES, SEVERITIES, STATUSES, counted

OPEN = ("fail", "unknown")
NOTHING_KNOWN = "We found nothing to act on, but we could not read enough to say that all is well."


def of_outcome(client: ClientReport, *outcomes: str) -> list[Finding]:
    """The client's findings with one of these outcomes, in the document's order."""
    return [finding for finding in client.findings if finding.outcome in outcomes]


def open_findings(client: ClientReport, check_ids: bool) -> Findings:
    """What failed and what nobody can say; check ids are for engineers."""
    return Findings(tuple(_item(group, check_ids) for group in _grouped(of_outcome(client, *OPEN))))


def chapter(client: ClientReport) -> Iterator[Block]:
    """What needs somebody to act, then what the client chose to live with."""
    yield Heading(Text("Findings, most urgent first"))
    findings = open_findings(client, check_ids=False)
    passed = len(of_outcome(client, "pass"))
    if findings.items:
        yield findings
    else:
        yield nothing(client)
    if passed:
        yield Paragraph(Text("{things} in order.", things=counted("thing", passed)))
    waived = of_outcome(client, "waived")
    if waived:
        yield _table(Text("Accepted for now"), waived)


def nothing(client: ClientReport) -> Paragraph:
    """What to say instead of findings: all is well only where all could be read."""
    short = client.stopped or client.crashes or any(light.state == "unknown" for light in client.lights)
    return Paragraph(Text(NOTHING_KNOWN if short else "Nothing needs anybody to act."))


def resolved(client: ClientReport) -> Iterator[Block]:
    """What has been put right since the run before."""
    done = [finding for finding in client.findings if finding.status == "resolved"]
    if done:
        yield _table(Text("Put right"), done)


def state(finding: Finding) -> State:
    """How urgent a failure is; what did not fail says so instead."""
    return graded(SEVERITIES, finding.severity) if finding.outcome == "fail" else graded(OUTCOMES, finding.outcome)


def when(finding: Finding) -> Text:
    """Whether a finding is new, or since when it stands."""
    if finding.status == "unchanged" and finding.since:
        return Text("since {day}", day=Day(finding.since))
    return Text(STATUSES[finding.status])


def _table(caption: Text, findings: list[Finding]) -> Table:
    columns = (Column(Text("Finding")), Column(Text("Where"), "code"), Column(Text("What we saw")))
    return Table(caption, columns, tuple((each.title, Code(each.subject.name), each.detail) for each in findings))


def _grouped(findings: list[Finding]) -> list[list[Finding]]:
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        key = (finding.check, finding.outcome, finding.severity, finding.remedy, when(finding))
        groups.setdefault(key, []).append(finding)
    return list(groups.values())


def _item(group: list[Finding], check_ids: bool) -> FindingItem:
    first = group[0]
    return FindingItem(
        state=state(first),
        title=first.title,
        about=_about(group),
        cases=tuple(Case(finding.subject.name, finding.detail, finding.evidence) for finding in group),
        remedy=first.remedy,
        why=tuple(Text(part) for part in first.why.split("\n\n") if part.strip()),
        when=when(first),
        since=first.since if first.status == "unchanged" else None,
        check=first.check if check_ids else "",
    )


def _about(group: list[Finding]) -> Text:
    kind = group[0].subject.kind
    return Text.verbatim(kind) if len(group) == 1 else counted(kind, len(group))
