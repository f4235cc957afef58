"""Cost by account and meter, and the model and deployments behind each meter."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Literal

from msp_aigov.assess.spend.outlook.prices import METRICS, STANDARD_TIERS, PriceList
from msp_aigov.assess.spend.outlook.use import Use, counted_on, settled_days, whole_days
from msp_aigov.assess.spend.sums import cents
from msp_aigov.model.cloud import AiAccount, Deployment
from msp_aigov.model.money.outlook import ModelSpend
from msp_aigov.model.money.usage import MeterCost, MeterId, OfferedModel
from msp_aigov.model.text import Day, Money, Text

PLAIN = re.compile(r"[^a-z0-9]+")
SHORT = {"img": "image"}  # how meters shorten models' names
ENDED = ("deprecated",)
# How meters' names shorten what they count; the lists of names are not consistent.
KINDS = (
    ("cached", re.compile(r"\b(cached|cchd|cd)\b", re.IGNORECASE)),
    ("hosting", re.compile(r"hosting|hstg|\bhost", re.IGNORECASE)),
    ("input", re.compile(r"\b(inp|inpt|input|prompt|in)\b", re.IGNORECASE)),
    ("output", re.compile(r"\b(out|outp|opt|outpt|output|completion)\b", re.IGNORECASE)),
    ("image", re.compile(r"\bimages\b", re.IGNORECASE)),
)
TIERS = (("priority", re.compile(r"\b(pp|priority)\b", re.I)), ("flex", re.compile(r"\bflex\b", re.I)))
PICTURES = ("output", "image")  # the kinds of meter by which generated images are billed
Join = tuple[str, Literal["meter_id", "name", "none"]]


class Joiner:
    """Finds the model behind a meter: by id where both sides have one, else by the model's name in the meter's."""

    def __init__(
        self, meter_ids: Iterable[MeterId], offered: Sequence[OfferedModel], named: Iterable[str] = ()
    ) -> None:
        self._ids = {(each.subscription, each.meter): each.id for each in meter_ids}
        self._by_id = {(model.account, meter.id): model for model in offered for meter in model.meters}
        self._offered = offered
        self._named = frozenset(named)  # models known by name, where an account's own are not

    def model(self, cost: MeterCost, deployed: Sequence[Deployment]) -> Join:
        """The model's name, and how it was found."""
        identity = self._ids.get((cost.subscription, cost.meter))
        known = self._by_id.get((cost.resource, identity)) if identity else None
        if known:
            return known.name, "meter_id"
        names = {each.model for each in deployed} | {m.name for m in self._offered if m.account == cost.resource}
        names = names or set(self._named)
        plain = _plain(cost.meter)
        fitting = [name for name in names if name and _plain(name) in plain]
        return (max(fitting, key=lambda name: (len(name), name)), "name") if fitting else ("", "none")

    def ended(self, account: str, model: str, versions: set[str | None], today: date) -> date | None:
        """The day the deployed versions of a model retired, if they all have."""
        same = [m for m in self._offered if m.account == account and m.name == model]
        same = [m for m in same if m.version in versions] or ([] if versions else same)
        days = [m.retires or today for m in same if m.lifecycle.lower() in ENDED or (m.retires and m.retires < today)]
        return max(days) if same and len(days) == len(same) else None


def kind_of(meter: str) -> str:
    """What a meter counts, from its name; empty where the name does not say."""
    return next((kind for kind, words in KINDS if words.search(meter)), "")


def tier_of(meter: str) -> tuple[str, ...]:
    """The service tiers that a meter bills, as metrics call them; the standard one unless its name says otherwise."""
    return next(((tier,) for tier, words in TIERS if words.search(meter)), STANDARD_TIERS)


def _plain(words: str) -> str:
    return " ".join(SHORT.get(word, word) for word in PLAIN.sub(" ", words.lower()).split())


