"""What spend means, put together: forecast, anomalies, models, hosting, exposure, and what runs right now."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from msp_aigov.assess.spend.facts import Read
from msp_aigov.assess.spend.outlook.anomaly import trend
from msp_aigov.assess.spend.outlook.bymodel import Joiner, by_model
from msp_aigov.assess.spend.outlook.exposure import exposure, smallest
from msp_aigov.assess.spend.outlook.forecast import forecast
from msp_aigov.assess.spend.outlook.hosting import hosted
from msp_aigov.assess.spend.outlook.live import live
from msp_aigov.assess.spend.outlook.prices import PriceList
from msp_aigov.assess.spend.outlook.use import Use, use_of
from msp_aigov.assess.spend.sums import by_day
from msp_aigov.model.client import Client
from msp_aigov.model.cloud import Deployment
from msp_aigov.model.money.outlook import Exposure
from msp_aigov.model.money.usage import ForecastDay
from msp_aigov.model.rules import Rules
from msp_aigov.model.spend import CostLine, Spend
from msp_aigov.model.text import Money


def meant(client: Client, today: date, spend: Spend, ai: Sequence[CostLine], read: Read, rules: Rules) -> Spend:
    """The same spend with all that follows from it."""
    numbers = {rule.key: rule.value for rule in rules.spend_rules}
    scopes = (client.id, *sorted(subscription.id for subscription in read.subscriptions))
    days = by_day(ai)
    uses = {each.id: use_of(each, read.series) for each in read.deployments}
    currencies = sorted({*days, *(cost.cost.currency for cost in read.meters), *_target_currency(spend)})
    prices = {currency: PriceList(client.id, currency, rules, read.offered) for currency in currencies}
    joiner = Joiner(read.meter_ids, read.offered)
    models = by_model(read.accounts, read.deployments, read.meters, joiner, uses, prices, today)
    names = {account.id: account.name for account in read.accounts}
    deployments = sorted(read.deployments, key=lambda each: each.id)
    least, idle = int(numbers["forecast_least_days"]), int(numbers["idle_days"])
    return replace(
        spend,
        models=models,
        forecasts=tuple(
            forecast(
                client.id, currency, found, _azure(read, currency, ai), today, _limit(spend, currency), least, scopes
            )
            for currency, found in days.items()
        ),
        trends=tuple(trend(client.id, currency, found, today, numbers, scopes) for currency, found in days.items()),
        hosted=tuple(hosted(deployments, names, uses, models, today, idle)),
        exposures=tuple(_exposures(read, spend, names, uses, prices, numbers)),
        now=tuple(
            live(each, names.get(each.account, ""), uses[each.id], prices[currency], currency, today, models)
            for each in deployments
            if (currency := _currency(each, spend, read)) in prices
        ),
    )


def _target_currency(spend: Spend) -> tuple[str, ...]:
    return (spend.target.currency,) if spend.target else ()


def _azure(read: Read, currency: str, ai: Sequence[CostLine]) -> list[ForecastDay]:
    """Azure's days, where it answered for every subscription that costs something in this currency."""
    found = [each for each in read.forecasts if each.cost.currency == currency]
    paying = {line.subscription for line in ai if line.cost.currency == currency}
    return found if paying <= {each.subscription for each in found} else []


def _limit(spend: Spend, currency: str) -> Money | None:
    """What the month should not exceed: the client's target, else the smallest monthly budget that covers AI."""
    if spend.target and spend.target.currency == currency:
        return spend.target
    return next(smallest(_covering(spend, None), currency), None)


def _covering(spend: Spend, resource: str | None) -> list[Money]:
    """Monthly budgets that cover one resource, or any."""
    names = {n for item in spend.resources if resource in (None, item.resource_id) for n in item.covered_by}
    return [
        each.amount
        for each in spend.budgets
        if each.name in names and each.amount and (each.grain or "").lower() in ("monthly", "billingmonth")
    ]


def _currency(deployment: Deployment, spend: Spend, read: Read) -> str:
    """The currency its account is billed in; before the first bill that of the subscription's costs or the target."""
    own = [cost.currency for item in spend.resources if item.resource_id == deployment.account for cost in item.costs]
    subscription = deployment.account.split("/")[2] if deployment.account.count("/") > 2 else ""
    beside = [line.cost.currency for line in read.lines if line.subscription == subscription]
    return next(iter([*own, *beside, *_target_currency(spend)]), "")


def _exposures(
    read: Read,
    spend: Spend,
    names: dict[str, str],
    uses: dict[str, Use],
    prices: dict[str, PriceList],
    numbers: dict[str, Decimal],
) -> list[Exposure]:
    made = []
    for each in sorted(read.deployments, key=lambda each: each.id):
        currency = _currency(each, spend, read)
        if currency not in prices:
            continue
        budget = next(smallest(_covering(spend, each.account), currency), None)
        name = names.get(each.account, each.account)
        made.append(exposure(each, name, uses[each.id], prices[currency], currency, budget, read.controls, numbers))
    return made
