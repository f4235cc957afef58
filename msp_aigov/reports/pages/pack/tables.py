"""Tables that several pages of the pack show."""

from collections.abc import Iterator, Sequence

from msp_aigov.model.document import Action, ClientReport, Document, Refresh
from msp_aigov.model.finding import Finding
from msp_aigov.model.text import Day, Money, Text
from msp_aigov.model.workload import WorkloadDecision
from msp_aigov.reports.blocks import (
    Block,
    Cell,
    Code,
    Column,
    Heading,
    Lines,
    Note,
    Paragraph,
    Small,
    State,
    Table,
    graded,
)
from msp_aigov.reports.words.plain import (
    GATES,
    OUTCOMES,
    ROUTES,
    SEVERITIES,
    VERDICTS,
    WORKLOAD_STATUSES,
    counted,
    word,
)

ANSWERS = {
    "go": State("good", Text("Yes")),
    "no_go": State("bad", Text("No")),
    "unknown": State("none", Text("Not known")),
    "not_applicable": State("good", Text("Does not apply")),
}
NOT_YET = {
    1: "Not yet: one of these is not so, or not known.",
    2: "Not yet: {count} of these are not so, or not known.",
}
OWNERS = {"client": "You", "msp": "Us"}
EFFORTS = {"S": "Small", "M": "Medium", "L": "Large"}
STEPS = {"open": "Open", "update": "Going on", "close": "Done"}
RESULTS = {
    "pass": State("good", Text("Pass")),
    "conditional": State("warn", Text("With a condition")),
    "unknown": State("none", Text("Unknown")),
    "fail": State("bad", Text("Fails")),
}


def columns(*titles: str) -> tuple[Column, ...]:
    """Columns of words."""
    return tuple(Column(Text(title)) for title in titles)


def amounts(costs: Sequence[Money]) -> Cell:
    """Every currency on a line of its own; a dash where no price is known."""
    if len(costs) == 1:
        return costs[0]
    return Lines(tuple(costs)) if costs else Text("–")


def numbered(title: Text, steps: Sequence[str]) -> Iterator[Block]:
    """Steps under a heading, one paragraph each."""
    yield Heading(title, 3)
    for number, step in enumerate(steps, start=1):
        yield Paragraph(Text("{number}. {step}", number=number, step=Text(step)))


def access(client: ClientReport) -> Iterator[Block]:
    """Go or no go: what has to be so before anybody gets access."""
    if not client.access:
        return
    yield Heading(Text("Before access is handed out"))
    stops = [each for each in client.access if each.state in ("no_go", "unknown")]
    said = NOT_YET[1 if len(stops) == 1 else 2]
    yield Note(Text(said, count=len(stops)), "warn") if stops else Note(Text("Go: everything that has to be so is so."))
    rows = tuple((each.question, ANSWERS[each.state], each.reason) for each in client.access)
    yield Table(Text("Go or no go"), columns("Question", "Answer", "Why"), rows)


def actions(client: ClientReport) -> Iterator[Block]:
    """Who does what until when."""
    yield Heading(Text("Action plan"))
    if not client.actions:
        yield Paragraph(Text("There is nothing to do that we know of."))
        return
    titles = columns("What", "Who", "Effort", "Until", "State")
    yield Table(Text("Most urgent first"), titles, tuple(map(_action, client.actions)))


def _action(action: Action) -> tuple[Cell, ...]:
    urgency = graded(SEVERITIES, action.severity)
    names = Small(Text.verbatim(", ".join(action.subjects)))
    return (
        Lines((action.title, action.remedy, names)),
        Text(OWNERS[action.owner]),
        Text(EFFORTS[action.effort]),
        Text("{day}", day=Day(action.due)),
        Lines((Text(STEPS[action.step]), *(() if action.step == "close" else (urgency,)))),
    )


