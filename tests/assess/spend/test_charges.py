"""Charges as they are, and what part of them each model is."""

from datetime import date
from decimal import Decimal
from typing import Any

from msp_aigov.assess.spend.charges import charges_of
from msp_aigov.assess.spend.shares import model_shares
from msp_aigov.model.money.outlook import ModelSpend
from msp_aigov.model.spend import CostLine, Spend
from msp_aigov.model.text import Money

DAY = date(2026, 11, 1)


def line(cost: str, day: date = DAY, resource: str = "a", currency: str = "EUR") -> CostLine:
    return CostLine("s", resource, "", "Foundry Models", "Microsoft", day, Money(Decimal(cost), currency), "in")


def test_charges_of_one_meter_are_one_line_of_days_and_add_up() -> None:
    lines = [line("1"), line("2"), line("4", date(2026, 11, 2)), line("8", currency="USD")]
    first, second = charges_of((each, True, False) for each in lines)
    assert first.days == ((DAY, Decimal(3)), (date(2026, 11, 2), Decimal(4)))
    assert (second.currency, second.days) == ("USD", ((DAY, Decimal(8)),))


def test_what_is_no_ai_is_one_line_a_subscription_that_names_nothing() -> None:
    (found,) = charges_of((each, False, False) for each in (line("1", resource="vm"), line("2", resource="disk")))
    assert (found.service, found.ai, found.resource, found.meter) == ("Everything else", False, "", "")
    assert found.days == ((DAY, Decimal(3)),)


def spend(total: str, *models: tuple[str, str], currency: str = "EUR") -> Spend:
    usual: dict[str, Any] = {"account": "a", "meter": "m", "deployments": (), "joined": "name", "share": "shared"}
    made = (
        ModelSpend(id=str(number), model=model, cost=Money(Decimal(cost), currency), **usual)
        for number, (model, cost) in enumerate(models)
    )
    return Spend(totals=(Money(Decimal(total), "EUR"),), models=tuple(made))


def shares(found: Spend) -> list[tuple[str, str]]:
    return [(each.model, str(each.percent)) for each in model_shares(found)]


def test_shares_are_by_model_with_the_rest_last() -> None:
    found = spend("10", ("gpt-5", "1"), ("image", "5"), ("gpt-5", "1"), ("", "2"))
    assert shares(found) == [("image", "50.0"), ("gpt-5", "20.0"), ("", "30.0")]


def test_without_a_model_or_with_nothing_spent_there_are_no_shares() -> None:
    assert (
        shares(spend("10", ("", "10"))) == shares(spend("0", ("gpt-5", "1"))) == shares(spend("-1", ("a", "1"))) == []
    )


def test_another_currency_is_no_part_of_the_whole() -> None:
    assert shares(spend("10", ("gpt-5", "1"), currency="USD")) == []
