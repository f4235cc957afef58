"""FOCUS out: what the document says, in a file that this program reads in again."""

from decimal import Decimal
from pathlib import Path

from msp_aigov.collect.export.costs import SOURCE, parse, read
from msp_aigov.model.answers import Answer, Ask, Scope
from msp_aigov.reports.render import render
from msp_aigov.tables.engines import opened

from .builders import document


def test_a_focus_file_holds_the_services_of_the_document_to_the_last_digit(tmp_path: Path) -> None:
    made = document()
    (rendered,) = render(made, "focus")
    path = tmp_path / "spend.csv"
    path.write_bytes(rendered.data)
    engine = opened("duckdb")
    found = read([path], [], engine, lambda share: None)
    engine.close()
    sums: dict[str, Decimal] = {}
    answer = Answer(Ask(SOURCE, Scope("file", "f", "f")), "read", payload=found.rows)
    for line in parse(answer):
        sums[line.cost.currency] = sums.get(line.cost.currency, Decimal(0)) + line.cost.amount
    wanted: dict[str, Decimal] = {}
    for each in (service for client in made.clients for service in client.spend.services):
        wanted[each.cost.currency] = wanted.get(each.cost.currency, Decimal(0)) + each.cost.amount
    assert found.unreadable == "" and sums == wanted
