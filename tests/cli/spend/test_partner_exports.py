"""What a partner pays is in no rendering: the client sees its price file or list prices, and that it is no invoice."""

import json
import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from msp_aigov.reports.formats import FORMATS
from tests import world
from tests.cli.commands import Command
from tests.cli.spend.exports import export, row, words_of

# Seven thousand and something is what the partner pays; in sum fifteen thousand.
SECRET = re.compile(r"7[,.]?654|15[,.]?308")
LISTED = "9123.45"
PRICE = (
    "client,meter_id,meter,model,sku,metric,region,currency,amount,unit,effective,source,read_on\n"
    "{client},{meter},,gpt-5-mini,,input,,EUR,{amount},1M,,our price file,2026-11-01\n"
)


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Command:
    return Command(monkeypatch, capfdbinary)


def partners(path: Path, listed: str = LISTED) -> Path:
    days = [row("7654.321", listed, f"2026-11-0{day}", customer="contoso") for day in (1, 2)]
    return export(path, *days)


def priced(folder: Path, amount: str, meter: str = "id-gpt-5-mini Inp glbl") -> Path:
    fleet = world.write_fleet(folder, {"one": world.client_file()})
    (fleet / "rules").mkdir(exist_ok=True)
    (fleet / "rules" / "client_prices.csv").write_text(PRICE.format(client="one", meter=meter, amount=amount))
    return fleet


def spend(command: Command, *arguments: str | Path) -> dict[str, object]:
    done = command("spend", *arguments, "--exit-zero", "-o", "json")
    found: dict[str, object] = json.loads(done.out, parse_float=Decimal)["clients"][0]["spend"]
    return found


@pytest.mark.parametrize("name", list(FORMATS))
def test_no_format_holds_what_the_partner_pays(command: Command, tmp_path: Path, name: str) -> None:
    if name == "pdf" and not shutil.which("pdftotext"):
        pytest.skip("nothing here reads a PDF")
    out = tmp_path / "out"
    out.mkdir()
    suffix = FORMATS[name].SUFFIX or ".txt"
    done = command("spend", "--from", partners(tmp_path / "a.csv"), "--exit-zero", "-o", f"{name}={out / f'x{suffix}'}")
    said = words_of(out)
    assert done.code == 0 and not SECRET.search(said + done.out + done.err)
    assert re.search(r"18[,.]?246[.,]9|9123\.45", said), "the list price is shown"
    assert "not the invoice" in said


def test_the_clients_price_file_wins_over_list_prices(command: Command, tmp_path: Path) -> None:
    fleet = priced(tmp_path / "fleet", "2000.50")
    found = spend(command, "--from", partners(tmp_path / "a.csv", "3000"), "--fleet", fleet, "--client", "one")
    assert (found["totals"], found["price_basis"]) == ([{"amount": Decimal("4001.0"), "currency": "EUR"}], "client")
    assert "price file" in json.dumps(found["not_invoice"])


def test_a_price_in_another_unit_than_the_lists_is_not_believed(command: Command, tmp_path: Path) -> None:
    fleet = priced(tmp_path / "fleet", "0.002")
    found = spend(command, "--from", partners(tmp_path / "a.csv", "3000"), "--fleet", fleet, "--client", "one")
    assert found["totals"] == [{"amount": Decimal("6000"), "currency": "EUR"}]


def test_charges_without_any_price_to_show_are_a_gap_and_never_zero(command: Command, tmp_path: Path) -> None:
    done = command("spend", "--from", partners(tmp_path / "a.csv", ""), "-o", "json")
    assert done.code in (1, 3) and "2 rows have neither a price of the client's nor a list price" in done.err
    assert not SECRET.search(done.out + done.err)


def test_a_partners_export_stays_one_whatever_is_said_of_it(command: Command, tmp_path: Path) -> None:
    found = spend(command, "--from", partners(tmp_path / "a.csv"), "--price-basis", "negotiated")
    assert found["price_basis"] == "retail" and not SECRET.search(json.dumps(found, default=str))


def test_an_export_that_does_not_say_so_can_be_called_a_partners(command: Command, tmp_path: Path) -> None:
    source = export(tmp_path / "a.csv", row("7654.321", "100"), row("7654.321", "100", "2026-11-02"))
    assert not SECRET.search(command("spend", "--from", source, "--price-basis", "partner", "-o", "json").out)
    assert SECRET.search(command("spend", "--from", source, "-o", "json").out)
