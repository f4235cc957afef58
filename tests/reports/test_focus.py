"""FOCUS out: what the document says, in a file that this program reads in again."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from msp_aigov.collect.export.costs import SOURCE, parse, read
from msp_aigov.model.answers import Answer, Ask, Scope
from msp_aigov.model.document import Document
from msp_aigov.model.spend import Charges, CostLine
from msp_aigov.model.text import Money
from msp_aigov.reports.render import render
from msp_aigov.tables.engines import opened

from .builders import document

# What FOCUS 1.2 asks of every file, and which of it may not be empty.
MANDATORY = (
    "BilledCost",
    "BillingAccountId",
    "BillingAccountName",
    "BillingCurrency",
    "BillingPeriodEnd",
    "BillingPeriodStart",
    "ChargeCategory",
    "ChargeClass",
    "ChargeDescription",
    "ChargePeriodEnd",
    "ChargePeriodStart",
    "ContractedCost",
    "EffectiveCost",
    "InvoiceIssuerName",
    "ListCost",
    "PricingQuantity",
    "PricingUnit",
    "ProviderName",
    "PublisherName",
    "ServiceCategory",
    "ServiceName",
)
MAY_BE_EMPTY = {"BillingAccountName", "ChargeClass", "ChargeDescription", "PricingQuantity", "PricingUnit"}
DAYS = ((date(2026, 11, 1), Decimal("1.000000000000000001")), (date(2026, 11, 30), Decimal("-0.25")))
ACCOUNT = "/subscriptions/s1/resourcegroups/rg/providers/microsoft.cognitiveservices/accounts/a"


def charged() -> Document:
    """One client with charges of two days on an account, in two currencies, and something else."""
    ai = Charges("Foundry Models", True, "Microsoft", "s1", ACCOUNT, "gpt-5 Inp", "EUR", DAYS)
    charges = (ai, replace(ai, currency="USD"), Charges("Everything else", False, "", "s1", "", "", "EUR", DAYS[:1]))
    made = document()
    client = made.clients[0]
    return replace(made, clients=(replace(client, spend=replace(client.spend, charges=charges)),))


def rows(made: Document) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render(made, "focus")[0].data.decode())))


def added(costs: Iterable[Money]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for cost in costs:
        sums[cost.currency] += cost.amount
    return dict(sums)


def read_back(made: Document, path: Path) -> list[CostLine]:
    path.write_bytes(render(made, "focus")[0].data)
    engine = opened("duckdb")
    found = read([path], [], engine, lambda share: None)
    engine.close()
    assert found.unreadable == ""
    facts = parse(Answer(Ask(SOURCE, Scope("file", "f", "f")), "read", payload=found.rows))
    return [fact for fact in facts if isinstance(fact, CostLine)]


def test_every_mandatory_column_is_there_and_filled_where_it_has_to_be() -> None:
    for row in (*rows(charged()), *rows(document())):
        assert set(MANDATORY) <= row.keys()
        assert all(row[name] for name in set(MANDATORY) - MAY_BE_EMPTY), row


def test_a_row_is_one_resource_meter_and_day_with_its_period_ending_where_the_next_begins() -> None:
    first, last, *_ = rows(charged())
    assert (first["ResourceId"], first["SkuMeter"], first["SubAccountId"]) == (
        ACCOUNT,
        "gpt-5 Inp",
        "/subscriptions/s1",
    )
    assert (first["ChargePeriodStart"], first["ChargePeriodEnd"]) == ("2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z")
    assert (last["ChargePeriodEnd"], last["BillingPeriodEnd"]) == ("2026-12-01T00:00:00Z",) * 2


def test_charges_read_back_to_the_last_digit_per_currency(tmp_path: Path) -> None:
    found = read_back(charged(), tmp_path / "spend.csv")
    ai = sum(amount for _, amount in DAYS)
    assert added(line.cost for line in found if line.resource) == {"EUR": ai, "USD": ai}
    assert added(line.cost for line in found) == {"EUR": ai + DAYS[0][1], "USD": ai}


def test_a_document_without_charges_still_gives_its_services_to_the_last_digit(tmp_path: Path) -> None:
    made = document()
    wanted = added(service.cost for client in made.clients for service in client.spend.services)
    assert added(line.cost for line in read_back(made, tmp_path / "spend.csv")) == wanted


def test_no_cell_is_a_formula() -> None:
    evil = Charges("=cmd()", True, "@x", "s1", "-1+1", "+2", "EUR", DAYS)
    made = charged()
    client = made.clients[0]
    made = replace(made, clients=(replace(client, spend=replace(client.spend, charges=(evil,))),))
    for row in rows(made):
        words = (cell for name, cell in row.items() if not name.endswith("Cost"))
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in words)
