"""Whose price counts, of which region, at which tier, and what was really paid beside it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from msp_aigov.assess.spend.outlook.prices import PriceList, per
from msp_aigov.assess.spend.outlook.use import use_of
from msp_aigov.model.money.usage import MeterCost, ModelMeter, OfferedModel, UsagePoint
from msp_aigov.model.rules import Rules
from tests.assess.spend.outlook.test_meaning import (
    ACCOUNT,
    BOTH,
    deployed,
    lines,
    price_list,
    priced,
    series,
    usd,
)


@pytest.mark.parametrize(
    ("unit", "each"), [("1K", "1000"), ("1M", "1000000"), ("100", "100"), ("1 Hour", "1"), ("", "1")]
)
def test_units_of_the_list_are_made_alike(unit: str, each: str) -> None:
    assert per(unit) == Decimal(each)


def test_the_clients_own_price_wins_over_the_list() -> None:
    own = price_list(*BOTH, own=priced(("input", "9"), client="one"))
    found = own.find(deployed(), "input")
    assert found and found.price.amount == 9 and found.how.startswith("your price file")
    other = price_list(*BOTH, own=priced(("input", "9"), client="two")).find(deployed(), "input")
    assert other and other.price.amount == 1


def test_the_price_of_the_accounts_region_goes_before_another_and_another_is_named() -> None:
    (any_region,) = priced(("input", "1"))
    west, east = (replace(any_region, region=name, amount=Decimal(n)) for name, n in (("westeurope", 2), ("eastus", 3)))
    for listed, amount, how in (
        ((any_region, west, east), 2, "list price, by name"),
        ((any_region, east), 1, "list price, by name"),
        ((east,), 3, "list price, by name, of region eastus"),
    ):
        rules = Rules((), (), (), (), (), (), (), (), prices=listed)
        found = PriceList("one", "USD", rules, (), {ACCOUNT: "westeurope"}).find(deployed(), "input")
        assert found and (found.price.amount, found.how) == (amount, how)


@pytest.mark.parametrize(
    ("called", "kind", "how"),
    [
        ("ContextToken", "input", "by meter id"),  # as Azure's list of models calls them
        ("GeneratedToken", "output", "by meter id"),
        ("Input tokens", "input", "by meter id"),
        ("CachedContextToken", "input", "by name"),
        ("Something", "input", "by meter id"),  # then the price says what its meter counts
        ("Something", "output", "by name"),
    ],
)
def test_a_models_meter_finds_its_price_by_id_however_the_meter_is_called(called: str, kind: str, how: str) -> None:
    counted = "input" if called == "Something" else kind
    (of_the_meter,) = (replace(each, meter_id="M1", model="", sku="") for each in priced((counted, "7")))
    offered = (OfferedModel(ACCOUNT, "gpt-x", "1", "", None, (ModelMeter(deployed().sku or "", called, "m1"),)),)
    rules = Rules((), (), (), (), (), (), (), (), prices=(of_the_meter, *priced(("input", "1"), ("output", "2"))))
    found = PriceList("one", "USD", rules, offered).find(deployed(), kind)
    assert found and found.how == f"list price, {how}"


def test_what_was_paid_keeps_the_service_tiers_apart() -> None:
    one = deployed()
    used = [series("ProcessedPromptTokens", "1000000", tier=tier, hours=24 * 30) for tier in ("default", "priority")]
    used = [replace(each, points=tuple(whole_november())) for each in used]
    costs = [MeterCost("2222", ACCOUNT, meter, date(2026, 11, 1), usd(a), date(2026, 11, 3)) for meter, a in PAID]
    found = lines(costs, [one], [], [], {one.id: use_of(one, used)})
    assert [(each.meter, each.paid.values[0][1]) for each in found] == [
        ("gpt x Inp", usd("0.06")),
        ("gpt x PP Inp", usd("0.11")),
    ]


PAID = (("gpt x Inp", "24"), ("gpt x PP Inp", "48"))


def whole_november() -> list[UsagePoint]:
    """A million an hour from the first to the 19th."""
    start = datetime(2026, 11, 1, tzinfo=UTC)
    return [UsagePoint(start + timedelta(hours=n), Decimal(1000000)) for n in range(24 * 19)]
