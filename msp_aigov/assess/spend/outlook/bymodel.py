"""Cost by account and meter, and the model and deployments behind each meter."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Literal

from msp_aigov.assess.spend.outlook.prices import METRICS, PriceList
from msp_aigov.assess.spend.outlook.use import Use
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
)
Join = tuple[str, Literal["meter_id", "name", "none"]]


class Joiner:
    """Finds the model behind a meter: by id where both sides have one, else by the model's name in the meter's."""

    def __init__(self, meter_ids: Iterable[MeterId], offered: Sequence[OfferedModel]) -> None:
        self._ids = {(each.subscription, each.meter): each.id for each in meter_ids}
        self._by_id = {(model.account, meter.id): model for model in offered for meter in model.meters}
        self._offered = offered

    def model(self, cost: MeterCost, deployed: Sequence[Deployment]) -> Join:
        """The model's name, and how it was found."""
        identity = self._ids.get((cost.subscription, cost.meter))
        known = self._by_id.get((cost.resource, identity)) if identity else None
        if known:
            return known.name, "meter_id"
        names = {each.model for each in deployed} | {m.name for m in self._offered if m.account == cost.resource}
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
) -> tuple[ModelSpend, ...]:
    """Every account x meter of this month, split by deployment where tokens allow it."""
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
            scopes=account.scopes if account else (lines[0].subscription,),
        )
        made += _split(whole, own, uses, kind_of(meter), month)
    return tuple(_priced(each, deployments, uses, prices, month) for each in made)


def _sum(lines: Iterable[MeterCost], currency: str) -> Money:
    return Money(sum((line.cost.amount for line in lines), Decimal(0)), currency)


def _split(
    whole: ModelSpend, own: Sequence[Deployment], uses: Mapping[str, Use], kind: str, month: date
) -> Iterator[ModelSpend]:
    """One line a deployment where each one's tokens of this kind are known, else the line as it is, shared."""
    counted = {each.name: counted_of(uses[each.id], kind, month) for each in own if each.id in uses}
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


def counted_of(use: Use, kind: str, since: date) -> Decimal | None:
    """How much of one kind a deployment used since a day; None where nothing says."""
    series = [each for each in use.series if not kind or METRICS.get(each.metric) == kind]
    values = [p.value for each in series for p in each.points if p.hour.date() >= since and p.value is not None]
    return sum(values, Decimal(0)) if values else None


def _priced(
    line: ModelSpend,
    deployments: Sequence[Deployment],
    uses: Mapping[str, Use],
    prices: Mapping[str, PriceList],
    month: date,
) -> ModelSpend:
    """The amount really paid per million beside the dated list price, where one deployment's use is known."""
    account, kind = line.id.split("|")[0], kind_of(line.meter)
    own = [each for each in deployments if each.account == account and each.name in line.deployments]
    if len(own) != 1 or not kind:
        return line
    used = counted_of(uses[own[0].id], kind, month) if own[0].id in uses else None
    if used:
        paid = cents(line.cost.amount / used * 1000000, line.cost.currency)
        line = replace(line, paid=Text("{amount} per million", amount=paid))
    found = prices[line.cost.currency].find(own[0], kind) if line.cost.currency in prices else None
    if found:
        words = "{amount} per {unit}, {how}, read {day}"
        listed = Text(words, amount=found.shown(), unit=found.price.unit, how=found.how, day=Day(found.day))
        line = replace(line, listed=listed)
    return line
