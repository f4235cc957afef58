"""Which candidate a stage goes to, and which gate settled that."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from msp_aigov.assess.workloads import cost, evidence, feasibility, region, safety
from msp_aigov.assess.workloads.places import EXPOSURE, Place, places
from msp_aigov.assess.workloads.question import Question
from msp_aigov.assess.workloads.ruling import GATES, WORST, both
from msp_aigov.model.guardrails import Guardrails
from msp_aigov.model.text import Text
from msp_aigov.model.workload import Candidate, Gate, GateResult, Route, StageDecision, WorkloadStatus

ROUTES: dict[str, Route] = {
    "device": "foundry_local",
    "premises": "foundry_local",
    "region": "azure_region",
    "data_zone": "azure_data_zone",
    "global": "azure_global",
}
UNRANKED = 1_000_000
UNPRICED = Decimal("Infinity")


@dataclass(frozen=True)
class Option:
    """One place with what the gates said of it."""

    place: Place
    candidate: Candidate
    price: Decimal | None
    rank: int

    @property
    def result(self) -> GateResult:
        """What the gates come to: the worst of them."""
        return min((gate.result for gate in self.candidate.gates), key=WORST.index)


@dataclass(frozen=True)
class Choice:
    """One stage decided. `gate` is what settled it, `missing` what would have to be known or done, in order."""

    question: Question
    decision: StageDecision
    gate: Gate | None
    conditions: tuple[Text, ...] = ()
    missing: tuple[Text, ...] = ()
    runner_up: str | None = None
    review_by: date | None = None


def choose(question: Question, guardrails: Guardrails) -> Choice:
    """The stage's decision; the order in which candidates were found changes nothing."""
    options = sorted((_option(question, place) for place in places(question, guardrails)), key=_by_exposure)
    passing = [option for option in options if option.result in ("pass", "conditional")]
    if passing:
        return _placed(question, options, sorted(passing, key=_preference(question)))
    candidates = tuple(option.candidate for option in options)
    if any(option.result == "unknown" for option in options):
        decision = _decision(question, "run_additional_eval", "needs_evidence", candidates)
        gates = _stopping(options, "unknown")
        return Choice(question, decision, _first(gates), missing=tuple(dict.fromkeys(gate.reason for gate in gates)))
    gates = _stopping(_contenders(question, options), "fail")
    decision = _decision(question, "blocked", "rejected", candidates)
    return Choice(question, decision, _first(gates), missing=tuple(dict.fromkeys(gate.reason for gate in gates)))


def _option(question: Question, place: Place) -> Option:
    gates = tuple(each.gate(question, place) for each in (safety, region, feasibility, cost, evidence))
    candidate = Candidate(place.id, place.placement, gates, cost.monthly(question, place))
    ranks = [known.rank for known in map(question.evidence, place.models) if known and known.rank is not None]
    return Option(place, candidate, cost.unit_cost(question, place), max(ranks, default=UNRANKED))


def _by_exposure(option: Option) -> tuple[int, str]:
    return (EXPOSURE.index(option.candidate.placement), option.candidate.id)


def _preference(question: Question) -> Callable[[Option], tuple[Any, ...]]:
    """Sensitive or not always online: least exposure first. Else what is approved, then what is cheapest."""
    careful = question.sensitive or question.stage.connectivity != "online"

    def key(option: Option) -> tuple[Any, ...]:
        exposure = EXPOSURE.index(option.candidate.placement)
        conditional = option.result == "conditional"
        price = UNPRICED if option.price is None else option.price
        first = (exposure, conditional, price) if careful else (conditional, price, exposure)
        return (*first, option.rank, option.candidate.id)

    return key


def _placed(question: Question, options: Sequence[Option], passing: Sequence[Option]) -> Choice:
    chosen, *others = passing
    open_before = _less_exposed_and_open(question, options, chosen)
    conditions = tuple(gate.reason for gate in chosen.candidate.gates if gate.result == "conditional")
    conditions += tuple(Text("{place} would expose less, and is still open", place=o.candidate.id) for o in open_before)
    status: WorkloadStatus = "conditional" if conditions else "approved"
    gate = next((gate for gate in chosen.candidate.gates if gate.result == "conditional"), None)
    gate = gate or _first(_stopping(open_before, "unknown") or _stopping(options, "fail")) or _bound(question)
    rest = [option for option in options if option not in passing]
    candidates = tuple(option.candidate for option in (*passing, *rest))
    return Choice(
        question,
        _decision(question, _route(question, chosen), status, candidates),
        gate,
        conditions,
        (*conditions, *(gate.reason for gate in _stopping(open_before, "unknown"))),
        others[0].candidate.id if others else None,
        _review_by(question, chosen),
    )


def _bound(question: Question) -> Gate | None:
    """What ruled out the places that nobody even proposed."""
    if question.residency != "device":
        return None
    return Gate("region", "pass", Text("the data must not leave the device"))


def _less_exposed_and_open(question: Question, options: Sequence[Option], chosen: Option) -> list[Option]:
    """With sensitive data, an open question about a safer place keeps the other from being approved outright."""
    if not question.sensitive:
        return []
    reach = EXPOSURE.index(chosen.candidate.placement)
    nearer = (option for option in options if EXPOSURE.index(option.candidate.placement) < reach)
    return [option for option in nearer if option.result == "unknown"]


def _route(question: Question, chosen: Option) -> Route:
    """A data zone chosen for its price, with no zone asked for, gives no promise that a global one does not."""
    route = ROUTES[chosen.candidate.placement]
    return "azure_global" if route == "azure_data_zone" and question.residency == "any" else route


def _review_by(question: Question, chosen: Option) -> date:
    """No decision outlives the evaluation it rests on."""
    known = (question.evidence(model) for model in chosen.place.models)
    days = [each.evaluated_on for each in known if each and each.evaluated_on]
    return min([question.today, *days]) + evidence.FRESH


def _decision(
    question: Question, route: Route, status: WorkloadStatus, candidates: tuple[Candidate, ...]
) -> StageDecision:
    return StageDecision(question.stage.name, question.stage.task, route, status, candidates)


def _contenders(question: Question, options: Sequence[Option]) -> Sequence[Option]:
    """Whose failure is worth telling: the device alone if data may be nowhere else, else whoever offers the task."""
    if question.residency == "device":
        return [option for option in options if option.candidate.placement == "device"]
    rule = question.task
    offering = [option for option in options if not option.place.local or (rule and rule.on_device != "no")]
    named = [option for option in offering if not option.place.local or question.stage.local_models]
    return named or offering or options


def _stopping(options: Sequence[Option], wanted: GateResult) -> list[Gate]:
    """The gates at which options ended that way, the first of each option first."""
    found = [gate for option in options if option.result == wanted for gate in _at(option, wanted)]
    return sorted(found, key=lambda gate: GATES.index(gate.name))


def _at(option: Option, wanted: GateResult) -> Iterator[Gate]:
    stopped = (gate for gate in option.candidate.gates if gate.result == wanted)
    return stopped if wanted == "unknown" else iter(list(stopped)[:1])


def _first(gates: Sequence[Gate]) -> Gate | None:
    return gates[0] if gates else None


def all_of(reasons: Sequence[Text]) -> Text | None:
    """Several reasons as one text, or none."""
    return both(reasons) if reasons else None
