"""A partner's price is in no rendering, in any format."""

from dataclasses import replace
from decimal import Decimal

import pytest

from msp_aigov.model.document import Document
from msp_aigov.model.finding import Finding, Severity, Subject
from msp_aigov.model.spend import DaySpend, ServiceSpend, Spend
from msp_aigov.model.text import Money, Text
from msp_aigov.reports.formats import FORMATS
from msp_aigov.reports.options import Options
from msp_aigov.reports.pages import PAGES
from msp_aigov.reports.render import render
from tests.reports import builders

SECRET = Money(Decimal("7654.32"), "EUR")


def partnered() -> Document:
    """The clinic's document with one amount that must not be seen, wherever an amount may stand."""
    document = builders.document()
    spend = Spend(
        period_from=builders.STARTED.date(),
        period_to=builders.STARTED.date(),
        price_basis="partner",
        totals=(SECRET,),
        uncovered=(SECRET,),
        services=(ServiceSpend("Foundry Models", True, SECRET),),
        days=(DaySpend(builders.STARTED.date(), SECRET),),
    )
    said = Text("{amount} under no budget", amount=SECRET)
    found = Finding("SPD001", Text("t"), Severity.HIGH, "fail", Subject("resource", "r", "r"), said, said, "f" * 16)
    client = document.clients[0]
    lights = tuple(replace(light, headline=said) for light in client.lights)
    client = replace(client, spend=spend, findings=(found,), lights=lights, decisions=(said,))
    return replace(document, clients=(client,))


@pytest.mark.parametrize("name", ["csv", "html", "json", "markdown", "terminal"])
def test_no_format_shows_a_partner_price(name: str) -> None:
    assert name in FORMATS
    pages = ("", "client", "spend", "summary", "budgets", "now") if name in ("html", "markdown", "terminal") else ("",)
    for page in pages:
        assert page == "" or page in PAGES
        for part in render(partnered(), name, Options(page=page, show_all=True)):
            assert b"7654" not in part.data and b"7,654" not in part.data


def test_a_retail_price_is_shown() -> None:
    document = partnered()
    client = document.clients[0]
    shown = replace(document, clients=(replace(client, spend=replace(client.spend, price_basis="retail")),))
    assert b"7,654.32 EUR" in render(shown, "terminal", Options(page="spend"))[0].data
