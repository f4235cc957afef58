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
    ("provisioned", re.compile(r"\bptu\b|provisioned", re.IGNORECASE)),
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
WAYS = ("inp", "inpt", "input", "prompt", "out", "outp", "opt", "outpt", "output", "completion")
APART = frozenset(
    (*WAYS, "cached", "cchd", "cd", "hosting", "hstg", "gl", "glbl", "global", "dz", "regnl", "regional")
    + ("priority", "flex", "pp", "batch", "ft", "token", "tokens", "1k", "1m", "images")
)
# A picture or text beside such a word says what goes in or out; anywhere else it belongs to the model's name.
PICTURE, WORDS = ("image", "img"), ("text", "txt")
# Meters of another kind of use than a deployment's hours tell apart.
SPECIAL = re.compile(r"\b(batch|longco|long context)\b", re.IGNORECASE)
TIERS = (("priority", re.compile(r"\b(pp|priority)\b", re.I)), ("flex", re.compile(r"\bflex\b", re.I)))
# Of an image model, pictures are the output and text the input; the other way round is priced apart.
MEDIA = {("output", "text"): "output_text", ("input", "image"): "input_image"}
PROVISIONED = {
    "GlobalStandard": "GlobalProvisionedManaged",
    "DataZoneStandard": "DataZoneProvisionedManaged",
    "": "ProvisionedManaged",
}


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
    kind = next((kind for kind, words in KINDS if words.search(meter)), "")
    sku = next((sku for sku, words in SKUS if words.search(meter)), "")
    model, medium = _model(meter)
    kind = MEDIA.get((kind, medium), kind) if "image" in model.lower() else kind
    if kind == "provisioned":  # sold by the unit, whatever model runs on it
        sku, model = PROVISIONED[sku], ""
    return Price(
        client="",
        meter_id=(text(item.get("meterId")) or "").lower(),
        meter=meter,
        model=model,
        sku=sku,
        metric=kind,
        region=text(item.get("armRegionName")) or "",
        currency=currency,
        amount=amount,
        unit=text(item.get("unitOfMeasure")) or "1",
        effective=effective,
        reference=Reference(SOURCE_URL, today),
        tier=next((tier for tier, words in TIERS if words.search(meter)), ""),
    )


def _model(meter: str) -> tuple[str, str]:
    """The model's name in a meter's, and whether the meter counts pictures or text, where it says."""
    words = re.sub(r"\bdata zone\b", "dz", meter, flags=re.IGNORECASE).split()
    plain, kept, medium = [word.lower() for word in words], [], ""
    for at, word in enumerate(plain):
        beside = {*plain[max(at - 1, 0) : at], *plain[at + 1 : at + 2]} & {*WAYS}
        if word in (*PICTURE, *WORDS) and beside and at:
            medium = "image" if word in PICTURE else "text"
        elif word not in APART:
            kept.append("image" if word == "img" else words[at])
    return "-".join(kept), medium
