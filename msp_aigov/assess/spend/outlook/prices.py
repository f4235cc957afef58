"""The price of what a deployment counts: the client's own, else the dated list by meter id, else by name."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from msp_aigov.model.cloud import Deployment
from msp_aigov.model.money.prices import Price
from msp_aigov.model.money.usage import OfferedModel
from msp_aigov.model.rules import Rules
from msp_aigov.model.text import Money

UNIT = re.compile(r"^\s*(\d+(?:\.\d+)?)?\s*([KM])?\b", re.IGNORECASE)
SCALE = {"K": Decimal(1000), "M": Decimal(1000000), "": Decimal(1)}
# What a metric counts, in the words of the price list.
METRICS = {
    "ProcessedPromptTokens": "input",
    "InputTokens": "input",
    "AudioPromptTokens": "audio_input",
    "GeneratedTokens": "output",
    "OutputTokens": "output",
    "AudioCompletionTokens": "audio_output",
    "GeneratedImages": "image",
}
# How models' meters are called in the models list (ContextToken, GeneratedToken), in the same words. Where that leaves
# it open, the price says what its meter counts.
COUNTS = (
    (re.compile("cache", re.IGNORECASE), "cached"),
    (re.compile("audio|image", re.IGNORECASE), ""),
    (re.compile("input|context|prompt", re.IGNORECASE), "input"),
    (re.compile("output|generated|completion", re.IGNORECASE), "output"),
    (re.compile("hosting", re.IGNORECASE), "hosting"),
)
STANDARD_TIERS = ("", "default", "standard", "auto")
PROVISIONED = "provisioned"


@dataclass(frozen=True)
class Found:
    """A price for one unit (token, image, hour), and how it was found."""

    price: Price
    how: str

    @property
    def each(self) -> Decimal:
        """The price of one token, image or hour."""
        return self.price.amount / per(self.price.unit)

    @property
    def day(self) -> date:
        """The day the price was read."""
        return self.price.reference.read_on

    def old(self, today: date, days: int) -> bool:
        """Whether the price was read longer ago than a price should be."""
        return (today - self.day).days > days

    def shown(self) -> Money:
        """The amount as the source writes it."""
        return Money(self.price.amount, self.price.currency)


def per(unit: str) -> Decimal:
    """How many tokens, images or hours a price is for: `1K` is 1,000, `1M` 1,000,000, `100` 100, `1 Hour` 1."""
    found = UNIT.match(unit)
    if found is None or not (found[1] or found[2]):
        return Decimal(1)
    return Decimal(found[1] or 1) * SCALE[(found[2] or "").upper()]


class PriceList:
    """All prices known for one client in one currency."""

    def __init__(
        self,
        client: str,
        currency: str,
        rules: Rules,
        offered: Iterable[OfferedModel],
        regions: Mapping[str, str] | None = None,
    ) -> None:
        self._regions = regions or {}  # of the accounts, by their ids
        self._own = [p for p in rules.client_prices if p.client in ("", client) and p.currency == currency]
        self._listed = [p for p in rules.prices if p.currency == currency and p.amount]
        self._meters: dict[tuple[str, str, str, str], set[str]] = {}
        for model in offered:
            for meter in model.meters:
                kind = next((kind for words, kind in COUNTS if words.search(meter.counts)), "")
                key = (model.account, model.name.lower(), meter.sku.lower(), kind)
                self._meters.setdefault(key, set()).add(meter.id)

    def find(self, deployment: Deployment, kind: str, tier: str = "") -> Found | None:
        """The price of what one deployment counts; a tier without a meter of its own has none."""
        wanted = "" if tier.lower() in STANDARD_TIERS else tier.lower()
        sku = (deployment.sku or "").lower()
        said, unsaid = (
            self._meters.get((deployment.account, deployment.model.lower(), sku, k), ()) for k in (kind, "")
        )

        def by_id(price: Price) -> bool:
            meter = price.meter_id.lower()
            return meter in said or (meter in unsaid and price.metric == kind)

        tries: tuple[tuple[list[Price], Callable[[Price], bool], str], ...] = (
            (self._own, by_id, "your price file, by meter id"),
            (self._own, lambda p: _named(p, deployment, kind), "your price file, by name"),
            (self._listed, by_id, "list price, by meter id"),
            (self._listed, lambda p: _named(p, deployment, kind), "list price, by name"),
        )
        for prices, fits, how in tries:
            fitting = [price for price in prices if price.tier.lower() == wanted and fits(price)]
            if fitting:
                region = self._regions.get(deployment.account, "")
                best = max(fitting, key=lambda price: _order(price, region))
                elsewhere = bool(region and best.region) and best.region.lower() not in (region, "global")
                return Found(best, f"{how}, of region {best.region}" if elsewhere else how)
        return None


def _order(price: Price, region: str) -> tuple[bool, bool, bool, date, str]:
    """The account's region goes before any and that before another; the SKU itself before any; the newest first."""
    place = price.region.lower()
    return place == region, place in ("", "global"), bool(price.sku), price.effective or date.min, price.region


def _named(price: Price, deployment: Deployment, kind: str) -> bool:
    if price.metric != kind or price.model.lower() not in _models(deployment, kind):
        return False
    # A batch costs about half: a price for any SKU does not mean it.
    any_sku = not price.sku and "batch" not in (deployment.sku or "").lower()
    return any_sku or price.sku.lower() == (deployment.sku or "").lower()


def _models(deployment: Deployment, kind: str) -> tuple[str, ...]:
    """The names a price may carry; provisioned throughput is mostly sold without a model's name."""
    return (deployment.model.lower(), "") if kind == PROVISIONED else (deployment.model.lower(),)
