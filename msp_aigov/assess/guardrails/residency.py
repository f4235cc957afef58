"""Where a deployment's SKU may process data, against where the client allows it."""

from msp_aigov.model.guardrails import Processing
from msp_aigov.model.rules import RegionRule, Rules
from msp_aigov.model.text import Text


def processing(sku: str | None, region: str, residency: str | None, rules: Rules) -> Processing:
    """Place of inference by SKU and region; whether it is allowed is None where either is not known."""
    named = (rule for rule in rules.skus if rule.sku.lower() == (sku or "").lower())
    rule = next(named, None)
    kind = rule.processing if rule else "unknown"
    place = next((known for known in rules.regions if known.region == region), None)
    if kind == "global":
        allowed = None if residency is None else residency == "any"
        return Processing(kind, "any region", allowed, Text("{sku} may process data in any region", sku=sku or ""))
    if kind == "unknown":
        reason = Text("no dated rule says where the SKU {sku} processes data", sku=sku or "(not stated)")
        return Processing(kind, "", _any(residency), reason)
    if place is None:
        reason = Text("no dated rule says where the region {region} lies", region=region or "(not stated)")
        return Processing(kind, region, _any(residency), reason)
    if kind == "data_zone":
        return _zone(sku or "", place, residency)
    reason = Text("{sku} processes data in {region}, {country}", sku=sku or "", region=region, country=place.country)
    return Processing(kind, region, _within(residency, place), reason)


def _zone(sku: str, place: RegionRule, residency: str | None) -> Processing:
    """A data zone reaches beyond a country: it only satisfies a client that allows the whole zone."""
    if not place.zone:
        reason = Text("{region} lies in no data zone that we know, yet the SKU is {sku}", region=place.region, sku=sku)
        return Processing("data_zone", "", _any(residency), reason)
    reason = Text("{sku} may process data anywhere in the {zone} data zone", sku=sku, zone=place.zone.upper())
    allowed = None if residency is None else residency in ("any", place.zone)
    return Processing("data_zone", place.zone, allowed, reason)


def _within(residency: str | None, place: RegionRule) -> bool | None:
    return None if residency is None else residency in ("any", place.zone, place.country)


def _any(residency: str | None) -> bool | None:
    """Where the place is unknown, only a client that allows every place is satisfied."""
    return True if residency == "any" else None
