"""What follows from costs: a forecast that names its method, days that stand out, and what could be lost."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from msp_aigov.assess.spend.outlook.anomaly import trend
from msp_aigov.assess.spend.outlook.bymodel import Joiner, by_model, kind_of
from msp_aigov.assess.spend.outlook.exposure import exposure
from msp_aigov.assess.spend.outlook.forecast import forecast
from msp_aigov.assess.spend.outlook.hosting import hosted
from msp_aigov.assess.spend.outlook.prices import PriceList
from msp_aigov.assess.spend.outlook.use import use_of
from msp_aigov.model.cloud import Deployment, RateLimit
from msp_aigov.model.money.prices import Price, Reference
from msp_aigov.model.money.usage import (
    CostControl,
    ForecastDay,
    MeterCost,
    MeterId,
    ModelMeter,
    OfferedModel,
    UsagePoint,
    UsageSeries,
)
from msp_aigov.model.rules import Rules
from msp_aigov.model.seen import missing
from msp_aigov.model.text import Money
from msp_aigov.rules.load import load_rules

TODAY = date(2026, 11, 20)
ACCOUNT = "/subscriptions/2222/resourcegroups/rg/providers/microsoft.cognitiveservices/accounts/a"
SHIPPED = load_rules()
NUMBERS = {rule.key: rule.value for rule in SHIPPED.spend_rules}


def back(days: int) -> date:
    return TODAY - timedelta(days=days)


def flat(amount: str, days: int = 40, **odd: str) -> dict[date, Decimal]:
    """The same amount every day, but for some days, named as `ago_3`."""
    found = {back(number): Decimal(amount) for number in range(days + 1)}
    return found | {back(int(name.removeprefix("ago_"))): Decimal(value) for name, value in odd.items()}


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


def test_a_dear_day_stands_out_by_a_rule_that_can_be_checked_by_hand() -> None:
    found = trend("one", "USD", flat("10", ago_3="40"), TODAY, NUMBERS, ())
    (day,) = found.anomalies
    assert (day.day, day.cost, day.usual, day.limit) == (back(3), usd("40.00"), usd("10.00"), usd("15.00"))


def test_one_dear_day_does_not_hide_the_next() -> None:
    found = trend("one", "USD", flat("10", ago_5="40", ago_2="40"), TODAY, NUMBERS, ())
    assert [each.day for each in found.anomalies] == [back(5), back(2)]


@pytest.mark.parametrize(
    "days", [flat("10"), flat("10", ago_3="14.99"), flat("0.02", ago_3="3"), flat("10", ago_0="99")]
)
def test_little_or_unfinished_is_no_anomaly(days: dict[date, Decimal]) -> None:
    assert trend("one", "USD", days, TODAY, NUMBERS, ()).anomalies == ()


def test_a_week_of_history_is_too_little_to_say_what_is_usual() -> None:
    assert trend("one", "USD", flat("10", days=7), TODAY, NUMBERS, ()).days == 0


def test_history_is_carried_on_and_its_days_are_named() -> None:
    found = forecast("one", "USD", flat("10"), (), TODAY, None, 7, ())
    assert (found.method, found.expected, found.low, found.high) == (
        "history",
        usd("300.00"),
    ) + (usd("300.00"),) * 2
    assert found.points[-1].day == date(2026, 11, 30)


def test_azures_forecast_goes_before_history_and_the_interval_widens() -> None:
    azure = [ForecastDay("2222", TODAY + timedelta(days=n), usd("20")) for n in range(11)]
    days = {day: Decimal(8 + 4 * (number % 2)) for number, day in enumerate(sorted(flat("10")))}
    found = forecast("one", "USD", days, azure, TODAY, usd("100"), 7, ())
    assert found.method == "azure" and found.limit == usd("100")
    widths = [point.high - point.low for point in found.points]
    assert widths == sorted(widths) and widths[0] < widths[-1]
    assert found.points[-1].low < found.points[-1].expected < found.points[-1].high


def test_too_little_history_is_said_and_gives_no_figure() -> None:
    found = forecast("one", "USD", flat("10", days=5), (), TODAY, None, 7, ())
    assert (found.method, found.expected) == ("none", None)


def deployed(name: str = "d", model: str = "gpt-x", **more: Any) -> Deployment:
    about: dict[str, Any] = {"sku": "GlobalStandard", "capacity": 10, "model_version": "1", **more}
    return Deployment(f"{ACCOUNT}/deployments/{name}", name, ACCOUNT, model, "OpenAI", policy=missing(), **about)


def priced(*rows: tuple[str, str], client: str = "", model: str = "gpt-x") -> tuple[Price, ...]:
    read = Reference("list", date(2026, 11, 1))
    return tuple(Price(client, "", "", model, "", kind, "", "USD", Decimal(a), "1M", None, read) for kind, a in rows)


def price_list(*listed: Price, own: tuple[Price, ...] = ()) -> PriceList:
    rules = Rules((), (), (), (), (), (), (), (), prices=listed, client_prices=own)
    return PriceList("one", "USD", rules, ())


BOTH = priced(("input", "1"), ("output", "4"))


def series(metric: str, hourly: str | None, name: str = "d", tier: str = "", hours: int = 48) -> UsageSeries:
    start = datetime(2026, 11, 19, tzinfo=UTC)
    value = None if hourly is None else Decimal(hourly)
    return UsageSeries(
        ACCOUNT, name, metric, tier, tuple(UsagePoint(start + timedelta(hours=n), value) for n in range(hours))
    )


def test_exposure_shows_quota_lag_price_and_the_usual_busy_hour() -> None:
    use = use_of(deployed(), [series("ProcessedPromptTokens", "1000000"), series("GeneratedTokens", "250000")])
    found = exposure(deployed(), "a", use, price_list(*BOTH), "USD", usd("5"), (), NUMBERS)
    assert found.most == usd("115.20")  # 10,000 tokens a minute x 60 x 48 h x 4 USD per million
    assert found.observed == usd("96.00")  # 1 USD in + 1 USD out an hour, x 48 h
    assert [factor.source for factor in found.factors][0] == "azure.deployments: sku.capacity 10 x 1000"
    assert len(found.factors) == 4 and found.stopped_by == ""


def test_a_stated_rate_limit_goes_before_the_capacity() -> None:
    limited = deployed(rate_limits=(RateLimit("token", Decimal(100), Decimal(10)),))
    found = exposure(limited, "a", use_of(limited, ()), price_list(*BOTH), "USD", None, (), NUMBERS)
    assert found.most == usd("6.91")


def test_without_a_price_exposure_is_unknown_and_says_so() -> None:
    found = exposure(deployed(), "a", use_of(deployed(), ()), price_list(), "USD", usd("5"), (), NUMBERS)
    assert (found.most, found.observed) == (None, None) and "price" in found.why.template


def test_what_really_stops_spend_is_named() -> None:
    paused = deployed(state="Paused")
    nothing = use_of(paused, ())
    assert (
        exposure(paused, "a", nothing, price_list(), "USD", None, (), NUMBERS).stopped_by == "the deployment is paused"
    )
    for place in (ACCOUNT, deployed().id):
        control = CostControl(ACCOUNT, "cap", blocks=True, attached=(place,))
        assert "cap" in exposure(deployed(), "a", nothing, price_list(), "USD", None, (control,), NUMBERS).stopped_by


def test_a_cost_control_that_is_attached_to_nothing_or_does_not_block_stops_nothing() -> None:
    nothing = use_of(deployed(), ())
    loose, soft = CostControl(ACCOUNT, "cap", blocks=True), CostControl(ACCOUNT, "cap", False, (ACCOUNT,))
    for control in (loose, soft):
        assert exposure(deployed(), "a", nothing, price_list(), "USD", None, (control,), NUMBERS).stopped_by == ""


def cost(meter: str, amount: str, month: date = date(2026, 11, 1)) -> MeterCost:
    return MeterCost("2222", ACCOUNT, meter, month, usd(amount))


def lines(
    costs: list[MeterCost], own: list[Deployment], offered: list[OfferedModel], ids: list[MeterId], uses: Any
) -> Any:
    return by_model((), own, costs, Joiner(ids, offered), uses, {}, TODAY)


def test_a_meter_is_joined_by_id_before_its_name() -> None:
    offered = [
        OfferedModel(ACCOUNT, "gpt-x", "1", "GenerallyAvailable", None, (ModelMeter("S", "Input tokens", "m1"),))
    ]
    (by_id,) = lines([cost("gpt y Inp", "5")], [deployed()], offered, [MeterId("2222", "gpt y Inp", "m1")], {})
    (by_name,) = lines([cost("gpt x Inp Gl", "5")], [deployed()], offered, [], {})
    (nothing,) = lines([cost("Storage", "5")], [deployed()], offered, [], {})
    assert [(each.model, each.joined) for each in (by_id, by_name, nothing)] == [
        ("gpt-x", "meter_id"),
        ("gpt-x", "name"),
        ("", "none"),
    ]


def test_a_shared_meter_is_split_by_tokens_to_the_last_cent_else_shown_as_shared() -> None:
    two = [deployed("d"), deployed("e")]
    used = [series("InputTokens", "100", "d"), series("InputTokens", "200", "e")]
    split = lines([cost("gpt x Inp", "10.01")], two, [], [], {each.id: use_of(each, used) for each in two})
    assert [(each.share, each.cost) for each in split] == [("allocated", usd("3.34")), ("allocated", usd("6.67"))]
    (shared,) = lines([cost("gpt x Inp", "10.01")], two, [], [], {})
    assert (shared.share, shared.cost, shared.deployments) == ("shared", usd("10.01"), ("d", "e"))


@pytest.mark.parametrize(
    ("lifecycle", "retires", "retired"),
    [
        ("Deprecated", None, TODAY),
        ("GenerallyAvailable", date(2026, 10, 1), date(2026, 10, 1)),
        ("GenerallyAvailable", date(2026, 12, 1), None),
        ("GenerallyAvailable", None, None),
    ],
)
def test_a_retired_model_that_is_billed_is_known(lifecycle: str, retires: date | None, retired: date | None) -> None:
    offered = [OfferedModel(ACCOUNT, "gpt-x", "1", lifecycle, retires, ())]
    (line,) = lines([cost("gpt x Inp", "5")], [deployed()], offered, [], {})
    assert line.retired == retired


def test_fine_tuned_hosting_without_a_token_is_idle_and_without_a_metric_unknown() -> None:
    tuned = deployed("t", "gpt-x.ft-mine", fine_tuned=True)
    meter = lines([cost("gpt x ft mine Hosting", "40.80")], [tuned], [], [], {})
    idle = use_of(tuned, [series("InputTokens", "0", "t")])
    (found,) = hosted([tuned], {}, {tuned.id: idle}, meter, TODAY, 7)
    assert (found.kind, found.used, found.cost) == ("fine_tuned", Decimal(0), usd("40.80"))
    (unseen,) = hosted([tuned], {}, {}, meter, TODAY, 7)
    assert unseen.used is None


@pytest.mark.parametrize(
    ("meter", "kind"),
    [("gpt 4.1 Inp Data Zone", "input"), ("gpt-5-mini cchd Inp Gl", "cached"), ("x Outp Gl", "output"), ("x", "")],
)
def test_what_a_meter_counts_is_read_from_its_name(meter: str, kind: str) -> None:
    assert kind_of(meter) == kind
