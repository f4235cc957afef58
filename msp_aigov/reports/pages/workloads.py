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
    yield from (_stages(each) for each in client.workloads if len(each.stages) > 1)


def _workload(decision: WorkloadDecision) -> tuple[Cell, ...]:
    purpose = (Small(Text.verbatim(decision.purpose)),) if decision.purpose else ()
    gate = (word(GATES, decision.deciding_gate),) if decision.deciding_gate else ()
    runner_up = (Small(Text("Next best: {place}", place=decision.runner_up)),) if decision.runner_up else ()
    more = (*decision.crossings, *decision.obligations)
    return (
        Lines((Text.verbatim(decision.name), *purpose)),
        word(ROUTES, decision.route),
        graded(WORKLOAD_STATUSES, decision.status),
        Lines((*gate, decision.reason, *(Small(each) for each in more))),
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
