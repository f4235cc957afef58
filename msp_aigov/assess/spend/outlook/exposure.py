"""How much one deployment can cost before any alert can fire, every factor shown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_CEILING, Decimal

from msp_aigov.assess.spend.outlook.prices import METRICS, Found, PriceList
from msp_aigov.assess.spend.outlook.use import Use, hourly_costs
from msp_aigov.assess.spend.sums import cents
from msp_aigov.model.cloud import Deployment
from msp_aigov.model.money.outlook import Exposure, Factor
from msp_aigov.model.money.usage import CostControl
from msp_aigov.model.text import Day, Money, Text

TOKENS_PER_UNIT = 1000  # one unit of a standard deployment's capacity is 1,000 tokens a minute
NO_LIMIT = ("provisioned",)
LAG_SOURCE = "spend_rules: alert_lag_hours"


def exposure(
    deployment: Deployment,
    account: str,
    use: Use,
    prices: PriceList,
    currency: str,
    budget: Money | None,
    controls: Iterable[CostControl],
    rules: Mapping[str, Decimal],
) -> Exposure:
    """One deployment's worst case and its usual busy hour, each times the lag."""
    lag = int(rules["alert_lag_hours"])
    quota, quota_factor = _tokens_a_minute(deployment)
    found = [price for kind in ("output", "input") if (price := prices.find(deployment, kind))]
    dearest = max(found, key=lambda price: price.each) if found else None
    factors = [quota_factor, Factor(Text("hours before an alert"), Text("{lag} h", lag=lag), LAG_SOURCE)]
    if dearest:
        factors.append(_price_factor(dearest))
    most = cents(quota * 60 * lag * dearest.each, currency) if quota is not None and dearest else None
    busy = _busy_hour(use, deployment, prices)
    if busy is not None:
        words = Text("{amount} an hour", amount=cents(busy, currency))
        factors.append(Factor(Text("99th percentile of its hours"), words, "azure.metrics x price"))
    return Exposure(
        id=deployment.id,
        deployment=deployment.name,
        account=account,
        most=most,
        observed=None if busy is None else cents(busy * lag, currency),
        budget=budget,
        lag_hours=lag,
        times=rules["exposure_times_budget"],
        factors=tuple(factors),
        why=Text("") if most and busy is not None else _why(quota, dearest, currency),
        stopped_by=_stopped(deployment, controls),
        scopes=deployment.scopes,
    )


def _tokens_a_minute(deployment: Deployment) -> tuple[Decimal | None, Factor]:
    """Tokens a minute that ARM lets through, and where that stands."""
    name = Text("quota")
    for limit in deployment.rate_limits:
        if limit.key == "token":
            minute = limit.count * 60 / limit.seconds
            return minute, Factor(
                name, Text("{tokens} tokens a minute", tokens=int(minute)), "azure.deployments: rateLimits"
            )
    sku = (deployment.sku or "").lower()
    if deployment.capacity is None or any(word in sku for word in NO_LIMIT):
        return None, Factor(name, Text("unknown"), f"azure.deployments: sku {deployment.sku}, no rate limit")
    minute = Decimal(deployment.capacity * TOKENS_PER_UNIT)
    words = Text("{tokens} tokens a minute", tokens=int(minute))
    return minute, Factor(name, words, f"azure.deployments: sku.capacity {deployment.capacity} x {TOKENS_PER_UNIT}")


def _price_factor(found: Found) -> Factor:
    words = Text("{amount} per {unit}, read {day}", amount=found.shown(), unit=found.price.unit, day=Day(found.day))
    return Factor(Text("dearest price"), words, f"{found.how}: {found.price.reference.source}")


def _busy_hour(use: Use, deployment: Deployment, prices: PriceList) -> Decimal | None:
    """The 99th percentile of the hours that have data; None as soon as one series that counts has no price."""
    tiers = {(each.metric, each.tier) for each in use.series if any(point.value for point in each.points)}
    found = {key: prices.find(deployment, METRICS.get(key[0], ""), key[1]) for key in tiers}
    if not use.series or None in found.values():
        return None
    known = {key: price.each for key, price in found.items() if price}
    rest = {(each.metric, each.tier): Decimal(0) for each in use.series}
    hours = sorted(hourly_costs(use, rest | known).values())
    if not hours:
        return None
    rank = int((Decimal(len(hours)) * Decimal("0.99")).to_integral_value(ROUND_CEILING))
    return hours[rank - 1]


def _why(quota: Decimal | None, dearest: Found | None, currency: str) -> Text:
    if dearest is None:
        return Text("no price in {currency} is known for this model", currency=currency or "the client's currency")
    return Text("Azure states no quota") if quota is None else Text("no metric says how much it is used")


def _stopped(deployment: Deployment, controls: Iterable[CostControl]) -> str:
    """What would really stop it: it is paused, or a native cost control of its account blocks."""
    if (deployment.state or "").lower() == "paused":
        return "the deployment is paused"
    names = [control.name for control in controls if control.account == deployment.account and control.blocks]
    return f"cost control {names[0]}" if names else ""


def smallest(budgets: Sequence[Money], currency: str) -> Iterator[Money]:
    """The smallest budget in a currency, if there is one."""
    same = [budget for budget in budgets if budget.currency in ("", currency)]
    if same:
        yield Money(min(budget.amount for budget in same), currency)
