"""What `budget plan` proposes and `budget apply` carries out, through the real SDKs."""

import json
from pathlib import Path
from typing import Any

import pytest

from msp_aigov.act.budgets.diff import lines
from msp_aigov.act.budgets.form import parsed
from msp_aigov.errors import ConfigError, RunError
from msp_aigov.pipeline.budget_applying import Allowed, plan_in
from tests.act.budgets.market import FOREIGN, SCOPE, TARGET, applied, fleet_with, journal_of, market, planned, there
from tests.world import budget, enter, simulated


@pytest.fixture
def fleet(tmp_path: Path) -> Path:
    return fleet_with(tmp_path)


def test_a_missing_budget_is_created_once_and_a_second_apply_has_nothing_to_do(fleet: Path, monkeypatch: Any) -> None:
    with simulated(market()) as azure:
        enter(azure, monkeypatch)
        plan = planned(fleet)
        assert [(item.action, item.name) for item in plan.budgets] == [("create", "msp-aigov-ai")]
        assert [outcome.state for outcome in applied(fleet, plan)] == ["done"]
        assert [outcome.state for outcome in applied(fleet, plan)] == ["already"]
        assert [item.action for item in planned(fleet).budgets] == ["none"]
        writes = azure.log.writes()
        assert [(write.method, write.path) for write in writes] == [
            ("PUT", f"{SCOPE}/providers/Microsoft.Consumption/budgets/msp-aigov-ai")
        ]
        assert set(there(azure)) == {"Microsoft.Consumption/msp-aigov-ai", "Microsoft.Consumption/somebody-elses"}
        assert [line["event"] for line in journal_of(fleet)] == ["before", "after", "outcome", "outcome"]


def test_the_put_has_the_shape_of_the_published_example(fleet: Path, monkeypatch: Any) -> None:
    with simulated(market()) as azure:
        enter(azure, monkeypatch)
        applied(fleet, planned(fleet))
        (write,) = azure.log.writes()
    body = json.loads(write.body or "")
    assert write.query == "api-version=2024-08-01" and set(body) == {"properties"}
    assert set(body["properties"]) == {"category", "amount", "timeGrain", "timePeriod", "filter", "notifications"}
    alert = body["properties"]["notifications"]["Forecasted_GreaterThan_100_Percent"]
    assert alert["contactEmails"] == ["owner@client.example"] and alert["thresholdType"] == "Forecasted"
    assert body["properties"]["filter"]["dimensions"]["values"] == ["Microsoft.CognitiveServices/accounts"]


@pytest.mark.parametrize(("provider", "version"), [("consumption", "2024-08-01"), ("costmanagement", "2025-03-01")])
def test_an_adopted_budget_is_changed_where_it_is_with_its_etag(
    tmp_path: Path, monkeypatch: Any, provider: str, version: str
) -> None:
    folder = fleet_with(tmp_path, {**TARGET, "adopt": ["ai-monthly"]})
    with simulated(market(budget("ai-monthly"), provider=provider)) as azure:
        enter(azure, monkeypatch)
        plan = planned(folder)
        assert [(item.action, item.name) for item in plan.budgets] == [("change", "ai-monthly")]
        assert [outcome.state for outcome in applied(folder, plan)] == ["done"]
        (write,) = azure.log.writes()
        assert json.loads(write.body or "")["eTag"] == '"1"' and write.query == f"api-version={version}"
        assert len(there(azure)) == 2 and [item.action for item in planned(folder).budgets] == ["none"]


def test_adopting_a_budget_that_is_not_there_is_refused_and_makes_no_second_one(
    tmp_path: Path, monkeypatch: Any
) -> None:
    folder = fleet_with(tmp_path, {**TARGET, "adopt": ["ai-montly"]})
    with simulated(market(budget("ai-monthly"))) as azure:
        enter(azure, monkeypatch)
        plan = planned(folder)
        said = f"`adopt` names ai-montly; no such budget at {SCOPE}, found there: ai-monthly, somebody-elses"
        assert [item.problems for item in plan.budgets] == [(said,)]
        with pytest.raises(ConfigError, match="no such budget"):
            applied(folder, plan)
        assert not azure.log.writes()


def test_a_budget_changed_after_the_plan_is_refused(tmp_path: Path, monkeypatch: Any) -> None:
    folder = fleet_with(tmp_path, {**TARGET, "adopt": ["ai-monthly"]})
    with simulated(market(budget("ai-monthly"))) as azure:
        enter(azure, monkeypatch)
        plan = planned(folder)
        other = fleet_with(tmp_path / "other", {**TARGET, "monthly": 700, "adopt": ["ai-monthly"]})
        applied(other, planned(other))
        (outcome,) = applied(folder, plan)
        assert (outcome.state, len(azure.log.writes())) == ("refused", 1)
        assert there(azure)["Microsoft.Consumption/ai-monthly"]["amount"] == 700


def test_lowering_and_deleting_wait_for_their_flags(tmp_path: Path, monkeypatch: Any) -> None:
    folder = fleet_with(tmp_path, {**TARGET, "monthly": 100, "adopt": ["ai-monthly"]})
    with simulated(market(budget("ai-monthly"), budget("msp-aigov-old"))) as azure:
        enter(azure, monkeypatch)
        plan = planned(folder)
        assert [outcome.state for outcome in applied(folder, plan)] == ["held", "held"]
        assert not azure.log.writes()
        assert [o.state for o in applied(folder, plan, Allowed(lower=True, delete=True))] == ["done", "done"]
        assert set(there(azure)) == {"Microsoft.Consumption/ai-monthly", "Microsoft.Consumption/somebody-elses"}
        assert there(azure)["Microsoft.Consumption/somebody-elses"]["amount"] == FOREIGN["properties"]["amount"]


