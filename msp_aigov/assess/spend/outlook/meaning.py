"""What spend means, put together: forecast, anomalies, models, hosting, exposure, and what runs right now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from msp_aigov.assess.spend.facts import Read
from msp_aigov.assess.spend.limits import least_of, limit_of
from msp_aigov.assess.spend.outlook.anomaly import trend
from msp_aigov.assess.spend.outlook.billed import billed_of
from msp_aigov.assess.spend.outlook.bymodel import Joiner, by_model
from msp_aigov.assess.spend.outlook.crossing import together
from msp_aigov.assess.spend.outlook.exposure import exposure
from msp_aigov.assess.spend.outlook.forecast import forecast
from msp_aigov.assess.spend.outlook.hosting import hosted
from msp_aigov.assess.spend.outlook.live import live
from msp_aigov.assess.spend.outlook.prices import PriceList
from msp_aigov.assess.spend.outlook.use import Use, use_of
from msp_aigov.assess.spend.sums import by_day
from msp_aigov.model.client import Client
from msp_aigov.model.cloud import Deployment
from msp_aigov.model.money.outlook import Exposure, LiveSpend
from msp_aigov.model.money.usage import ForecastDay
from msp_aigov.model.rules import Rules
from msp_aigov.model.spend import CostLine, Spend


@dataclass(frozen=True)
class Basis:
    """What several of the meanings rest on: per deployment its use and currency, per currency the prices."""

    deployments: tuple[Deployment, ...]
    names: Mapping[str, str]
    uses: Mapping[str, Use]
    units: Mapping[str, str]
    prices: Mapping[str, PriceList]
    numbers: Mapping[str, Decimal]


def meant(client: Client, today: date, spend: Spend, ai: Sequence[CostLine], read: Read, rules: Rules) -> Spend:
    """The same spend with all that follows from it."""
    scopes = (client.id, *sorted(subscription.id for subscription in read.subscriptions))
    days, basis = by_day(ai), _basis(client, spend, ai, read, rules)
    numbers = basis.numbers
    named = {each.model for each in rules.cloud_models} | {price.model for price in rules.prices}
    joiner = Joiner(read.meter_ids, read.offered, named)
    models = by_model(
        *(read.accounts, read.deployments, read.meters, joiner, basis.uses, basis.prices, today),
        int(numbers["price_age_days"]),
    )
    least, idle = int(numbers["forecast_least_days"]), int(numbers["idle_days"])
    spend = replace(
        spend,
        models=models,
        forecasts=tuple(
            forecast(
                client.id,
                currency,
                found,
                _azure(read, currency, ai),
                today,
                limit_of(spend, currency)[0],
                least,
                scopes,
            )
            for currency, found in days.items()
        ),
        trends=tuple(trend(client.id, currency, found, today, numbers, scopes) for currency, found in days.items()),
        hosted=tuple(hosted(basis.deployments, basis.names, basis.uses, models, today, idle)),
        exposures=tuple(_exposures(read, spend, basis)),
    )
    return _with_now(spend, ai, read, basis, joiner, today)


def _basis(client: Client, spend: Spend, ai: Sequence[CostLine], read: Read, rules: Rules) -> Basis:
    deployments = tuple(sorted(read.deployments, key=lambda each: each.id))
    listed = _list_currency(client.id, rules)
    units = {each.id: _currency(each, spend, read, listed) for each in deployments}
    currencies = {line.cost.currency for line in ai} | {cost.cost.currency for cost in read.meters}
    currencies |= {*units.values(), *_target_currency(spend)}
    regions = {account.id: account.location for account in read.accounts}
    return Basis(
        deployments=deployments,
        names={account.id: account.name for account in read.accounts},
        uses={each.id: use_of(each, read.series) for each in deployments},
        units=units,
        prices={unit: PriceList(client.id, unit, rules, read.offered, regions) for unit in sorted(currencies)},
        numbers={rule.key: rule.value for rule in rules.spend_rules},
    )


def _with_now(spend: Spend, ai: Sequence[CostLine], read: Read, basis: Basis, joiner: Joiner, today: date) -> Spend:
    """What runs right now, deployment by deployment and together."""
    units, found = basis.units, basis.deployments
    bills = {currency: billed_of(found, read.meters, joiner, currency) for currency in {*units.values()}}
    defined = {each.account: frozenset(each.metrics) for each in read.defined}
    now: dict[str, LiveSpend] = {}
    for each in found:
        name, unit = basis.names.get(each.account, ""), units[each.id]
        prices, bill, known = basis.prices[unit], bills[unit][each.id], defined.get(each.account)
        now[each.id] = live(each, name, basis.uses[each.id], prices, unit, today, bill, basis.numbers, known)
    totals = (
        together(
            *([now[each.id] for each in found if units[each.id] == currency], currency, ai),
            *(*limit_of(spend, currency), today),
        )
        for currency in sorted({*units.values()})
    )
    return replace(spend, now=tuple(now.values()), now_totals=tuple(totals))


def _target_currency(spend: Spend) -> tuple[str, ...]:
    return (spend.target.currency,) if spend.target else ()


def _azure(read: Read, currency: str, ai: Sequence[CostLine]) -> list[ForecastDay]:
    """Azure's days, where it answered for every subscription that costs something in this currency."""
    found = [each for each in read.forecasts if each.cost.currency == currency]
    paying = {line.subscription for line in ai if line.cost.currency == currency}
    return found if paying <= {each.subscription for each in found} else []


def _list_currency(client: str, rules: Rules) -> tuple[str, ...]:
    """The currency of the client's price file, else of the list: all there is to estimate in before the first bill."""
    own = [price.currency for price in rules.client_prices if price.client in ("", client)]
    return tuple(sorted({*(own or (price.currency for price in rules.prices))})[:1]) or ("USD",)


def _currency(deployment: Deployment, spend: Spend, read: Read, listed: Sequence[str]) -> str:
    """The currency its account is billed in; before the first bill that of costs beside it, the target, the prices."""
    own = [cost.currency for item in spend.resources if item.resource_id == deployment.account for cost in item.costs]
    subscription = deployment.account.split("/")[2] if deployment.account.count("/") > 2 else ""
    beside = [line.cost.currency for line in read.lines if line.subscription == subscription]
    return next(iter([*own, *beside, *_target_currency(spend), *listed]))


def _exposures(read: Read, spend: Spend, basis: Basis) -> Iterator[Exposure]:
    for each in basis.deployments:
        currency = basis.units[each.id]
        budget = least_of(spend, each.account, currency)
        name, prices = basis.names.get(each.account, each.account), basis.prices[currency]
        yield exposure(each, name, basis.uses[each.id], prices, currency, budget, read.controls, basis.numbers)
