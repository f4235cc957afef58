"""The fourth gate: what one unit and one month cost, against what they may."""

from collections.abc import Iterator
from decimal import Decimal

from msp_aigov.assess.workloads.places import Place
from msp_aigov.assess.workloads.question import Question
from msp_aigov.assess.workloads.ruling import Ruling, gate_of
from msp_aigov.model.text import Money, Text
from msp_aigov.model.workload import Gate


def gate(question: Question, place: Place) -> Gate:
    """Pass only where a price is known and stays under the cap and the client's budget."""
    if place.local:
        return gate_of("cost", (), Text("no charge for each use; the devices are paid for"))
    price = unit_cost(question, place)
    within = Text("{price} for each use", price=Money(price or Decimal(0), question.workload.currency))
    return gate_of("cost", list(_cloud(question, price, place)), within)


def _cloud(question: Question, price: Decimal | None, place: Place) -> Iterator[Ruling]:
    stage, currency = question.stage, question.workload.currency
    if price is None:
        yield "unknown", Text("nobody said what one use of {model} costs", model=place.models[0])
    if stage.max_unit_cost is None:
        yield "unknown", Text("nobody said what one use of {stage} may cost", stage=stage.name)
    if price is not None and stage.max_unit_cost is not None and price > stage.max_unit_cost:
        cap = Money(stage.max_unit_cost, currency)
        yield "fail", Text("one use costs {price}, and {cap} are allowed", price=Money(price, currency), cap=cap)
    month, budget = monthly(question, place), question.client.budget
    if month and budget and budget.currency == currency and month.amount > (budget.monthly or month.amount):
        words = "{month} a month is more than the client's whole budget of {budget}"
        yield "fail", Text(words, month=month, budget=Money(budget.monthly or Decimal(0), currency))


def unit_cost(question: Question, place: Place) -> Decimal | None:
    """What one use costs; nothing where the client runs it itself, None where nobody said."""
    if place.local:
        return Decimal(0)
    known = question.evidence(place.models[0])
    return known.unit_cost if known else None


def monthly(question: Question, place: Place) -> Money | None:
    """What a month costs at the declared volume; None where price or volume is unknown."""
    price, volume = unit_cost(question, place), question.stage.volume
    if price is None or volume is None:
        return None
    return Money(price * volume, question.workload.currency)
