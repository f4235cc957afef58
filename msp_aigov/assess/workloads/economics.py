"""What the routes of a workload cost a month, from which volume on the device is cheaper, and what a change does."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, Decimal

from msp_aigov.assess.workloads.choose import Choice, Option
from msp_aigov.assess.workloads.gates.cost import allowed, monthly
from msp_aigov.assess.workloads.question import Question
from msp_aigov.model.device import Endpoints
from msp_aigov.model.placing import BreakEven, Economics, RouteCost, Sensitivity
from msp_aigov.model.text import Money, Text
from msp_aigov.model.workload import Workload

MONTHS = 36  # over which work on devices is spread
CHANGES = ((-50, 0), (100, 0), (900, 0), (0, -20), (0, 20), (0, 100))  # percent of volume, percent of price
CENT = Decimal("0.01")


def economics(workload: Workload, choices: Sequence[Choice], endpoints: Endpoints) -> Economics:
    """Every candidate of every stage with its month; the break-even against the devices; what a change would do."""
    refresh = refresh_cost(workload, endpoints)
    routes = [cost for choice in choices for cost in _routes(choice, refresh)]
    even = [one for choice in choices for one in _break_even(choice, refresh)]
    swings = [one for choice in choices for one in _sensitivity(choice)]
    return Economics(tuple(routes), tuple(even), tuple(swings))


def refresh_cost(workload: Workload, endpoints: Endpoints) -> Money | None:
    """What making the devices ready costs once, nothing where all are; None where one of them has no price."""
    verdicts = [verdict for device in endpoints.devices for verdict in device.verdicts]
    short = [each for each in verdicts if each.workload == workload.name and each.verdict != "ready"]
    fit = next((fit for fit in endpoints.fits if fit.workload == workload.name), None)
    if fit is None or not fit.ready + len(short):
        return None
    if len(short) != fit.ready_after + fit.replace + fit.not_suitable + fit.unknown:
        return None
    costs = [each.cost for each in short]
    amounts = [cost.amount for cost in costs if cost and cost.currency == workload.currency]
    return Money(sum(amounts, Decimal(0)), workload.currency) if len(amounts) == len(short) else None


def _routes(choice: Choice, refresh: Money | None) -> Iterator[RouteCost]:
    currency = choice.question.workload.currency
    for option in choice.options:
        place, price = option.place, option.price
        if place.local and not _possible(option):
            continue
        if place.placement == "device":
            month = Money((refresh.amount / MONTHS).quantize(CENT), currency) if refresh else None
            said = f"work on devices over {MONTHS} months" if refresh else "no price for work on the devices"
            yield RouteCost(choice.question.stage.name, place.id, place.placement, None, month, said)
        elif place.placement == "premises":
            said = "what the client's own server costs is not known"
            yield RouteCost(choice.question.stage.name, place.id, place.placement, None, None, said)
        else:
            unit = Money(price.amount, currency) if price else None
            month = monthly(choice.question, price.amount if price else None)
            source = price.source if price else "no price is known"
            yield RouteCost(choice.question.stage.name, place.id, place.placement, unit, month, source)


def _break_even(choice: Choice, refresh: Money | None) -> Iterator[BreakEven]:
    """Only where the device could do the task at all."""
    if not any(_possible(option) for option in choice.options if option.place.placement == "device"):
        return
    for option in choice.options:
        if option.place.local or option.price is None:
            continue
        volume, words = _volume(option.price.amount, refresh, choice.question.workload.currency)
        yield BreakEven(choice.question.stage.name, option.place.id, refresh, MONTHS, volume, words)


def _possible(option: Option) -> bool:
    gates = {gate.name: gate.result for gate in option.candidate.gates}
    return gates["feasibility"] != "fail" and (bool(option.place.models) or not option.place.needs_model)


def _volume(price: Decimal, refresh: Money | None, currency: str) -> tuple[int | None, Text]:
    if refresh is None:
        words = "nobody said what work on the devices costs in {currency}, so there is no break-even"
        return None, Text(words, currency=currency)
    if not price:
        return None, Text("the cloud costs nothing for each use, so the devices never pay")
    if not refresh.amount:
        return 1, Text("the devices are ready: they cost less from the first use on")
    volume = int((refresh.amount / MONTHS / price).to_integral_value(ROUND_CEILING))
    words = "from {volume} uses a month on, {cost} of work on devices pays within {months} months"
    return volume, Text(words, volume=volume, cost=refresh, months=MONTHS)


def _sensitivity(choice: Choice) -> Iterator[Sensitivity]:
    """For the cloud place that was chosen, else for the cheapest that has a price."""
    question = choice.question
    priced = [each for each in choice.options if not each.place.local and each.price and each.price.amount]
    if not priced or not question.stage.volume:
        return
    placed = choice.decision.route not in ("blocked", "run_additional_eval")
    if placed and choice.options[0].place.local:
        return
    chosen = choice.options[0] if placed else min(priced, key=_cheapest)
    if chosen.price is None or not chosen.price.amount:
        return
    for volume, price in CHANGES:
        yield _changed(question, chosen, chosen.price.amount, volume, price)


def _cheapest(option: Option) -> tuple[Decimal, str]:
    return (option.price.amount if option.price else Decimal(0), option.place.id)


def _changed(question: Question, option: Option, unit: Decimal, volume: int, price: int) -> Sensitivity:
    uses = Decimal(question.stage.volume or 0) * (100 + volume) / 100
    each = unit * (100 + price) / 100
    month = Money((uses * each).quantize(CENT), question.workload.currency)
    holds = allowed(question, each, uses)
    return Sensitivity(question.stage.name, option.place.id, volume, price, month, holds)
