"""One workload explained: its gates as a table, one paragraph of plain words, and what comes with the decision."""

from collections.abc import Iterator, Mapping, Sequence

from msp_aigov.model.document import ClientReport
from msp_aigov.model.placing import Placement
from msp_aigov.model.text import Day, Text
from msp_aigov.model.workload import StageDecision, WorkloadDecision
from msp_aigov.reports.blocks import Block, Cell, Column, Heading, Note, Paragraph, Table
from msp_aigov.reports.pages.pack.tables import RESULTS
from msp_aigov.reports.words.places import PLACED, SETTLED, WHERE, place_name
from msp_aigov.reports.words.plain import GATES, word


def explained(client: ClientReport) -> Iterator[Block]:
    """Every workload: gates, a paragraph, then what comes with it."""
    for decision in client.workloads:
        yield Heading(Text.verbatim(decision.name))
        yield from (_gates(stage) for stage in decision.stages)
        yield Paragraph(plain_words(decision))
        yield from _crossings(decision)
        yield from _obligations(decision)
        yield from _money(decision)
        yield from _record(decision)


def _gates(stage: StageDecision) -> Table:
    """Every place that came into question for one stage, the one chosen first."""
    rows: list[tuple[Cell, ...]] = []
    for candidate in stage.candidates:
        for gate in candidate.gates:
            first = gate is candidate.gates[0]
            place = place_name(candidate.id) if first else Text("")
            rows.append((place, word(GATES, gate.name), RESULTS[gate.result], gate.reason))
    titles = ("Place", "Gate", "Result", "Why")
    columns = tuple(Column(Text(title)) for title in titles)
    return Table(Text("{stage}, gate by gate", stage=stage.name), columns, tuple(rows))


def plain_words(decision: WorkloadDecision) -> Text:
    """One decision as a paragraph."""
    return _joined([*_answer(decision), *_where(decision), *_why(decision), *_next(decision)])


def _answer(decision: WorkloadDecision) -> Iterator[Text]:
    name, where = decision.name, word(WHERE, _placed(decision))
    if decision.status in ("approved", "conditional") and not decision.conditions:
        yield Text("{name} may run {where}.", name=name, where=where)
    elif decision.status in ("approved", "conditional"):
        words = "{name} may run {where}, on these conditions: {conditions}."
        yield Text(words, name=name, where=where, conditions=_listed(decision.conditions))
    elif decision.status == "needs_evidence":
        words = "Nobody can say yet where {name} may run. First these have to be settled: {open}."
        yield Text(words, name=name, open=decision.would_change or decision.reason)
    else:
        words = "As it is described, {name} may run nowhere: {reason}."
        yield Text(words, name=name, reason=decision.would_change or decision.reason)


def _placed(decision: WorkloadDecision) -> str:
    """The route; or more closely, a server of the client's own, or several places that are all cloud."""
    first: set[Placement] = {stage.candidates[0].placement for stage in decision.stages if stage.candidates}
    if decision.route == "foundry_local" and first == {"premises"}:
        return "premises"
    return "clouds" if decision.route == "hybrid" and not first & {"device", "premises"} else decision.route


def _where(decision: WorkloadDecision) -> Iterator[Text]:
    """With several stages, each by itself."""
    if len(decision.stages) < 2:
        return
    for stage in decision.stages:
        yield Text(word(PLACED, stage.route).template, stage=stage.name)


def _why(decision: WorkloadDecision) -> Iterator[Text]:
    if decision.deciding_gate and decision.status == "approved":
        words = "What settled it was the question {question}: {reason}."
        yield Text(words, question=word(SETTLED, decision.deciding_gate), reason=decision.reason)
    elif decision.deciding_gate and decision.status == "conditional":
        yield Text("What settled it was the question {question}.", question=word(SETTLED, decision.deciding_gate))
    elif decision.deciding_gate:
        yield Text("The question that stops it is {question}.", question=word(SETTLED, decision.deciding_gate))
    else:
        yield Text("Every gate was passed, and nothing spoke for another place.")


def _next(decision: WorkloadDecision) -> Iterator[Text]:
    if decision.runner_up:
        yield Text("The next best place would be {place}.", place=place_name(decision.runner_up))
    if decision.review_by:
        yield Text("Look at it again by {day}.", day=Day(decision.review_by))


def _joined(sentences: Sequence[Text]) -> Text:
    first, *rest = sentences
    return Text("{first} {rest}", first=first, rest=_joined(rest)) if rest else first


def _listed(texts: Sequence[Text]) -> Text:
    first, *rest = texts
    return Text("{first}; {rest}", first=first, rest=_listed(rest)) if rest else first


def _crossings(decision: WorkloadDecision) -> Iterator[Block]:
    rows = tuple(
        (Text.verbatim(each.data_class), Text.verbatim(each.before), Text.verbatim(each.after))
        for each in decision.crossings
    )
    if rows:
        yield Table(Text("What goes where"), _columns("Data", "From", "To"), rows)


def _obligations(decision: WorkloadDecision) -> Iterator[Block]:
    if decision.obligations:
        yield Heading(Text("What the law and good practice ask for"), 3)
        yield from (Note(each.words) for each in decision.obligations)


def _money(decision: WorkloadDecision) -> Iterator[Block]:
    money = decision.economics
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            Text.verbatim(each.stage),
            place_name(each.candidate),
            each.unit or Text("–"),
            each.monthly or Text("not known"),
        )
        for each in money.routes
    )
    if any(each.monthly for each in money.routes):
        yield Table(Text("What it costs"), _columns("Stage", "Place", "One use", "A month"), rows)
        yield from (Note(words) for words in dict.fromkeys(each.words for each in money.break_even))
    changed: tuple[tuple[Cell, ...], ...] = tuple(
        (
            Text.verbatim(each.stage),
            Text.verbatim(f"{each.volume_percent:+d} %"),
            Text.verbatim(f"{each.price_percent:+d} %"),
            each.monthly,
            Text(ALLOWED[each.allowed]),
        )
        for each in money.sensitivity
    )
    if changed:
        heads = _columns("Stage", "Volume", "Price", "A month", "Within the cap")
        yield Table(Text("If volume or price were different"), heads, changed)


ALLOWED: Mapping[bool | None, str] = {True: "Yes", False: "No", None: "not known"}


def _record(decision: WorkloadDecision) -> Iterator[Block]:
    """What the decision rests on, and what ends it before its day."""
    record = decision.record
    if record.review_by:
        yield from (Note(Text("Look at it sooner if {change}.", change=each)) for each in record.review_when)
    if record.id and record.decided_on:
        words = "Decision {id} of {day}, by the rules {rules}."
        yield Note(Text(words, id=record.id[:12], day=Day(record.decided_on), rules=record.rules_hash[:12]))


def _columns(*titles: str) -> tuple[Column, ...]:
    return tuple(Column(Text(title)) for title in titles)
