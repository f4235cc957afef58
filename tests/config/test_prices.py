"""prices.yaml: every mistake with its line, and each client has the prices that are its own."""

from pathlib import Path

import pytest

from msp_aigov.config.load import load_fleet, schemas
from msp_aigov.errors import ConfigError
from tests.config.folder import FLEET, RULES, folder

GOOD = """\
currency: EUR
as_of: 2026-11-01
remedies:
  - {remedy: ram, size_gb: 16, amount: 95.50}
  - {remedy: replace, size_gb: 32, amount: 1240, clients: [alder]}
"""


def fleet_with(root: Path, prices: str | bytes) -> Path:
    folder(root, FLEET, alder="name: Alder\n", birch="name: Birch\n")
    raw = prices if isinstance(prices, bytes) else prices.encode()
    (root / "prices.yaml").write_bytes(raw)
    return root


def said(root: Path, prices: str | bytes) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load_fleet(fleet_with(root, prices), RULES)
    return list(caught.value.mistakes)


def test_each_client_has_the_prices_that_hold_for_it(tmp_path: Path) -> None:
    alder, birch = load_fleet(fleet_with(tmp_path, GOOD), RULES).clients
    assert alder.prices and birch.prices
    assert [price.remedy for price in alder.prices.remedies] == ["ram", "replace"]
    assert [(price.remedy, str(price.amount)) for price in birch.prices.remedies] == [("ram", "95.5")]


def test_without_the_file_nobody_has_prices(tmp_path: Path) -> None:
    root = fleet_with(tmp_path, GOOD)
    (root / "prices.yaml").unlink()
    assert {client.prices for client in load_fleet(root, RULES).clients} == {None}


def test_a_changed_price_changes_what_a_run_is_known_by(tmp_path: Path) -> None:
    before = load_fleet(fleet_with(tmp_path / "a", GOOD), RULES).digest
    assert before != load_fleet(fleet_with(tmp_path / "b", GOOD.replace("95.50", "96")), RULES).digest


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("EUR", "euros", "prices.yaml:1: currency: expected a currency like EUR, found 'euros'"),
        ("2026-11-01", "soon", "prices.yaml:2: as_of: "),
        ("95.50", "-1", "prices.yaml:4: remedies.0.amount: expected an amount of 0 or more, found -1"),
        ("95.50", ".nan", "prices.yaml:4: remedies.0.amount: "),
        ("95.50", "a lot", "prices.yaml:4: remedies.0.amount: expected a valid decimal, found 'a lot'"),
        ("ram, size_gb: 16", "ram", "prices.yaml:4: remedies.0.remedy: ram needs `size_gb`"),
        ("ram, size_gb: 16", "os, size_gb: 16", "prices.yaml:4: remedies.0.size_gb: os has no size"),
        ("size_gb: 16", "size_gb: 0", "prices.yaml:4: remedies.0.size_gb: expected a size in GB, found 0"),
        ("remedy: ram", "remedy: magic", "prices.yaml:4: remedies.0.remedy: expected "),
        ("amount: 95.50", "amuont: 95.50", "prices.yaml:4: remedies.0.amuont: unknown key; did you mean `amount`?"),
        ("[alder]", "[oak]", "prices.yaml:5: remedies.1.clients.0: no such client here, found 'oak'"),
        ("currency: EUR\n", "", "prices.yaml:1: currency: "),
    ],
)
def test_a_mistake_is_said_with_its_line(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in GOOD
    assert any(each.startswith(words) for each in said(tmp_path, GOOD.replace(old, new, 1)))


def test_one_remedy_priced_twice_is_a_mistake(tmp_path: Path) -> None:
    twice = GOOD + "  - {remedy: ram, size_gb: 16, amount: 80}\n"
    assert said(tmp_path, twice) == ["prices.yaml:6: remedies.2: ram of this size is priced twice"]


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00", b"- a\n- b\n", b"currency: [", b"\x00" * 40])
def test_what_is_no_price_file_is_said_so(tmp_path: Path, raw: bytes) -> None:
    assert all(mistake.startswith("prices.yaml:") for mistake in said(tmp_path, raw))


def test_a_client_file_may_not_hold_prices_of_its_own(tmp_path: Path) -> None:
    root = fleet_with(tmp_path, GOOD)
    (root / "clients" / "alder.yaml").write_text("name: Alder\nprices: {}\n")
    with pytest.raises(ConfigError, match="alder.yaml:2: prices: unknown key"):
        load_fleet(root, RULES)


def test_the_schema_of_the_file_is_published() -> None:
    schema = schemas()["prices"]
    assert set(schema["required"]) == {"currency", "as_of"}
    assert "prices" not in schemas()["client"]["properties"]