def refresh(client: ClientReport) -> Iterator[Block]:
    """Which device needs what, and what each quarter costs."""
    yield Heading(Text("Refresh plan"))
    if not client.refresh:
        yield Paragraph(Text("No device needs a change that we know of."))
        return
    if client.quarters:
        counts = tuple(Column(Text(title), "number") for title in ("Devices", "Without a price", "Cost"))
        rows = tuple((Text.verbatim(q.quarter), q.devices, q.unpriced, amounts(q.costs)) for q in client.quarters)
        yield Table(Text("Quarter by quarter"), (*columns("Quarter"), *counts), rows)
    titles = (*columns("Device", "Verdict", "Why", "What to do"), Column(Text("Cost"), "number"), *columns("When"))
    yield Table(Text("Device by device"), titles, tuple(map(_refresh, client.refresh)))


def _refresh(each: Refresh) -> tuple[Cell, ...]:
    ends = (Small(Text("Warranty until {day}", day=Day(each.warranty_end))),) if each.warranty_end else ()
    about = (Small(Text.verbatim(", ".join(each.workloads))),) if each.workloads else ()
    return (
        Lines((Code(each.device), *about)),
        graded(VERDICTS, each.verdict),
        Lines(each.reasons),
        each.action or Text("–"),
        each.cost or Text("–"),
        Lines((Text.verbatim(each.quarter or "–"), *ends)),
    )


def matrix(client: ClientReport) -> Table:
    """Every workload in one line."""
    titles = columns("Workload", "Where", "Status", "Decided by", "Why", "Next best", "Would change if", "Review by")
    return Table(Text("Workload matrix"), titles, tuple(map(_decision, client.workloads)))


def _decision(each: WorkloadDecision) -> tuple[Cell, ...]:
    return (
        Text.verbatim(each.name),
        word(ROUTES, each.route),
        graded(WORKLOAD_STATUSES, each.status),
        word(GATES, each.deciding_gate) if each.deciding_gate else Text("–"),
        each.reason,
        Text.verbatim(each.runner_up or "–"),
        each.would_change or Text("–"),
        Text("{day}", day=Day(each.review_by)) if each.review_by else Text("–"),
    )


def gates(client: ClientReport, name: str = "") -> Table:
    """Every candidate of every stage, gate by gate."""
    rows: list[tuple[Cell, ...]] = []
    for decision in client.workloads:
        if name in ("", decision.name):
            for stage in decision.stages:
                for place in stage.candidates:
                    for gate in place.gates:
                        head = (Text.verbatim(decision.name), Text.verbatim(stage.name), Code(place.id))
                        rows.append((*head, word(GATES, gate.name), RESULTS[gate.result], gate.reason))
    return Table(Text("Gate by gate"), columns("Workload", "Stage", "Place", "Gate", "Result", "Why"), tuple(rows))


def findings(client: ClientReport) -> Table:
    """Every finding in one line."""
    titles = columns("Check", "Title", "Severity", "Outcome", "Where", "What we saw", "Status")
    return Table(Text("Findings"), titles, tuple(map(_finding, client.findings)))


def _finding(each: Finding) -> tuple[Cell, ...]:
    head = (Code(each.check), each.title, graded(SEVERITIES, each.severity), graded(OUTCOMES, each.outcome))
    return (*head, Code(each.subject.name), each.detail, Text.verbatim(each.status))


def sources(document: Document, client: ClientReport) -> Iterator[Block]:
    """Where the rules were read, and which run this is."""
    if client.sources:
        rows = tuple((Code(source), Text("{day}", day=Day(read_on))) for source, read_on in client.sources)
        yield Table(Text("Rules and where they come from"), columns("Source", "Read on"), rows, folded=True)
    run = document.run
    words = "Run {run}, rules {rules}, msp-aigov {version}."
    yield Note(Text(words, run=run.id, rules=run.rules_hash[:12], version=run.tool_version))
    yield Note(counted("read", len(client.coverage)))
