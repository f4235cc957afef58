"""Which candidate a stage goes to, and which gate settled that."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from msp_aigov.assess.workloads.gates import cost, evidence, feasibility, region, safety
from msp_aigov.assess.workloads.gates.prices import UnitPrice, unit_price
from msp_aigov.assess.workloads.gates.ruling import GATES, WORST, both, parts
from msp_aigov.assess.workloads.places import EXPOSURE, Place, places
from msp_aigov.assess.workloads.question import Question
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
UNPLACED = ("run_additional_eval", "blocked")
UNRANKED = 1_000_000
UNPRICED = Decimal("Infinity")


@dataclass(frozen=True)
class Option:
    """One place with what the gates said of it."""

    place: Place
    candidate: Candidate
    price: UnitPrice | None
    rank: int

    @property
    def result(self) -> GateResult:
        """What the gates come to: the worst of them."""
        return min((gate.result for gate in self.candidate.gates), key=WORST.index)


@dataclass(frozen=True)
class Choice:
    """One stage decided. `gate` is what settled it, `missing` what would have to be known or done, in order.

    `options` are the candidates as the decision lists them, the chosen one first.
    """

    question: Question
    decision: StageDecision
    options: tuple[Option, ...]
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
    if any(option.result == "unknown" for option in options):
        decision = _decision(question, "run_additional_eval", "needs_evidence", options)
        gates = every = _stopping(options, "unknown")
    else:
        contenders = _contenders(question, options)
        gates, every = _stopping(contenders, "fail"), _failing(contenders)
        decision = _decision(question, "blocked", "rejected", options)
    missing = tuple(dict.fromkeys(reason for gate in every for reason in parts(gate.reason)))
    return Choice(question, decision, tuple(options), _first(gates), missing=missing)


def _option(question: Question, place: Place) -> Option:
    gates = tuple(each.gate(question, place) for each in (safety, region, feasibility, cost, evidence))
    price = unit_price(question, place)
    month = None if place.local else cost.monthly(question, price.amount if price else None)
    candidate = Candidate(
        place.id, place.placement, gates, month, place.tasks, place.formats, place.lifecycle, place.limits
    )
    known = (question.evidence(model, evidence.running(question, place, model)) for model in place.models)
    ranks = [each.rank for each in known if each and each.rank is not None]
    return Option(place, candidate, price, max(ranks, default=UNRANKED))


def _by_exposure(option: Option) -> tuple[int, str]:
    return (EXPOSURE.index(option.candidate.placement), option.candidate.id)


def _preference(question: Question) -> Callable[[Option], tuple[Any, ...]]:
    """Sensitive or not always online: least exposure first. Else what is approved, then what is cheapest."""
    careful = question.sensitive or question.stage.connectivity != "online"

    def key(option: Option) -> tuple[Any, ...]:
        exposure = EXPOSURE.index(option.candidate.placement)
        conditional = option.result == "conditional"
        price = UNPRICED if option.price is None else option.price.amount
        first = (exposure, conditional, price) if careful else (conditional, price, exposure)
        return (*first, option.rank, option.candidate.id)

    return key


def _placed(question: Question, options: Sequence[Option], passing: Sequence[Option]) -> Choice:
    chosen, *others = passing
    open_before = _less_exposed_and_open(question, options, chosen)
    asked = (gate.reason for gate in chosen.candidate.gates if gate.result == "conditional")
    conditions = tuple(dict.fromkeys(reason for words in asked for reason in parts(words)))
    nearer = "still open, though it would expose less: {place}"
    conditions += tuple(Text(nearer, place=option.place.said) for option in open_before)
    status: WorkloadStatus = "conditional" if conditions else "approved"
    gate = next((gate for gate in chosen.candidate.gates if gate.result == "conditional"), None)
    gate = gate or _first(_stopping(open_before, "unknown") or _stopping(options, "fail")) or _bound(question)
    rest = [option for option in options if option not in passing]
    ordered = (*passing, *rest)
    return Choice(
        question,
        _decision(question, _route(question, chosen), status, ordered),
        ordered,
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
    """No decision outlives the evaluation it rests on, nor the model."""
    place = chosen.place
    known = (question.evidence(model, evidence.running(question, place, model)) for model in place.models)
    days = [each.evaluated_on for each in known if each and each.evaluated_on]
    last = min([question.today, *days]) + evidence.FRESH
    ends = place.deployed.lifecycle.retires if place.deployed else None
    return min(last, ends) if ends and ends > question.today else last


def _decision(question: Question, route: Route, status: WorkloadStatus, options: Sequence[Option]) -> StageDecision:
    candidates = tuple(option.candidate for option in options)
    return StageDecision(question.stage.name, question.stage.task, route, status, candidates)


def _contenders(question: Question, options: Sequence[Option]) -> Sequence[Option]:
    """Whose failure is worth telling: the device alone if the stage itself may be nowhere else, else who offers it."""
    if question.residency == "device" and question.held_by is None:
        return [option for option in options if option.candidate.placement == "device"]
    rule = question.task
    offering = [option for option in options if not option.place.local or (rule and rule.on_device != "no")]
    named = [option for option in offering if not option.place.local or question.stage.local_models]
    return named or offering or options


def _stopping(options: Sequence[Option], wanted: GateResult) -> list[Gate]:
    """The gates at which options ended that way, the first of each option first."""
    found = [gate for option in options if option.result == wanted for gate in _at(option, wanted)]
    return sorted(found, key=lambda gate: GATES.index(gate.name))


def _failing(options: Sequence[Option]) -> list[Gate]:
    """Whatever would have to be put right, not only what was looked at first."""
    found = [gate for option in options for gate in option.candidate.gates if gate.result == "fail"]
    return sorted(found, key=lambda gate: GATES.index(gate.name))


def _at(option: Option, wanted: GateResult) -> Iterator[Gate]:
    stopped = (gate for gate in option.candidate.gates if gate.result == wanted)
    return stopped if wanted == "unknown" else iter(list(stopped)[:1])


def _first(gates: Sequence[Gate]) -> Gate | None:
    return gates[0] if gates else None


def all_of(reasons: Sequence[Text]) -> Text | None:
    """Several reasons as one text, or none."""
    return both(reasons) if reasons else None
