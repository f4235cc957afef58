"""What the routes of a workload cost a month, and from which volume on the device is the cheaper one."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, Decimal

from msp_aigov.assess.workloads.choose import Choice
from msp_aigov.model.device import Endpoints
from msp_aigov.model.text import Money, Text
from msp_aigov.model.workload import Workload

MONTHS = 36  # over which work on devices is spread


def economics(workload: Workload, choices: Sequence[Choice], endpoints: Endpoints) -> Iterator[Text]:
    """One line for each stage and place whose price is known, then the break-even where there is one."""
    refresh = _refresh(workload, endpoints)
    for choice in choices:
        priced = [each for each in choice.decision.candidates if each.monthly and each.monthly.amount]
        for candidate in priced:
            assert candidate.monthly is not None
            words = "{stage} on {place}: {cost} a month"
            yield Text(words, stage=choice.decision.name, place=candidate.id, cost=candidate.monthly)
            volume = choice.question.stage.volume
            if refresh and volume:
                yield _break_even(refresh, candidate.monthly.amount / volume)


def _break_even(refresh: Money, price: Decimal) -> Text:
    volume = (refresh.amount / MONTHS / price).to_integral_value(ROUND_CEILING)
    words = "From {volume} uses a month on, {cost} of work on devices pays within {months} months."
    return Text(words, volume=int(volume), cost=refresh, months=MONTHS)


def _refresh(workload: Workload, endpoints: Endpoints) -> Money | None:
    """What making the devices ready costs once; None where nothing is to do or no price is known."""
    verdicts = [verdict for device in endpoints.devices for verdict in device.verdicts]
    costs = [verdict.cost for verdict in verdicts if verdict.workload == workload.name and verdict.cost]
    same = [cost.amount for cost in costs if cost.currency == workload.currency]
    return Money(sum(same, Decimal(0)), workload.currency) if same and len(same) == len(costs) else None
