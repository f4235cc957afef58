"""A partner's price is in no rendering, in any format."""

import re
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from msp_aigov.model.document import AccessCondition, Document
from msp_aigov.model.finding import Finding, Severity, Subject
from msp_aigov.model.spend import Charges, DaySpend, ModelShare, ServiceSpend, Spend
from msp_aigov.model.text import Money, Text
from msp_aigov.reports.formats import FORMATS
from msp_aigov.reports.office.notice import notice
from msp_aigov.reports.office.tickets import tickets_csv, tickets_json
from msp_aigov.reports.options import Options
from msp_aigov.reports.pages import PAGES
from msp_aigov.reports.render import render
from msp_aigov.reports.worked.planning import actions
from tests.cli.spend.exports import words_of
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
        charges=(Charges("x", True, "", "", "r", "", "EUR", ((builders.STARTED.date(), SECRET.amount),)),),
        shares=(ModelShare("gpt-5", SECRET, Decimal(100)),),
    )
    said = Text("{amount} under no budget", amount=SECRET)
    found = Finding("SPD001", Text("t"), Severity.HIGH, "fail", Subject("resource", "r", "r"), said, said, "f" * 16)
    client = document.clients[0]
    lights = tuple(replace(light, headline=said) for light in client.lights)
    (action,) = actions(client.id, (found,), (), builders.STARTED.date())
    conditions = (AccessCondition(Text("q"), "no_go", said),)
    client = replace(client, spend=spend, findings=(found,), lights=lights, decisions=(said,))
    client = replace(client, actions=(replace(action, costs=(SECRET,)),), access=conditions)
    return replace(document, clients=(client,))


@pytest.mark.parametrize("name", list(FORMATS))
def test_no_format_and_no_page_shows_a_partner_price(name: str, tmp_path: Path) -> None:
    if name == "pdf" and not shutil.which("pdftotext"):
        pytest.skip("nothing here reads a PDF")
    pages = ("", *PAGES) if name in ("html", "markdown", "terminal") else ("", "client", "spend")
    for page in pages:
        for part in render(partnered(), name, Options(page=page, show_all=True)):
            path = tmp_path / f"x{FORMATS[name].SUFFIX}"
            path.write_bytes(part.data)
            assert not re.search("7,?654", words_of(path)), page


def test_a_retail_price_is_shown() -> None:
    document = partnered()
    client = document.clients[0]
    shown = replace(document, clients=(replace(client, spend=replace(client.spend, price_basis="retail")),))
    assert b"7,654.32 EUR" in render(shown, "terminal", Options(page="spend"))[0].data


def test_no_ticket_and_no_notice_tells_a_partner_price() -> None:
    told = (tickets_json(partnered(), "en"), tickets_csv(partnered(), "en"), notice(partnered(), "en"))
    assert not any(re.search(rb"7.?654", each) for each in told)
