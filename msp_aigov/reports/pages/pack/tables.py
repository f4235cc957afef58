"""Tables that several pages of the pack show."""

from collections.abc import Iterator, Sequence

from msp_aigov.model.document import Action, ClientReport, Document
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
from msp_aigov.reports.pages import coverage, workloads
from msp_aigov.reports.words.places import place_name
from msp_aigov.reports.words.plain import (
    GATES,
    OUTCOMES,
    SEVERITIES,
    STATUSES,
    WORKLOAD_STATUSES,
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
STEPS = {"open": "Open", "update": "Going on", "close": "Closed"}
ACTIONS = ("What", "Who", "Effort", "Cost", "Until", "State")
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
    """Steps under a heading, one paragraph each; a single one needs no number."""
    yield Heading(title, 3)
    for number, step in enumerate(steps, start=1):
        many = Text("{number}. {step}", number=number, step=Text(step))
        yield Paragraph(many if len(steps) > 1 else Text(step))


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
    yield Table(Text("Most urgent first"), columns(*ACTIONS), tuple(map(action, client.actions)))


def action(action: Action) -> tuple[Cell, ...]:
    """One line of the plan: what, by whom, how much work, until when."""
    urgency = graded(SEVERITIES, action.severity)
    names = Small(Text.verbatim(", ".join(action.subjects)))
    return (
        Lines((action.title, action.remedy, names)),
        Text(OWNERS[action.owner]),
        Text(EFFORTS[action.effort]),
        _price(action),
        Text("{day}", day=Day(action.due)),
        Lines((Text(STEPS[action.step]), *(() if action.step == "close" else (urgency,)))),
    )


def _price(action: Action) -> Cell:
    """What has to be bought; a dash where it is work alone."""
    if not action.unpriced:
        return amounts(action.costs)
    return Lines((*action.costs, Text("{count} without a price", count=action.unpriced)))


def matrix(client: ClientReport) -> Table:
    """Every workload in one line."""
    titles = columns("Workload", "Where", "Status", "Decided by", "Why", "Next best", "Would change if", "Review by")
    return Table(Text("Workload matrix"), titles, tuple(map(_decision, client.workloads)))


def _decision(each: WorkloadDecision) -> tuple[Cell, ...]:
    return (
        Text.verbatim(each.name),
        workloads.routed(each.route, each.stages),
        graded(WORKLOAD_STATUSES, each.status),
        word(GATES, each.deciding_gate) if each.deciding_gate else Text("–"),
        each.reason,
        Text.verbatim(each.runner_up or "–"),
        workloads.changes(each),
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
                        head = (Text.verbatim(decision.name), Text.verbatim(stage.name), place_name(place.id))
                        rows.append((*head, word(GATES, gate.name), RESULTS[gate.result], gate.reason))
    return Table(Text("Gate by gate"), columns("Workload", "Stage", "Place", "Gate", "Result", "Why"), tuple(rows))


def findings(client: ClientReport) -> Table:
    """Every finding in one line."""
    titles = columns("Check", "Title", "Severity", "Outcome", "Where", "What we saw", "Status")
    return Table(Text("Findings"), titles, tuple(map(_finding, client.findings)))


def _finding(each: Finding) -> tuple[Cell, ...]:
    head = (Code(each.check), each.title, graded(SEVERITIES, each.severity), graded(OUTCOMES, each.outcome))
    return (*head, Code(each.subject.name), each.detail, word(STATUSES, each.status))


def sources(document: Document, client: ClientReport) -> Iterator[Block]:
    """Where the rules were read, and which run this is."""
    if client.sources:
        rows = tuple((_source(source), Text("{day}", day=Day(read_on))) for source, read_on in client.sources)
        yield Table(Text("Rules and where they come from"), columns("Source", "Read on"), rows, folded=True)
    run = document.run
    words = "Run {run}, rules {rules}, msp-aigov {version}."
    yield Note(Text(words, run=run.id, rules=run.rules_hash[:12], version=run.tool_version))
    yield Note(Text("Sources: {tally}.", tally=coverage.tally(client)))


def _source(source: str) -> Cell:
    """An address as it is; a source that is none in words."""
    return Code(source) if source.startswith("https://") else Text(source)