def by_model(
    accounts: Sequence[AiAccount],
    deployments: Sequence[Deployment],
    costs: Iterable[MeterCost],
    joiner: Joiner,
    uses: Mapping[str, Use],
    prices: Mapping[str, PriceList],
    today: date,
    price_days: int = 45,
) -> tuple[ModelSpend, ...]:
    """Every account x meter of this month, split where tokens allow it; prices grow old in `price_days`."""
    named = {account.id: account for account in accounts}
    month = today.replace(day=1)
    groups: dict[tuple[str, str, str], list[MeterCost]] = defaultdict(list)
    for cost in costs:
        groups[cost.resource, cost.meter, cost.cost.currency].append(cost)
    made: list[ModelSpend] = []
    for (resource, meter, currency), lines in sorted(groups.items()):
        deployed = [each for each in deployments if each.account == resource]
        model, joined = joiner.model(lines[0], deployed)
        own = [each for each in deployed if model and each.model == model]
        now = _sum([line for line in lines if line.month == month], currency)
        before = _sum([line for line in lines if line.month != month], currency)
        account = named.get(resource)
        whole = ModelSpend(
            id=f"{resource}|{meter}|{currency}",
            account=account.name if account else resource.rsplit("/", 1)[-1],
            meter=meter,
            model=model,
            deployments=tuple(each.name for each in own),
            joined=joined,
            share="own" if len(own) == 1 else "shared",
            cost=now,
            last_month=before,
            retired=joiner.ended(resource, model, {each.model_version for each in own}, today) if model else None,
            paid=_paid(lines, own, uses, kind_of(meter), today, currency),
            scopes=account.scopes if account else (lines[0].subscription,),
        )
        made += _split(whole, own, uses, kind_of(meter), month)
    return tuple(_listed(each, deployments, prices, today, price_days) for each in made)


def _sum(lines: Iterable[MeterCost], currency: str) -> Money:
    return Money(sum((line.cost.amount for line in lines), Decimal(0)), currency)


def _split(
    whole: ModelSpend, own: Sequence[Deployment], uses: Mapping[str, Use], kind: str, month: date
) -> Iterator[ModelSpend]:
    """One line a deployment where each one's tokens of this kind are known, else the line as it is, shared."""
    tier = tier_of(whole.meter)
    counted = {each.name: counted_of(uses[each.id], kind, month, tier) for each in own if each.id in uses}
    total = sum((value for value in counted.values() if value), Decimal(0))
    if len(own) < 2 or len(counted) < len(own) or None in counted.values() or not total:
        yield whole
        return
    left = whole.cost.amount
    for number, each in enumerate(own, start=1):
        part = (whole.cost.amount * (counted[each.name] or 0) / total).quantize(Decimal("0.01"))
        part = left if number == len(own) else part
        left -= part
        cost = Money(part, whole.cost.currency)
        yield replace(
            whole, id=f"{whole.id}|{each.name}", deployments=(each.name,), share="allocated", cost=cost, last_month=None
        )


def counted_of(use: Use, kind: str, since: date, tiers: tuple[str, ...]) -> Decimal | None:
    """How much of one kind a deployment used since a day at some service tiers; None where nothing says."""
    series = [each for each in use.series if each.tier.lower() in tiers]
    series = [each for each in series if not kind or METRICS.get(each.metric) == kind]
    values = [p.value for each in series for p in each.points if p.hour.date() >= since and p.value is not None]
    return sum(values, Decimal(0)) if values else None


def _paid(
    lines: Sequence[MeterCost],
    own: Sequence[Deployment],
    uses: Mapping[str, Use],
    kind: str,
    today: date,
    currency: str,
) -> Text:
    """What a million tokens and an image really cost, over the days that both billing and metrics know entirely."""
    known, tier = [uses[one.id] for one in own if one.id in uses], tier_of(lines[0].meter)
    counted = [each for use in known for each in use.series if each.tier.lower() in tier]
    tokens = [each for each in counted if METRICS.get(each.metric) == kind != "image"]
    images = [each for use in known if kind in PICTURES for each in use.images]
    said = []
    for series, per, words in ((tokens, 1000000, "{amount} per million"), (images, 1, "{amount} per image")):
        days = whole_days(series, settled_days(today))
        used = counted_on(series, days)
        cost = sum((line.cost.amount for line in lines if line.day in days), Decimal(0))
        if used and cost and {each.deployment.lower() for each in series} == {one.name.lower() for one in own}:
            said.append(Text(words, amount=cents(cost / used * per, currency)))
    if not said:
        return Text("")
    return said[0] if len(said) == 1 else Text("{one}, {two}", one=said[0], two=said[1])


def _listed(
    line: ModelSpend, deployments: Sequence[Deployment], prices: Mapping[str, PriceList], today: date, days: int
) -> ModelSpend:
    """The dated list price beside what was paid."""
    account, kind = line.id.split("|")[0], kind_of(line.meter)
    own = [each for each in deployments if each.account == account and each.name in line.deployments]
    if not own or not kind or line.cost.currency not in prices:
        return line
    found = prices[line.cost.currency].find(own[0], kind, tier_of(line.meter)[0])
    if found is None:
        return line
    words = "{amount} per {unit}, {how}, read {day}" + (", long ago" if found.old(today, days) else "")
    listed = Text(words, amount=found.shown(), unit=found.price.unit, how=Text(found.how), day=Day(found.day))
    return replace(line, listed=listed)
