"""What one unit of each thing a deployment counts costs: exactly, or between two bounds where images have no price."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from msp_aigov.assess.spend.outlook.billed import Billed
from msp_aigov.assess.spend.outlook.prices import METRICS, Found, PriceList
from msp_aigov.assess.spend.outlook.use import IMAGES, Use, counted_on, settled_days, whole_days
from msp_aigov.model.cloud import Deployment

Key = tuple[str, str]  # metric, service tier


@dataclass(frozen=True)
class Rate:
    """The price of one unit, least and most; equal where it is known exactly. `source` says how it was found."""

    least: Decimal
    most: Decimal
    found: Found
    source: str

    @property
    def exact(self) -> bool:
        """Whether one figure will do."""
        return self.least == self.most


def rates_of(
    deployment: Deployment, use: Use, prices: PriceList, billed: Billed, rules: Mapping[str, Decimal], today: date
) -> dict[Key, Rate | None]:
    """A rate for every metric and tier of one deployment; None where nothing says what it costs."""
    made: dict[Key, Rate | None] = {}
    for each in use.series:
        found = prices.find(deployment, METRICS.get(each.metric, ""), each.tier)
        if found is None and each.metric == IMAGES:
            made[each.metric, each.tier] = _image(deployment, use, prices, billed, rules, today)
        else:
            made[each.metric, each.tier] = _exact(found) if found else None
    return made


def _exact(found: Found) -> Rate:
    return Rate(found.each, found.each, found, f"{found.how}: {found.price.reference.source}")


def _image(
    deployment: Deployment, use: Use, prices: PriceList, billed: Billed, rules: Mapping[str, Decimal], today: date
) -> Rate | None:
    """An image by the output tokens billed for one lately, else by the fewest and the most that one can take."""
    found = prices.find(deployment, "output")
    if found is None:
        return None
    days = whole_days(use.images, settled_days(today))
    images, cost = counted_on(use.images, days), billed.cost(days, ("output", "image"))
    where = f"{found.how}: {found.price.reference.source}"
    if images and cost:
        tokens = cost / images / found.each
        return Rate(cost / images, cost / images, found, f"{tokens:.0f} tokens an image, as last billed; {where}")
    least, most = rules["image_tokens_least"], rules["image_tokens_most"]
    source = f"{least} to {most} tokens an image, by size and quality; {where}"
    return Rate(least * found.each, most * found.each, found, source)
