"""Which price a partner's customer is shown."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from msp_aigov.assess.spend.resold import resold
from msp_aigov.model.money.prices import Price, Reference
from msp_aigov.model.money.resale import Charge
from msp_aigov.model.rules import Rules

DAY = date(2026, 11, 5)
CHARGE = Charge(
    day=DAY,
    subscription="s",
    resource="r",
    service="Foundry Models",
    publisher="Microsoft",
    meter="gpt-5 Inp",
    currency="EUR",
    meter_id="ID-1",
    unit="Tokens",
    rows=3,
    listed=Decimal(10),
    quantity=Decimal(2_000_000),
)


def price(amount: str, **more: object) -> Price:
    """Six euro or so for a million tokens of the meter."""
    usual = Price("", "id-1", "", "gpt-5", "", "input", "", "EUR", Decimal(amount), "1M", None, Reference("x", DAY))
    return replace(usual, **more)  # type: ignore[arg-type]


def rules(own: tuple[Price, ...] = (), listed: tuple[Price, ...] = ()) -> Rules:
    return Rules((), (), (), (), (), (), (), (), prices=listed, client_prices=own)


@pytest.mark.parametrize(
    ("own", "amount", "basis"),
    [
        ((), "10", "retail"),
        ((price("6"),), "12", "client"),
        ((price("6", meter_id="", meter="GPT-5 inp"),), "12", "client"),
        ((price("6"), price("7", client="one")), "14", "client"),
        ((price("6", effective=date(2026, 1, 1)), price("8", effective=date(2026, 11, 1))), "16", "client"),
        ((price("6", effective=date(2026, 12, 1)),), "10", "retail"),
        ((price("6", currency="USD"),), "10", "retail"),
        ((price("6", client="two"),), "10", "retail"),
        ((price("6", meter_id="other"),), "10", "retail"),
    ],
)
def test_the_clients_price_of_the_meter_wins_over_the_list(own: tuple[Price, ...], amount: str, basis: str) -> None:
    found = resold([CHARGE], "one", rules(own))
    assert ([cost for _, cost in found.priced], found.basis) == ([Decimal(amount)], basis)


def test_a_unit_of_the_export_is_taken_into_account() -> None:
    found = resold([replace(CHARGE, quantity=Decimal(2), unit="1M")], "one", rules((price("6"),)))
    assert [cost for _, cost in found.priced] == [Decimal(12)]


def test_a_price_that_is_far_from_the_lists_is_left_and_counted() -> None:
    found = resold([CHARGE], "one", rules((price("6000"),)))
    assert ([cost for _, cost in found.priced], found.implausible, found.basis) == ([Decimal(10)], 3, "retail")


def test_without_list_costs_in_the_export_the_public_list_is_taken() -> None:
    found = resold([replace(CHARGE, listed=None)], "one", rules(listed=(price("4"),)))
    assert [cost for _, cost in found.priced] == [Decimal(8)]


def test_what_nobody_has_a_price_for_is_counted_and_never_zero() -> None:
    found = resold([replace(CHARGE, listed=None), replace(CHARGE, listed=None, quantity=None)], "one", rules())
    assert (found.priced, found.unpriced) == ((), 6)


def test_it_says_that_it_is_not_the_invoice() -> None:
    for own in ((), (price("6"),)):
        assert resold([CHARGE], "one", rules(own)).why.template.endswith("not the invoice.")
