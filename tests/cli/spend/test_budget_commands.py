"""`budget plan` and `budget apply` as a person or a job runs them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from msp_aigov.simulator.server import SimulatedAzure
from tests.act.budgets.market import TARGET, fleet_with, market
from tests.cli.commands import Command
from tests.world import budget, enter, simulated


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Command:
    return Command(monkeypatch, capfdbinary)


@pytest.fixture
def fleet(tmp_path: Path) -> Path:
    return fleet_with(tmp_path, {**TARGET, "adopt": ["ai-monthly"]}, {**TARGET, "name": "all", "filter": []})


@pytest.fixture
def azure(fleet: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SimulatedAzure]:
    with simulated(market(budget("ai-monthly"))) as started:
        enter(started, monkeypatch)
        yield started


def test_a_plan_is_a_diff_on_stdout_and_a_file_and_sends_nothing(
    command: Command, fleet: Path, azure: SimulatedAzure
) -> None:
    ended = command("budget", "plan", "--fleet", fleet, "--out", fleet / "plan.json")
    assert ended.code == 0 and not azure.log.writes()
    assert "~ ai-monthly  change, in Production, at retail prices" in ended.out
    assert "~ amount 500 EUR a month -> 600 EUR a month" in ended.out
    assert "+ msp-aigov-all  create" in ended.out and max(map(len, ended.out.splitlines())) <= 80
    assert ended.out.endswith("Plan: 1 to create, 1 to change, 0 to delete, 0 as it should be.\n")
    written = json.loads((fleet / "plan.json").read_bytes())
    assert written["budgets"][0]["etag"] == '"1"' and written["budgets"][0]["price_basis"] == "retail"


def test_apply_needs_a_yes_where_nobody_can_be_asked(command: Command, fleet: Path, azure: SimulatedAzure) -> None:
    command("budget", "plan", "--fleet", fleet, "--out", fleet / "plan.json")
    ended = command("budget", "apply", fleet / "plan.json", "--fleet", fleet)
    assert ended.code == 2 and "--yes" in ended.err and not azure.log.writes()
    ended = command("budget", "apply", fleet / "plan.json", "--fleet", fleet, "--dry-run")
    assert ended.code == 0 and "would be written" in ended.out and not azure.log.writes()


def test_apply_writes_and_the_second_time_has_nothing_to_do(
    command: Command, fleet: Path, azure: SimulatedAzure
) -> None:
    command("budget", "plan", "--fleet", fleet, "--out", fleet / "plan.json")
    first = command("budget", "apply", fleet / "plan.json", "--fleet", fleet, "--yes")
    assert first.code == 0 and first.out.endswith("Applied: 2 done.\n") and len(azure.log.writes()) == 2
    second = command("budget", "apply", fleet / "plan.json", "--fleet", fleet, "--yes")
    assert second.code == 0 and second.out.endswith("Nothing to do.\n") and len(azure.log.writes()) == 2
    again = command("budget", "plan", "--fleet", fleet)
    assert "2 as it should be" in again.out
    assert (fleet / "budget-journal.jsonl").read_text().count('"event": "before"') == 2


def test_an_audit_of_the_same_fleet_writes_nothing(command: Command, fleet: Path, azure: SimulatedAzure) -> None:
    assert command("audit", "--fleet", fleet, "--exit-zero").code == 0
    assert not azure.log.writes()


def test_a_plan_that_is_none_is_refused_in_words(command: Command, fleet: Path) -> None:
    (fleet / "plan.json").write_text("{}", encoding="utf-8")
    ended = command("budget", "apply", fleet / "plan.json", "--fleet", fleet, "--yes")
    assert ended.code == 2 and "plan.json" in ended.err
    ended = command("budget", "apply", fleet / "none.json", "--fleet", fleet, "--yes")
    assert ended.code == 2 and "cannot be read" in ended.err


def test_spend_from_an_export_says_its_day_and_what_it_could_not_read(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    account = "/subscriptions/s/resourceGroups/r/providers/Microsoft.CognitiveServices/accounts/client-ai"
    rows = [f"2026-10-0{day},/subscriptions/s,{account},Azure OpenAI,EUR,{day}.5" for day in (1, 2)]
    header = "ChargePeriodStart,SubAccountId,ResourceId,ServiceName,BillingCurrency,BilledCost"
    (tmp_path / "a.csv").write_text("\n".join((header, *rows, "broken")) + "\n", encoding="utf-8")
    ended = command("spend", "--from", "a.csv", "-o", "json=-")
    assert ended.code == 3  # one row is unreadable, and no export tells of budgets
    assert "as of 2026-10-02" in ended.err and "1 rows cannot be read: a.csv line 4" in ended.err
    (client,) = json.loads(ended.out)["clients"]
    assert client["spend"]["totals"] == [{"amount": 4.0, "currency": "EUR"}]
    states = {(cell["source"], cell["state"]) for cell in client["coverage"]}
    assert {("export.cost", "read"), ("export.cost", "failed"), ("azure.budgets", "skipped")} <= states
    assert not [finding for finding in client["findings"] if finding["outcome"] == "fail"]
