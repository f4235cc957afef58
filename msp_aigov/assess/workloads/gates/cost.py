"""The fourth gate: what one unit and one month cost, against what they may."""

from collections.abc import Iterator
from decimal import Decimal

from msp_aigov.assess.workloads.gates.prices import unit_price
from msp_aigov.assess.workloads.gates.ruling import Ruling, gate_of
from msp_aigov.assess.workloads.places import Place
from msp_aigov.assess.workloads.question import Question
from msp_aigov.model.text import Money, Text
from msp_aigov.model.workload import Gate


def gate(question: Question, place: Place) -> Gate:
    """Pass only where a price is known and stays under the cap and the client's budget."""
    if place.local:
        return gate_of("cost", (), Text("no charge for each use; the devices are paid for"))
    price = unit_price(question, place)
    amount = price.amount if price else None
    within = Text("{price} for each use", price=Money(amount or Decimal(0), question.workload.currency))
    budget = question.client.budget
    if budget and budget.monthly and budget.currency != question.workload.currency:
        words = "{within}; the client's budget is in {currency} and was not held against it"
        within = Text(words, within=within, currency=budget.currency)
    return gate_of("cost", list(_cloud(question, amount, place)), within, (price.source,) if price else ())


def _cloud(question: Question, price: Decimal | None, place: Place) -> Iterator[Ruling]:
    stage, currency = question.stage, question.workload.currency
    if price is None:
        model = ", ".join(place.models) or "the model"
        yield "unknown", Text("nobody said what one use of {model} costs", model=model)
    if stage.max_unit_cost is None:
        yield "unknown", Text("nobody said what one use of {stage} may cost", stage=stage.name)
    if price is not None and stage.max_unit_cost is not None and price > stage.max_unit_cost:
        cap = Money(stage.max_unit_cost, currency)
        yield "fail", Text("one use costs {price}, and {cap} are allowed", price=Money(price, currency), cap=cap)
    month = monthly(question, price)
    budget = question.client.budget
    if month and budget and budget.currency == currency and month.amount > (budget.monthly or month.amount):
        words = "{month} a month is more than the client's whole budget of {budget}"
        yield "fail", Text(words, month=month, budget=Money(budget.monthly or Decimal(0), currency))


def allowed(question: Question, price: Decimal, volume: Decimal) -> bool | None:
    """Whether cap and budget would still hold at that price and volume; None where no cap is known."""
    stage, budget = question.stage, question.client.budget
    if stage.max_unit_cost is None:
        return None
    same = budget is not None and budget.currency == question.workload.currency
    most = budget.monthly if budget and same else None
    return price <= stage.max_unit_cost and (most is None or price * volume <= most)


def monthly(question: Question, price: Decimal | None) -> Money | None:
    """What a month costs at the declared volume; None where price or volume is unknown."""
    volume = question.stage.volume
    if price is None or volume is None:
        return None
    return Money(price * volume, question.workload.currency)
