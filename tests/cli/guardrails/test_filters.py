"""`filters` shows one client's matrix, groups a fleet's, and judges files without any fleet folder."""

import json
from pathlib import Path

import pytest

from tests import world
from tests.assess.guardrails.labelled import wire
from tests.cli.commands import Command
from tests.cli.conftest import msp as msp

CASE = {"set": "harms Medium"}


def saved(folder: Path, **case: str) -> Path:
    path = folder / "saved.json"
    path.write_text(json.dumps({"value": wire({**CASE, **case})}), encoding="utf-8")
    return path


def test_files_are_judged_against_a_profile_without_a_fleet_folder(msp: Command, tmp_path: Path) -> None:
    path = saved(tmp_path)
    for profile, outcome in (("general", "pass"), ("education", "fail")):
        ended = msp("filters", "--from", path, "--profile", profile, "-o", "json", "--fleet", tmp_path)
        (client,) = json.loads(ended.out)["clients"]
        assert {f["outcome"] for f in client["findings"] if f["check"] == "GRD001"} == {outcome}
        (deployment,) = client["guardrails"]["deployments"]
        assert {"name", "model", "policy", "filters"} <= set(deployment)
        assert deployment["filters"][0].keys() >= {"filter", "direction", "state", "threshold", "source", "evidence"}
    missing = {cell["source"] for cell in client["coverage"] if cell["state"] == "skipped"}
    assert "azure.diagnostics" in missing


def test_an_unknown_profile_is_a_usage_error(msp: Command, tmp_path: Path) -> None:
    ended = msp("filters", "--from", saved(tmp_path), "--profile", "strictest")
    assert ended.code == 2 and "education" in ended.err


def test_a_client_whose_file_names_saved_answers_is_audited_without_a_request(msp: Command, tmp_path: Path) -> None:
    file = world.client_file()
    file["azure"] = {"tenant": world.TENANT, "from": ["saved.json"]}
    folder = world.write_fleet(tmp_path, {"one": file})
    saved(tmp_path)
    document = world.run_audit(folder).document
    found = world.outcomes(document)
    assert found["GRD001", "chat"] == "pass"
    assert found["ACC006", "ai"] == "unknown"
    cells = {cell.source: cell for cell in document.clients[0].coverage}
    assert cells["azure.rai_policies"].api == "saved" and cells["azure.cost"].state == "skipped"


def test_saved_answers_of_another_tenant_stop_the_client(tmp_path: Path) -> None:
    file = world.client_file()
    file["azure"] = {
        "tenant": world.OTHER_TENANT,
        "from": ["saved.json", "list.json"],
        "subscriptions": [world.SUBSCRIPTION],
    }
    folder = world.write_fleet(tmp_path, {"one": file})
    saved(tmp_path)
    listed = [{"id": world.SUBSCRIPTION, "name": "P", "tenantId": world.TENANT, "homeTenantId": world.TENANT}]
    (tmp_path / "list.json").write_text(json.dumps(listed), encoding="utf-8")
    report = world.run_audit(folder).document.clients[0]
    assert world.TENANT in report.stopped
    assert not report.guardrails.deployments


def test_equal_matrices_are_grouped_and_the_odd_one_comes_first(
    msp: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.world import two_tenants

    data = two_tenants(deny=False)
    first = data["tenants"][0]["subscriptions"][0]["accounts"][0]
    first["deployments"].append({**first["deployments"][0], "name": "odd"})
    first["deployments"][1]["properties"] = {**first["deployments"][0]["properties"], "raiPolicyName": "loose"}
    loose = {"contentFilters": world.harm_filters(threshold="High")}
    first["rai_policies"].append({"name": "loose", "properties": loose})
    clients = {"one": world.client_file(), "two": world.client_file("Client Two", world.OTHER_TENANT)}
    folder = world.write_fleet(tmp_path, clients)
    with world.simulated(data) as azure:
        world.enter(azure, monkeypatch)
        ended = msp("filters", "--live", "--fleet", folder, "-o", "json", "-o", f"terminal={tmp_path / 'page.txt'}")
        assert azure.log.writes() == ()
    groups = json.loads(ended.out)["filter_groups"]
    assert [[member["deployment"] for member in group["members"]] for group in groups] == [["odd"], ["letters"] * 2]
    assert "odd" in (tmp_path / "page.txt").read_text("utf-8")


def test_files_are_judged_as_a_client_of_the_fleet_with_its_profile_or_another(msp: Command, tmp_path: Path) -> None:
    folder = world.write_fleet(tmp_path / "fleet", {"one": world.client_file(profile="general")})
    (tmp_path / "saved.json").write_text(json.dumps(wire({"set": "harms Medium"})), encoding="utf-8")
    about = ("filters", "--from", tmp_path / "saved.json", "--fleet", folder, "--client", "one", "-o", "json")
    for more, said in (((), "pass"), (("--profile", "education"), "fail")):
        (client,) = json.loads(msp(*about, *more).out)["clients"]
        assert [f["outcome"] for f in client["findings"] if f["check"] == "GRD001"] == [said]
        assert client["id"] == "one"


def test_a_client_that_was_not_read_says_why(msp: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file(tenant=world.OTHER_TENANT)})
    with world.simulated(world.estate()) as azure:
        world.enter(azure, monkeypatch)
        alone = msp("filters", "--live", "--fleet", folder, "--client", "one")
    assert world.OTHER_TENANT in alone.out
