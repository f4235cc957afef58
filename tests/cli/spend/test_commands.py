"""The commands about money, as a person types them."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from msp_aigov.cli.spend import budget, prices, spend
from tests import world


@pytest.fixture
def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fleet of one client, audited once; its one account is under no budget."""
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    with world.simulated(world.changed(world.estate(), lambda s: s.pop("budgets"))) as azure:
        world.enter(azure, monkeypatch)
        world.run_audit(folder)
    return folder


def test_coverage_is_one_line_a_client_and_ends_in_1_where_spend_is_uncovered(fleet: Path) -> None:
    done = CliRunner().invoke(budget.app, ["coverage", "--fleet", str(fleet)])
    assert done.exit_code == 1
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("Client One ")]
    assert "0 of 1" in line and "USD" in line


def test_coverage_of_a_denied_client_is_unknown_never_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    with world.simulated(world.estate(), "*/budgets=403") as azure:
        world.enter(azure, monkeypatch)
        done = CliRunner().invoke(budget.app, ["coverage", "--fleet", str(folder), "--live"])
        assert azure.log.writes() == ()
    assert done.exit_code == 3 and "unknown" in done.stdout


def test_a_budget_that_nobody_hears_is_not_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    deaf = {"consumption": [world.budget(notifications={})]}
    with world.simulated(world.changed(world.estate(), lambda s: s.update(budgets=deaf))) as azure:
        world.enter(azure, monkeypatch)
        done = CliRunner().invoke(budget.app, ["coverage", "--fleet", str(folder), "--live"])
    assert done.exit_code == 1 and "heard" in done.stdout


def test_spend_fits_80_columns(fleet: Path) -> None:
    done = CliRunner().invoke(spend.app, ["--fleet", str(fleet), "--exit-zero"])
    assert done.exit_code == 0 and "AI cost" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_all_shows_the_rows_that_the_terminal_leaves_out_and_names_accounts_where_there_are_several(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})

    def crowd(subscription: dict[str, Any]) -> None:
        (account,) = subscription["accounts"]
        subscription["accounts"] = [account | {"name": f"{account['name']}{number}"} for number in range(30)]
        subscription["costs"] = []

    with world.simulated(world.changed(world.estate(), crowd)) as azure:
        world.enter(azure, monkeypatch)
        world.run_audit(folder)
    name = world.estate()["tenants"][0]["subscriptions"][0]["accounts"][0]["name"]
    few, every = (
        CliRunner().invoke(spend.app, ["--fleet", str(folder), "--exit-zero", *more]).stdout
        for more in ((), ("--all",))
    )
    assert "--all for the rest" in few and "--all for the rest" not in every
    (exposures,) = every.split("before an alert can fire")[1:]
    assert all(f"{name}{number}" in exposures.split("By resource")[0] for number in range(30))


def test_csv_holds_every_figure_exactly(fleet: Path) -> None:
    done = CliRunner().invoke(spend.app, ["--fleet", str(fleet), "--exit-zero", "-o", "csv"])
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    kinds = {row["kind"] for row in rows}
    assert {"total", "day", "month", "service", "model", "resource", "forecast", "estimate"} <= kinds
    days = [row for row in rows if row["kind"] == "day"]
    assert {row["amount"] for row in days} == {"1.25"} and {row["currency"] for row in rows} == {"USD"}


def test_spend_now_is_always_called_an_estimate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    with world.simulated(world.estate()) as azure:
        world.enter(azure, monkeypatch)
        done = CliRunner().invoke(spend.app, ["now", "--fleet", str(folder)])
        shown = CliRunner().invoke(spend.app, ["now", "--fleet", str(folder), "-o", "json"])
    assert done.exit_code == 0 and "An estimate" in done.stdout and "letters" in done.stdout
    (now,) = json.loads(shown.stdout)["clients"][0]["spend"]["now"]
    assert {quantity["metric"] for quantity in now["quantities"]} == {"ProcessedPromptTokens", "GeneratedTokens"}


def test_prices_show_says_where_and_when_a_price_was_read(tmp_path: Path) -> None:
    done = CliRunner().invoke(prices.app, ["show", "gpt-5-mini", "--fleet", str(tmp_path)])
    assert done.exit_code == 0 and "gpt-5-mini  output  2.00 USD per 1M" in done.stdout and "read 2026" in done.stdout


def test_watching_asks_about_use_each_time_and_about_billing_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[float] = []

    def pause(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr("msp_aigov.pipeline.order.pause", pause)
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    with world.simulated(world.estate()) as azure:
        world.enter(azure, monkeypatch)
        CliRunner().invoke(spend.app, ["now", "--watch", "--fleet", str(folder)])
        paths = [entry.path.lower() for entry in azure.log.entries]
    assert looks == [300, 300, 300]
    queries = [path for path in paths if path.endswith(("/query", "/forecast"))]
    assert len(queries) == 10 and sum(path.endswith("insights/metrics") for path in paths) == 3
