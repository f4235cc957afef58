"""Where each AI workload belongs, and why."""

from collections.abc import Iterator

from msp_aigov.model.document import ClientReport
from msp_aigov.model.text import Text
from msp_aigov.model.workload import WorkloadDecision
from msp_aigov.reports.blocks import Block, Cell, Column, Heading, Lines, Paragraph, Small, Table, graded
from msp_aigov.reports.words.plain import GATES, ROUTES, TASKS, WORKLOAD_STATUSES, word


def chapter(client: ClientReport) -> Iterator[Block]:
    """The matrix, then the stages of every workload that has several."""
    yield Heading(Text("Where each workload belongs"))
    if not client.workloads:
        yield Paragraph(Text("No workload is described yet."))
        return
    titles = ("Workload", "Where", "Status", "Decided by", "Would change if")
    columns = tuple(Column(Text(title), "state" if title == "Status" else "text") for title in titles)
    yield Table(Text("Every workload"), columns, tuple(_workload(each) for each in client.workloads))
    yield from _attached(client)
    yield from _blockers(client)
    yield from (_stages(each) for each in client.workloads if len(each.stages) > 1)


def _attached(client: ClientReport) -> Iterator[Block]:
    """What comes with each decision: conditions, what leaves where, and what the law asks for."""
    rows: list[tuple[Cell, ...]] = []
    for each in client.workloads:
        kinds = (each.conditions, each.crossings, each.obligations, each.economics)
        if any(kinds):
            cells = tuple(Lines(kind) if kind else Text("–") for kind in kinds)
            rows.append((Text.verbatim(each.name), *cells))
    titles = ("Workload", "On condition that", "What goes where", "What the law and good practice ask for", "Cost")
    if rows:
        yield Table(Text("What comes with it"), tuple(Column(Text(title)) for title in titles), tuple(rows))


def _blockers(client: ClientReport) -> Iterator[Block]:
    """Which gate keeps how many workloads from being approved, the biggest blocker first."""
    gates = [each.deciding_gate for each in client.workloads if each.status != "approved" and each.deciding_gate]
    counts = sorted(((gates.count(gate), gate) for gate in set(gates)), key=lambda pair: (-pair[0], pair[1]))
    if counts:
        columns = (Column(Text("Gate")), Column(Text("Workloads"), "number"))
        rows = tuple((word(GATES, gate), count) for count, gate in counts)
        yield Table(Text("What stands in the way"), columns, rows)


def plain_words(decision: WorkloadDecision) -> Text:
    """One decision as a paragraph."""
    where, status = word(ROUTES, decision.route), graded(WORKLOAD_STATUSES, decision.status).word
    words = "{name}: {where}, {status}. {reason}."
    if decision.would_change:
        words += " It would change if this were settled: {change}."
    elif decision.runner_up:
        words += " Next best: {next}."
    change, reason = decision.would_change or Text(""), decision.reason
    next_best = decision.runner_up or ""
    return Text(words, name=decision.name, where=where, status=status, reason=reason, change=change, next=next_best)


def _workload(decision: WorkloadDecision) -> tuple[Cell, ...]:
    purpose = (Small(Text.verbatim(decision.purpose)),) if decision.purpose else ()
    gate = (word(GATES, decision.deciding_gate),) if decision.deciding_gate else ()
    runner_up = (Small(Text("Next best: {place}", place=decision.runner_up)),) if decision.runner_up else ()
    return (
        Lines((Text.verbatim(decision.name), *purpose)),
        word(ROUTES, decision.route),
        graded(WORKLOAD_STATUSES, decision.status),
        Lines((*gate, decision.reason)),
        Lines((decision.would_change or Text("–"), *runner_up)),
    )


def _stages(decision: WorkloadDecision) -> Table:
    columns = tuple(Column(Text(title)) for title in ("Stage", "Task", "Where", "Status"))
    rows = tuple(
        (
            Text.verbatim(each.name),
            word(TASKS, each.task),
            word(ROUTES, each.route),
            graded(WORKLOAD_STATUSES, each.status),
        )
        for each in decision.stages
    )
    return Table(Text("The stages of {workload}", workload=decision.name), columns, rows, folded=True)
