"""What one unit of a stage costs in one place, and who says so."""

from dataclasses import dataclass
from decimal import Decimal

from msp_aigov.assess.spend.outlook.prices import METRICS, PriceList
from msp_aigov.assess.workloads.gates.evidence import running
from msp_aigov.assess.workloads.places import Place
from msp_aigov.assess.workloads.question import Question
from msp_aigov.model.cloud import Deployment
from msp_aigov.model.seen import missing


@dataclass(frozen=True)
class UnitPrice:
    """One unit's price in the workload's currency. `source` is where it comes from."""

    amount: Decimal
    source: str


def unit_price(question: Question, place: Place) -> UnitPrice | None:
    """From what the run read of the deployment, else what the client's file states, else the dated lists; or None."""
    if place.local:
        return UnitPrice(Decimal(0), "the client's own devices and servers")
    return _of_run(question, place) or _stated(question, place) or _listed(question, place)


def _of_run(question: Question, place: Place) -> UnitPrice | None:
    """The prices by which the same run works out what this deployment costs now."""
    if place.deployed is None:
        return None
    live = [each for each in question.spend.now if each.id == place.deployed.deployment.id]
    prices: dict[str, tuple[Decimal, str]] = {}
    for quantity in (quantity for each in live for quantity in each.quantities if not quantity.tier):
        kind = METRICS.get(quantity.metric, "")
        if quantity.price and quantity.per and quantity.price.currency == question.workload.currency:
            said = f"{quantity.price_source}, read {quantity.price_date}" if quantity.price_date else ""
            prices[kind] = (quantity.price.amount / quantity.per, said or quantity.price_source)
    return _summed(question, prices)


def _stated(question: Question, place: Place) -> UnitPrice | None:
    known = next((question.evidence(model, running(question, place, model)) for model in place.models), None)
    if known is None or known.unit_cost is None:
        return None
    return UnitPrice(known.unit_cost, known.source or "the client's file")


def _listed(question: Question, place: Place) -> UnitPrice | None:
    """The dated lists, by the model's name and its SKU."""
    if place.processing is None or not place.models:
        return None
    sku = place.deployed.deployment.sku if place.deployed else place.id.rsplit("/", 1)[-1]
    asked = Deployment("", "", "", place.models[0], "", None, sku, missing())
    listed = PriceList(question.client.id, question.workload.currency, question.rules, ())
    prices: dict[str, tuple[Decimal, str]] = {}
    for kind in ("input", "output", "image"):
        found = listed.find(asked, kind)
        if found:
            prices[kind] = (found.each, f"{found.how}: {found.price.reference.source}, read {found.day}")
    return _summed(question, prices)


def _summed(question: Question, prices: dict[str, tuple[Decimal, str]]) -> UnitPrice | None:
    """An image's own price, else tokens in and out; None as soon as one part is not known."""
    stage = question.stage
    if "image" in prices and question.task is not None and question.task.generates == "image":
        return UnitPrice(*prices["image"])
    if stage.input_tokens is None or stage.output_tokens is None:
        return None
    parts = {"input": stage.input_tokens, "output": stage.output_tokens}
    needed = {kind: tokens for kind, tokens in parts.items() if tokens}
    if not needed or not needed.keys() <= prices.keys():
        return None
    total = sum((prices[kind][0] * tokens for kind, tokens in needed.items()), Decimal(0))
    return UnitPrice(total.normalize(), "; ".join(dict.fromkeys(prices[kind][1] for kind in needed)))
