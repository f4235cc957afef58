"""What part of a client's AI each model is."""

from collections import defaultdict
from decimal import Decimal

from msp_aigov.model.spend import ModelShare, Spend
from msp_aigov.model.text import Money

TENTH = Decimal("0.1")


def model_shares(spend: Spend) -> tuple[ModelShare, ...]:
    """Per currency, greatest first; last what no meter ties to a model. Without any model there are no shares."""
    return tuple(share for total in spend.totals for share in _of(spend, total))


def _of(spend: Spend, total: Money) -> list[ModelShare]:
    named: dict[str, Decimal] = defaultdict(Decimal)
    for each in spend.models:
        if each.model and each.cost.currency == total.currency and each.cost.amount:
            named[each.model] += each.cost.amount
    if not named or total.amount <= 0:
        return []
    left = total.amount - sum(named.values())
    ordered = sorted(named.items(), key=lambda item: (-item[1], item[0]))
    return [
        ModelShare(model, Money(cost, total.currency), (cost / total.amount * 100).quantize(TENTH))
        for model, cost in (*ordered, *((("", left),) if left else ()))
    ]
