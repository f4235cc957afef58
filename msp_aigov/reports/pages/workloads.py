"""Where each AI workload belongs, and why."""

from collections.abc import Iterator, Sequence

from msp_aigov.model.document import ClientReport
from msp_aigov.model.text import Text
from msp_aigov.model.workload import StageDecision, WorkloadDecision
from msp_aigov.reports.blocks import Block, Cell, Column, Heading, Lines, Paragraph, Small, Table, graded
from msp_aigov.reports.words.places import place_name
from msp_aigov.reports.words.plain import GATES, ROUTES, TASKS, WORKLOAD_STATUSES, joined, word

# What would change a decision, said of the reason beside it.
OTHERWISE = {
    "conditional": "that is settled",
    "needs_evidence": "that becomes known",
    "rejected": "that were otherwise",
}


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
        crossings = tuple(crossing.words for crossing in each.crossings)
        asked = tuple(obligation.words for obligation in each.obligations)
        kinds = (each.conditions, crossings, asked, tuple(_costs(each)))
        if any(kinds):
            cells = tuple(Lines(kind) if kind else Text("–") for kind in kinds)
            rows.append((Text.verbatim(each.name), *cells))
    titles = ("Workload", "On condition that", "What goes where", "What the law and good practice ask for", "Cost")
    if rows:
        yield Table(Text("What comes with it"), tuple(Column(Text(title)) for title in titles), tuple(rows))


def _costs(decision: WorkloadDecision) -> Iterator[Text]:
    """A month in each place that has a price, and from when on the devices are cheaper."""
    for cost in decision.economics.routes:
        if cost.monthly:
            words = "{stage} on {place}: {cost} a month"
            yield Text(words, stage=cost.stage, place=place_name(cost.candidate), cost=cost.monthly)
    yield from dict.fromkeys(each.words for each in decision.economics.break_even)


def _blockers(client: ClientReport) -> Iterator[Block]:
    """Which gate keeps how many workloads from being approved, the biggest blocker first."""
    if client.blockers:
        titles = ("Nowhere yet", "Evaluate first", "On conditions")
        columns = (Column(Text("Gate")), *(Column(Text(title), "number") for title in titles))
        rows = tuple((word(GATES, each.gate), each.rejected, each.open, each.conditional) for each in client.blockers)
        yield Table(Text("What stands in the way, the biggest blocker first"), columns, rows)


def _workload(decision: WorkloadDecision) -> tuple[Cell, ...]:
    purpose = (Small(Text.verbatim(decision.purpose)),) if decision.purpose else ()
    gate = (word(GATES, decision.deciding_gate),) if decision.deciding_gate else ()
    next_best = Text("Next best: {place}", place=place_name(decision.runner_up)) if decision.runner_up else None
    runner_up = (Small(next_best),) if next_best else ()
    return (
        Lines((Text.verbatim(decision.name), *purpose)),
        routed(decision.route, decision.stages),
        graded(WORKLOAD_STATUSES, decision.status),
        Lines((*gate, decision.reason)),
        Lines((changes(decision), *runner_up)),
    )


def changes(decision: WorkloadDecision) -> Text:
    """What would have to be otherwise; the reason, which stands beside it, is not said again."""
    if decision.would_change is None:
        return Text("–")
    said = [*_each(decision.would_change)]
    others = [each for each in said if each != decision.reason]
    if others == said:
        return decision.would_change
    this = Text(OTHERWISE.get(decision.status, "that changes"))
    return Text("{this}; and also: {rest}", this=this, rest=joined(others, "; ")) if others else this


def _each(words: Text) -> Iterator[Text]:
    """The parts of a text that strings several together."""
    parts = dict(words.values)
    first, rest = parts.get("first"), parts.get("rest")
    if isinstance(first, Text) and isinstance(rest, Text):
        yield from (first, *_each(rest))
    else:
        yield words


def routed(route: str, stages: Sequence[StageDecision]) -> Text:
    """The route's word; where all of it runs on a server of the client's own, that."""
    chosen = {stage.candidates[0].placement for stage in stages if stage.candidates}
    own = route == "foundry_local" and chosen == {"premises"}
    return Text("On a server of the client's own") if own else word(ROUTES, route)


def _stages(decision: WorkloadDecision) -> Table:
    columns = tuple(Column(Text(title)) for title in ("Stage", "Task", "Where", "Status"))
    rows = tuple(
        (
            Text.verbatim(each.name),
            word(TASKS, each.task),
            routed(each.route, (each,)),
            graded(WORKLOAD_STATUSES, each.status),
        )
        for each in decision.stages
    )
    return Table(Text("The stages of {workload}", workload=decision.name), columns, rows, folded=True)
