"""The public list of prices, shaped into rules: which model a meter is for is read from its name."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from msp_aigov.collect.azure.reading import day, number, text
from msp_aigov.model.money.prices import Price, Reference

SOURCE_URL = "https://prices.azure.com/api/retail/prices"
SERVICES = ("Foundry Models", "Azure OpenAI")
KINDS = (
    ("cached", re.compile(r"\b(cached|cchd|cd)\b", re.IGNORECASE)),
    ("hosting", re.compile(r"hosting|hstg", re.IGNORECASE)),
    ("input", re.compile(r"\b(inp|inpt|input|prompt)\b", re.IGNORECASE)),
    ("output", re.compile(r"\b(out|outp|opt|outpt|output|completion)\b", re.IGNORECASE)),
    ("image", re.compile(r"\bimages?\b", re.IGNORECASE)),
)
SKUS = (
    ("GlobalStandard", re.compile(r"\b(gl|glbl|global)\b", re.I)),
    ("DataZoneStandard", re.compile(r"\b(dz|data zone)\b", re.I)),
)
# Words of a meter's name that are not the model's: what is counted, where, at which tier.
APART = re.compile(
    r"\b(cached|cchd|cd|hosting|hstg|inp|inpt|input|prompt|out|outp|opt|outpt|output|completion|gl|glbl|global|dz|"
    r"data zone|regnl|regional|tokens?|pp|batch|ft|1[km]|images?)\b",
    re.IGNORECASE,
)
SPECIAL = re.compile(r"\b(pp|priority|batch|flex|longco|long context)\b", re.IGNORECASE)


def prices(items: Iterable[dict[str, Any]], today: date) -> Iterator[Price]:
    """Prices in force: not zero, not of the future, the newest of each meter, region and currency, first tier."""
    newest: dict[tuple[str, str, str], Price] = {}
    for item in items:
        price = _price(item, today)
        if price is None:
            continue
        key = (price.meter_id or price.meter, price.region, price.currency)
        kept = newest.get(key)
        if kept is None or (price.effective or date.min) >= (kept.effective or date.min):
            newest[key] = price
    yield from (newest[key] for key in sorted(newest))


def _price(item: dict[str, Any], today: date) -> Price | None:
    amount, currency, meter = (
        number(item.get("retailPrice")),
        text(item.get("currencyCode")),
        text(item.get("meterName")),
    )
    effective = day(item.get("effectiveStartDate"))
    if (
        not amount
        or not currency
        or not meter
        or number(item.get("tierMinimumUnits"))
        or (effective and effective > today)
    ):
        return None
    if item.get("type") not in (None, "Consumption") or SPECIAL.search(meter):
        return None
    return Price(
        client="",
        meter_id=(text(item.get("meterId")) or "").lower(),
        meter=meter,
        model=re.sub(r"\s+", "-", re.sub(r"\s+", " ", APART.sub(" ", meter)).strip()),
        sku=next((sku for sku, words in SKUS if words.search(meter)), ""),
        metric=next((kind for kind, words in KINDS if words.search(meter)), ""),
        region=text(item.get("armRegionName")) or "",
        currency=currency,
        amount=amount,
        unit=text(item.get("unitOfMeasure")) or "1",
        effective=effective,
        reference=Reference(SOURCE_URL, today),
    )
