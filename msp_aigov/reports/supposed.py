"""Two decisions about one workload side by side: what another answer would change, and why."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from msp_aigov.model.text import Money, Text, Value
from msp_aigov.model.workload import Gate, WorkloadDecision
from msp_aigov.reports.pages.explained import plain_words
from msp_aigov.reports.words.places import place_name

PARTS = ("route", "status", "deciding_gate", "runner_up")


def differences(before: WorkloadDecision, after: WorkloadDecision) -> Iterator[Text]:
    """One line for each thing that changes, then the new decision in plain words."""
    changed = [
        *_answers(before, after),
        *_gates(before, after),
        *_lists("condition", before, after, _conditions),
        *_lists("crossing", before, after, _crossings),
        *_lists("obligation", before, after, _obligations),
        *_money(before, after),
    ]
    if not any(getattr(before, part) != getattr(after, part) for part in PARTS):
        yield Text("nothing changes: {route}, {status}", route=after.route, status=after.status)
    yield from changed
    yield Text("why: {words}", words=plain_words(after))


def _answers(before: WorkloadDecision, after: WorkloadDecision) -> Iterator[Text]:
    for part in PARTS:
        yield from _arrow(part, getattr(before, part), getattr(after, part))
    stages = {stage.name: stage for stage in before.stages}
    for stage in after.stages:
        was = stages.get(stage.name)
        if was and len(after.stages) > 1:
            yield from _arrow(f"{stage.name}, route", was.route, stage.route)
            yield from _arrow(f"{stage.name}, status", was.status, stage.status)
    yield from _arrow("review_by", before.review_by, after.review_by)


def _arrow(what: str, old: object, new: object) -> Iterator[Text]:
    if old != new:
        yield Text("{what}: {old} -> {new}", what=what, old=str(old or "none"), new=str(new or "none"))


def _gates(before: WorkloadDecision, after: WorkloadDecision) -> Iterator[Text]:
    """Every gate that says something else now, with its reason: that is why."""
    known, now = _by_gate(before), _by_gate(after)
    for (stage, place, name), gate in now.items():
        was = known.get((stage, place, name))
        if was and (was.result, was.reason) != (gate.result, gate.reason):
            words = "{stage}, {place}: {gate} {old} -> {new}: {reason}"
            yield Text(
                words,
                stage=stage,
                place=place_name(place),
                gate=name,
                old=was.result,
                new=gate.result,
                reason=gate.reason,
            )
    for what, some, others in (("new place", now, known), ("place gone", known, now)):
        for stage, place in dict.fromkeys(key[:2] for key in some if key not in others):
            yield Text("{stage}, {what}: {place}", stage=stage, what=what, place=place_name(place))


def _by_gate(decision: WorkloadDecision) -> Mapping[tuple[str, str, str], Gate]:
    return {
        (stage.name, candidate.id, gate.name): gate
        for stage in decision.stages
        for candidate in stage.candidates
        for gate in candidate.gates
    }


def _conditions(decision: WorkloadDecision) -> Sequence[Text]:
    return decision.conditions


def _crossings(decision: WorkloadDecision) -> Sequence[Text]:
    return [each.words for each in decision.crossings]


def _obligations(decision: WorkloadDecision) -> Sequence[Text]:
    return [each.words for each in decision.obligations]


def _lists(
    what: str,
    before: WorkloadDecision,
    after: WorkloadDecision,
    of: Callable[[WorkloadDecision], Sequence[Text]],
) -> Iterator[Text]:
    old, new = of(before), of(after)
    yield from (Text("new {what}: {words}", what=what, words=words) for words in new if words not in old)
    yield from (Text("no more {what}: {words}", what=what, words=words) for words in old if words not in new)


def _money(before: WorkloadDecision, after: WorkloadDecision) -> Iterator[Text]:
    known = {(each.stage, each.candidate): each.monthly for each in before.economics.routes}
    for each in after.economics.routes:
        was = known.get((each.stage, each.candidate))
        if (each.stage, each.candidate) in known and was != each.monthly:
            words = "{stage}, {place}: {old} -> {new} a month"
            place = place_name(each.candidate)
            yield Text(words, stage=each.stage, place=place, old=_amount(was), new=_amount(each.monthly))


def _amount(amount: Money | None) -> Value:
    return amount if amount is not None else Text("not known")