def test_another_currency_is_refused_before_anything_is_sent(tmp_path: Path, monkeypatch: Any) -> None:
    folder = fleet_with(tmp_path, {**TARGET, "currency": "USD"})
    with simulated(market()) as azure:
        enter(azure, monkeypatch)
        plan = planned(folder)
        assert plan.budgets[0].problems == ("the file says USD, this scope is billed in EUR",)
        with pytest.raises(ConfigError, match="billed in EUR"):
            applied(folder, plan)
        assert not azure.log.writes()


def test_without_any_cost_the_currency_is_unknown_and_needs_a_flag(fleet: Path, monkeypatch: Any) -> None:
    with simulated(market(costs=[])) as azure:
        enter(azure, monkeypatch)
        plan = planned(fleet)
        assert [outcome.state for outcome in applied(fleet, plan)] == ["held"]
        assert [o.state for o in applied(fleet, plan, Allowed(unknown_currency=True))] == ["done"]


def test_a_factor_takes_last_months_spend_under_the_budgets_own_filter(tmp_path: Path, monkeypatch: Any) -> None:
    factor = {key: value for key, value in TARGET.items() if key != "monthly"} | {"factor": "1.5"}
    folder = fleet_with(tmp_path, factor)
    data = market()
    data["today"] = "2026-11-20"
    costs = data["tenants"][0]["subscriptions"][0]["costs"]
    costs.append({"resource_group": "rg", "service": "Storage", "daily": "90", "currency": "EUR"})
    with simulated(data) as azure:
        enter(azure, monkeypatch)
        monkeypatch.setattr("msp_aigov.pipeline.budget_planning.now", lambda: _day(2026, 11, 20))
        plan = planned_at(folder, monkeypatch)
    assert parsed(plan.budgets[0].desired)["amount"] == 59  # 31 days x 1.25 x 1.5 = 58.125, rounded up


def _day(*when: int) -> Any:
    from datetime import UTC, datetime

    return datetime(*when, tzinfo=UTC)  # type: ignore[misc]


def planned_at(folder: Path, monkeypatch: Any) -> Any:
    monkeypatch.setattr("msp_aigov.pipeline.budget_applying.now", lambda: _day(2026, 11, 20))
    return planned(folder)


def test_dry_run_reads_again_and_sends_nothing(fleet: Path, monkeypatch: Any) -> None:
    with simulated(market()) as azure:
        enter(azure, monkeypatch)
        assert [o.state for o in applied(fleet, planned(fleet), Allowed(dry_run=True))] == ["would"]
        assert not azure.log.writes() and journal_of(fleet) == []


def test_a_plan_that_was_edited_or_is_a_day_old_is_refused(fleet: Path, monkeypatch: Any) -> None:
    with simulated(market()) as azure:
        enter(azure, monkeypatch)
        planned(fleet)
    path = fleet / "plan.json"
    text = path.read_text()
    path.write_text(text.replace("msp-aigov-ai", "msp-aigov-xx"))
    with pytest.raises(ConfigError, match="was edited"):
        plan_in(path.read_bytes(), path.name)
    path.write_text(text)
    from datetime import timedelta

    from msp_aigov.pipeline.order import now

    monkeypatch.setattr("msp_aigov.pipeline.budget_applying.now", lambda: now() + timedelta(hours=25))
    with pytest.raises(ConfigError, match="expired"):
        plan_in(path.read_bytes(), path.name)


def test_without_a_credential_to_write_with_nothing_is_written(fleet: Path, monkeypatch: Any) -> None:
    from tests.world import client_file, write_fleet

    with simulated(market()) as azure:
        enter(azure, monkeypatch)
        plan = planned(fleet)
        write_fleet(fleet, {"one": client_file(inventories=[], workloads=[], budget=TARGET)})
        with pytest.raises(ConfigError, match="write_credential"):
            applied(fleet, plan)
        assert not azure.log.writes()


def test_a_second_apply_at_the_same_time_is_turned_away(fleet: Path, monkeypatch: Any) -> None:
    from filelock import FileLock

    with simulated(market()) as azure:
        enter(azure, monkeypatch)
        plan = planned(fleet)
        with FileLock(fleet / "journal.jsonl.lock"), pytest.raises(RunError, match="another `budget apply`"):
            applied(fleet, plan)


def test_a_denied_client_is_a_gap_in_the_plan(fleet: Path, monkeypatch: Any) -> None:
    with simulated(market(), "GET *budgets=403") as azure:
        enter(azure, monkeypatch)
        plan = planned(fleet)
    assert plan.budgets == () and "403" in plan.gaps[0].reason


def test_a_diff_says_what_changes_and_nothing_else(tmp_path: Path, monkeypatch: Any) -> None:
    folder = fleet_with(tmp_path, {**TARGET, "adopt": ["ai-monthly"]})
    with simulated(market(budget("ai-monthly"))) as azure:
        enter(azure, monkeypatch)
        said = [(line.mark, line.label, line.before, line.after) for line in lines(planned(folder).budgets[0])]
    assert said == [
        ("~", "amount", "500 EUR a month", "600 EUR a month"),
        ("~", "covers", "everything in the scope", "resourcetype = microsoft.cognitiveservices/accounts"),
        ("+", "alert", "", "100 % spent to owner@client.example"),
        ("+", "alert", "", "80 % spent to owner@client.example"),
    ]
