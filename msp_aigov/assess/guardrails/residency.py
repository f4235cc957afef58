"""Where a deployment's SKU may process data, against where the client allows it."""

from collections.abc import Mapping
from dataclasses import replace

from msp_aigov.model.cloud import Deployment
from msp_aigov.model.guardrails import Processing
from msp_aigov.model.rules import RegionRule, Rules
from msp_aigov.model.text import Text

NO_PROMISE = "the SKU {sku} promises nothing about where it processes data"
MEMBERS = "eu_members_only"
TIERS = ("", "default", "priority")  # tiers that change the price, not the place
REACH = ("region", "data_zone", "global", "unknown")  # from the least to the furthest


def deployed(
    deployment: Deployment, region: str, others: Mapping[str, Deployment], residency: str | None, rules: Rules
) -> Processing:
    """The place of a deployment together with the one it spills over to."""
    own = processing(deployment.sku, region, residency, rules)
    tier = (deployment.service_tier or "").lower()
    if tier not in TIERS:
        said = Text("no dated rule says where the service tier {tier} processes data", tier=tier)
        own = Processing("unknown", "", _worse(own.allowed, _any(residency)), said)
    if not deployment.spillover:
        return own
    home = deployment.id.rsplit("/", 1)[0]
    other = others.get(f"{home}/{deployment.spillover.lower()}")
    if other is None:
        said = Text("it spills over to {name}, which is not in the list", name=deployment.spillover)
        return Processing("unknown", "", _worse(own.allowed, _any(residency)), said)
    place = processing(other.sku, region, residency, rules)
    worst = _worse(own.allowed, place.allowed)
    if REACH.index(place.kind) <= REACH.index(own.kind):
        return replace(own, allowed=worst)
    said = Text("it spills over to {name}: {where}", name=other.name, where=place.reason)
    return Processing(place.kind, place.zone, worst, said)


def _worse(one: bool | None, other: bool | None) -> bool | None:
    """Not allowed counts before not known, and not known before allowed."""
    return False if False in (one, other) else None if None in (one, other) else True


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
        said = NO_PROMISE if rule else "no dated rule says where the SKU {sku} processes data"
        reason = Text(said, sku=sku or "(not stated)")
        return Processing(kind, "", _any(residency), reason)
    if place is None:
        reason = Text("no dated rule says where the region {region} lies", region=region or "(not stated)")
        return Processing(kind, region, _any(residency), reason)
    if kind == "data_zone":
        return _zone(sku or "", place, residency, rules)
    reason = Text("{sku} processes data in {region}, {country}", sku=sku or "", region=region, country=place.country)
    return Processing(kind, region, _within(residency, frozenset({place.country}), rules), reason)


def _zone(sku: str, place: RegionRule, residency: str | None, rules: Rules) -> Processing:
    """A data zone reaches beyond a country: it only satisfies a client that allows every country of it."""
    countries = countries_of(place.zone, rules)
    if not countries:
        reason = Text("{region} lies in no data zone that we know, yet the SKU is {sku}", region=place.region, sku=sku)
        return Processing("data_zone", "", _any(residency), reason)
    reason = Text("{sku} may process data anywhere in the {zone} data zone", sku=sku, zone=place.zone.upper())
    if residency == MEMBERS and place.zone == "eu":
        beyond = sorted(countries - countries_of(MEMBERS, rules))
        reason = Text("{reason}, {countries} included", reason=reason, countries=", ".join(beyond))
    return Processing("data_zone", place.zone, _within(residency, countries, rules), reason)


def countries_of(zone: str, rules: Rules) -> frozenset[str]:
    """The countries of a data zone, or of the European Union alone."""
    if zone == MEMBERS:
        return frozenset(row.country for row in rules.data_zones if row.eu_member == "yes")
    return frozenset(row.country for row in rules.data_zones if row.zone == zone)


def _within(residency: str | None, countries: frozenset[str], rules: Rules) -> bool | None:
    if residency in (None, "any"):
        return None if residency is None else True
    return countries <= (countries_of(residency or "", rules) or frozenset({residency}))


def _any(residency: str | None) -> bool | None:
    """Where the place is unknown, only a client that allows every place is satisfied."""
    return True if residency == "any" else None
