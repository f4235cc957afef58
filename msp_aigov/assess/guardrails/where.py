"""Where a model is offered by what is known, and the nearest offer a client may use instead."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from msp_aigov.assess.guardrails.residency import REACH, processing
from msp_aigov.model.reach.offers import LiveOffers, ModelClaim, OfferedPlace, WhereAnswer
from msp_aigov.model.rules import CloudModel, ModelFact, Rules
from msp_aigov.model.text import Text

NONE_ALLOWED = "no other model for this task is known to be allowed"
NEVER_READ = date(1970, 1, 1)


def where(
    model: str,
    region: str,
    client: str,
    residency: str | None,
    rules: Rules,
    live: LiveOffers | None = None,
    unread: str = "",
) -> WhereAnswer:
    """The answer from `live` offers where there are any, else from the dated tables; `unread` is why there are none."""
    rows = rules.cloud_models if live is None else live.rows
    own = [row for row in rows if row.model.lower() == model.lower()]
    here = [row for row in own if region in ("", row.region)]
    places = tuple(sorted((_place(row, residency, rules) for row in here), key=_nearness))
    dated = (_claim(fact) for fact in rules.model_facts if fact.model.lower() == model.lower())
    claims = (*(live.claims if live else ()), *dated)
    outcome = _outcome(places, bool(client))
    other = None if outcome == "offered" else _alternative(model, region, residency, rules, bool(client))
    days = [*(place.read_on for place in places), *(claim.read_on for claim in claims)]
    return WhereAnswer(
        model=next((row.model for row in own), model),
        region=region,
        client=client,
        residency=residency or "",
        basis="dated facts" if live is None else "live",
        as_of=live.read_on if live else max(days, default=_newest(rules)),
        outcome=outcome,
        places=places,
        claims=claims,
        ends=tuple(sorted({claim.retires for claim in claims if claim.retires})),
        quota=Text.verbatim(live.quota) if live and live.quota else Text("not assessed: quota is read live only"),
        alternative=other,
        alternative_price=_price(other.model, rules) if other else "",
        notes=(
            *((Text("not asked live: {why}", why=unread),) if unread else ()),
            *_notes(model, region, own, places, claims, live is not None),
            *((Text(NONE_ALLOWED),) if outcome == "not_allowed" and not other else ()),
        ),
    )


def _newest(rules: Rules) -> date:
    return max((row.reference.read_on for row in rules.cloud_models), default=NEVER_READ)


def _outcome(places: Sequence[OfferedPlace], judged: bool) -> Literal["offered", "not_allowed", "unknown"]:
    """For a client one allowed place is enough, and a place that nobody allowed or forbade is not known to be one."""
    verdicts = {place.allowed for place in places}
    if not verdicts:
        return "unknown"
    if not judged or True in verdicts:
        return "offered"
    return "unknown" if None in verdicts else "not_allowed"


def _place(row: CloudModel, residency: str | None, rules: Rules) -> OfferedPlace:
    place = processing(row.sku, row.region, residency, rules)
    return OfferedPlace(
        row.model,
        row.sku,
        row.region,
        place.kind,
        place.allowed,
        place.reason,
        row.reference.source,
        row.reference.read_on,
    )


def _nearness(place: OfferedPlace) -> tuple[int, int, str, str]:
    """What is allowed first, then what stays nearest."""
    allowed = {True: 0, None: 1, False: 2}[place.allowed]
    return (allowed, REACH.index(place.processing), place.region, place.sku)


def _alternative(model: str, region: str, residency: str | None, rules: Rules, judged: bool) -> OfferedPlace | None:
    """An offer for the same task that the client allows: of the same model first, then in the same region, then what
    stays nearest, in the zone that was asked for before others.
    """
    tasks = {row.task for row in rules.cloud_models if row.model.lower() == model.lower()}
    rows = [row for row in rules.cloud_models if row.task in tasks]
    gone = {fact.model for fact in rules.model_facts if _gone(fact)}
    offers = (_place(row, residency, rules) for row in rows)
    allowed = [place for place in offers if place.model not in gone and (place.allowed or not judged)]
    zones = {rule.region: rule.zone for rule in rules.regions}
    return min(
        allowed,
        key=lambda place: (
            place.model.lower() != model.lower(),
            place.region != region,
            region in zones and zones.get(place.region) != zones[region],
            *_nearness(place)[:2],
            _age(place.model, rules),
            place.region,
        ),
        default=None,
    )


def _gone(fact: ModelFact) -> bool:
    """Whether a model takes no new deployments, or had ended on the day that this was read."""
    ended = fact.retires is not None and fact.retires <= fact.reference.read_on
    return ended or fact.lifecycle.lower() in ("deprecating", "deprecated")


def _age(model: str, rules: Rules) -> int:
    """The newest version first."""
    versions = [fact.version or "" for fact in rules.model_facts if fact.model == model]
    newest = max(versions, default="")
    return -int(newest.replace("-", "")) if newest.replace("-", "").isdecimal() else 0


def _price(model: str, rules: Rules) -> str:
    prices = [
        f"{fact.price} (read {fact.reference.read_on})"
        for fact in rules.model_facts
        if fact.model == model and fact.price
    ]
    return prices[0] if prices else "no dated price"


def _claim(fact: ModelFact) -> ModelClaim:
    return ModelClaim(
        fact.version or "",
        fact.lifecycle,
        fact.retires,
        fact.price or "",
        fact.reference.source,
        fact.reference.read_on,
    )


def _notes(
    model: str,
    region: str,
    own: Sequence[CloudModel],
    places: Sequence[OfferedPlace],
    claims: Sequence[ModelClaim],
    live: bool,
) -> Iterable[Text]:
    if not own and live:
        yield Text("no account of this client lists {model} with a SKU: unknown", model=model)
    elif not own:
        yield Text("no dated row speaks of {model}: unknown, which is not the same as not offered", model=model)
    elif not places:
        yield Text(
            "no dated row speaks of {model} in {region}: unknown. Known regions: {regions}",
            model=model,
            region=region,
            regions=", ".join(sorted({row.region for row in own})),
        )
    if len({claim.retires for claim in claims}) > 1:
        yield Text("the sources name different ends for {model}; ask Azure before you build on it", model=model)
