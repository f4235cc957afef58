"""How much one deployment can cost before any alert can fire, every factor shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from msp_aigov.assess.spend.outlook.prices import METRICS, PROVISIONED, Found, PriceList
from msp_aigov.assess.spend.outlook.provisioned import is_provisioned
from msp_aigov.assess.spend.outlook.use import Use, hourly_costs
from msp_aigov.assess.spend.sums import cents
from msp_aigov.model.cloud import Deployment
from msp_aigov.model.money.outlook import Exposure, Factor
from msp_aigov.model.money.usage import CostControl
from msp_aigov.model.text import Day, Money, Text

TOKENS_PER_UNIT = 1000  # one unit of a standard deployment's capacity is 1,000 tokens a minute
IMAGES_DONE = "imagegenerations"  # the capability of models whose quota counts requests
RATES = {"token": "{count} tokens a minute", "request": "{count} images a minute"}
KINDS = {"token": ("output", "input"), "request": ("image",)}
LAG_SOURCE = "spend_rules: alert_lag_hours"


@dataclass(frozen=True)
class Quota:
    """How many units an hour can be billed at most, in words, and what kinds of price they may carry."""

    units: Decimal | None
    factor: Factor
    kinds: tuple[str, ...] = ("output", "input")


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
    quota = _quota(deployment, use)
    each, price = _dearest(deployment, quota, prices, rules)
    factors = [quota.factor, Factor(Text("hours before an alert"), Text("{lag} h", lag=lag), LAG_SOURCE)]
    factors += [price] if price else []
    most = cents(quota.units * lag * each, currency) if quota.units is not None and each is not None else None
    constant = quota.kinds == (PROVISIONED,) and quota.units is not None and each is not None
    busy = quota.units * each if constant and quota.units and each else None
    if not is_provisioned(deployment):
        busy = _busy_hour(use, deployment, prices)
    if busy is not None:
        words = Text("{amount} an hour", amount=cents(busy, currency))
        name = Text("every hour, used or not" if constant else "99th percentile of its hours")
        factors.append(Factor(name, words, "capacity x price" if constant else "azure.metrics x price"))
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
        why=Text("") if most and busy is not None else _why(quota.units, each, currency),
        stopped_by=_stopped(deployment, controls),
        scopes=deployment.scopes,
    )


def _quota(deployment: Deployment, use: Use) -> Quota:
    """Tokens, images or provisioned units an hour that ARM lets through, and where that stands."""
    name, where = Text("quota"), "azure.deployments: "
    if is_provisioned(deployment):
        if deployment.capacity is None:
            return Quota(None, Factor(name, Text("unknown"), f"{where}no sku.capacity"), (PROVISIONED,))
        words = Text("{units} units, paid every hour", units=deployment.capacity)
        return Quota(Decimal(deployment.capacity), Factor(name, words, f"{where}sku.capacity"), (PROVISIONED,))
    able = [name.lower() for name in deployment.capabilities]
    key = "request" if IMAGES_DONE in able or use.images else "token"
    for limit in deployment.rate_limits:
        if limit.key == key:
            minute = limit.count * 60 / limit.seconds
            words = Text(RATES[key], count=int(minute))
            return Quota(minute * 60, Factor(name, words, f"{where}rateLimits"), KINDS[key])
    if deployment.capacity is None or key == "request":
        said = f"{where}sku {deployment.sku}, no rate limit"
        return Quota(None, Factor(name, Text("unknown"), said), KINDS[key])
    minute = Decimal(deployment.capacity * TOKENS_PER_UNIT)
    source = f"{where}sku.capacity {deployment.capacity} x {TOKENS_PER_UNIT}"
    return Quota(minute * 60, Factor(name, Text(RATES[key], count=int(minute)), source))


def _dearest(
    deployment: Deployment, quota: Quota, prices: PriceList, rules: Mapping[str, Decimal]
) -> tuple[Decimal | None, Factor | None]:
    """The dearest price of one unit; an image without a price of its own by the most tokens that one can take."""
    tier = deployment.service_tier or ""
    found = [price for kind in quota.kinds if (price := prices.find(deployment, kind, tier))]
    if found:
        dearest = max(found, key=lambda price: price.each)
        return dearest.each, _price_factor(dearest)
    by_token = prices.find(deployment, "output", tier) if "image" in quota.kinds else None
    if by_token is None:
        return None, None
    tokens = rules["image_tokens_most"]
    factor = _price_factor(by_token)
    words = Text("{price}, at most {tokens} tokens an image", price=factor.value, tokens=int(tokens))
    return by_token.each * tokens, Factor(factor.name, words, factor.source)


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


def _why(quota: Decimal | None, price: Decimal | None, currency: str) -> Text:
    if price is None:
        return Text("no price in {currency} is known for this model", currency=currency or "the client's currency")
    return Text("Azure states no quota") if quota is None else Text("no metric says how much it is used")


def _stopped(deployment: Deployment, controls: Iterable[CostControl]) -> str:
    """What would really stop it: it is paused, or a native cost control of its account blocks."""
    if (deployment.state or "").lower() == "paused":
        return "the deployment is paused"
    here = {deployment.id, deployment.account}
    names = [control.name for control in controls if control.blocks and here & set(control.attached)]
    return f"cost control {names[0]}" if names else ""
