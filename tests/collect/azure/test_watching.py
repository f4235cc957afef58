"""What watches and what stops spend, through the real SDKs: group budgets, action groups, cost controls, tags."""

from pathlib import Path
from typing import Any

import pytest

from msp_aigov.model.document import ClientReport
from msp_aigov.model.finding import Finding
from tests import world

SUB = f"/subscriptions/{world.SUBSCRIPTION}"
GROUP = f"{SUB}/resourceGroups/rg-ops/providers/microsoft.insights/actionGroups/oncall"
ACCOUNT = f"{SUB}/resourceGroups/rg-ai/providers/Microsoft.CognitiveServices/accounts/client-ai"


def audited(folder: Path, data: dict[str, Any], monkeypatch: pytest.MonkeyPatch, *faults: str) -> ClientReport:
    world.write_fleet(folder, {"one": world.client_file()})
    with world.simulated(data, *faults) as azure:
        world.enter(azure, monkeypatch)
        return world.run_audit(folder).document.clients[0]


def finding(report: ClientReport, check: str) -> Finding:
    (found,) = [each for each in report.findings if each.check == check]
    return found


def grouped(where: str = f"{SUB}/resourceGroups/rg-ai") -> dict[str, Any]:
    """The only budget stands at a resource group."""
    budget = world.budget(name="group-budget") | {"scope": where}
    return world.changed(world.estate(), lambda s: s.update(budgets={"consumption": [budget]}))


def test_a_budget_at_the_accounts_resource_group_covers_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = audited(tmp_path, grouped(), monkeypatch)
    assert finding(report, "SPD001").outcome == "pass" and [b.name for b in report.spend.budgets] == ["group-budget"]


def test_group_budgets_that_could_not_be_read_leave_it_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = audited(tmp_path, grouped(), monkeypatch, "GET */resourceGroups/*/budgets=403")
    assert finding(report, "SPD001").outcome == "unknown" and report.spend.watch.unread == 2


def notified(**changed: Any) -> dict[str, Any]:
    """A budget that tells one action group and nobody else."""
    alert = {"enabled": True, "operator": "GreaterThan", "threshold": 100, "thresholdType": "Forecasted"}
    alert |= {"contactEmails": [], "contactGroups": [GROUP]}
    budget = world.budget(notifications={"a": alert})
    return world.changed(world.estate(), lambda s: s.update(budgets={"consumption": [budget]}, **changed))


def group(**changed: Any) -> dict[str, Any]:
    properties = {"enabled": True, "emailReceivers": [{"name": "a", "emailAddress": "a@b.example"}], **changed}
    return {"id": GROUP.upper(), "name": "oncall", "properties": properties}


@pytest.mark.parametrize(
    ("groups", "outcome"),
    [
        ([group()], "pass"),
        ([], "fail"),
        ([group(enabled=False)], "fail"),
        ([group(emailReceivers=[])], "fail"),
        ([group(emailReceivers=[], webhookReceivers=[{"name": "w"}])], "pass"),
    ],
)
def test_an_action_group_that_is_gone_off_or_empty_hears_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, groups: list[dict[str, Any]], outcome: str
) -> None:
    report = audited(tmp_path, notified(action_groups=groups), monkeypatch)
    assert finding(report, "SPD003").outcome == outcome
    assert [each.heard for each in report.spend.alerts] == [outcome == "pass"]


def test_a_group_on_a_later_page_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    others = [{"id": f"{GROUP}-{number}", "name": f"other{number}", "properties": {}} for number in range(3)]
    data = notified(action_groups=[*others, group()]) | {"list_page_size": 2}
    assert finding(audited(tmp_path, data, monkeypatch), "SPD003").outcome == "pass"


def test_action_groups_that_could_not_be_read_are_neither_there_nor_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = audited(tmp_path, notified(), monkeypatch, "GET */actionGroups=403")
    assert finding(report, "SPD003").outcome == "unknown"


@pytest.mark.parametrize(
    ("tags", "outcome"), [({"Env": "Prod"}, "pass"), ({"env": "test"}, "unknown"), ({}, "unknown")]
)
def test_a_budget_by_tag_covers_what_carries_the_tag(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tags: dict[str, str], outcome: str
) -> None:
    budget = world.budget(filter={"tags": {"name": "env", "operator": "In", "values": ["prod"]}})

    def change(subscription: dict[str, Any]) -> None:
        subscription["budgets"] = {"consumption": [budget]}
        subscription["accounts"][0]["tags"] = tags

    assert finding(audited(tmp_path, world.changed(world.estate(), change), monkeypatch), "SPD001").outcome == outcome


def controlled(attach_to: str, **rule: Any) -> dict[str, Any]:
    """An account with one cost control, attached somewhere."""

    def change(subscription: dict[str, Any]) -> None:
        (account,) = subscription["accounts"]
        blocking = {"counterKey": "Account", "amount": 50, "thresholds": [{"value": 100, "action": "Block"}], **rule}
        account["cost_controls"] = [{"name": "cap", "properties": {"rules": [blocking]}}]
        ids = {"costControlIds": [f"{ACCOUNT}/costControls/CAP"]}
        if attach_to == "account":
            account["properties"] |= ids
        if attach_to == "deployment":
            account["deployments"][0]["properties"] |= ids

    return world.changed(world.estate(), change)


@pytest.mark.parametrize(
    ("place", "rule", "stops"),
    [
        ("account", {}, "cost control cap"),
        ("deployment", {}, "cost control cap"),
        ("nothing", {}, ""),
        ("account", {"thresholds": [{"value": 100, "action": "Alert"}]}, ""),
        ("account", {"counterKey": "Session"}, ""),
        ("account", {"match": {"projectIds": ["p"]}}, ""),
    ],
)
def test_a_native_cost_control_stops_where_it_blocks_all_and_is_attached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, rule: dict[str, Any], stops: str
) -> None:
    (found,) = audited(tmp_path, controlled(place, **rule), monkeypatch).spend.exposures
    assert found.stopped_by == stops


def test_a_paused_deployment_stops_spend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def pause(subscription: dict[str, Any]) -> None:
        subscription["accounts"][0]["deployments"][0]["properties"]["deploymentState"] = "Paused"

    (found,) = audited(tmp_path, world.changed(world.estate(), pause), monkeypatch).spend.exposures
    assert found.stopped_by == "the deployment is paused"
