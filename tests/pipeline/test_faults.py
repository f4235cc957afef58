"""What goes wrong on the way is a gap and never a pass: refusals, faults, foreign tenants."""

from pathlib import Path

import pytest

from tests import world

FAULTS = [
    "POST */query=401",
    "*/accounts=403",
    "*/deployments=404",
    "*/accounts=409",
    "POST */query=429:cost=1",
    "POST */query=429:none",
    "POST */query=429:retry-after=3600",
    "*/raiPolicies=500",
    "*/budgets=503",
    "*/deployments=html",
    "*/accounts=html:200",
    "*/budgets=drop",
    "*/raiPolicies=truncate",
    "*/accounts=foreign-nextlink:https://elsewhere.example/next",
    "*/oauth2/v2.0/token=wrong-tenant:99999999-9999-4999-8999-999999999999",
    "/subscriptions=403",
]


def test_a_denied_tenant_is_grey_and_its_neighbour_complete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clients = {"one": world.client_file(), "two": world.client_file("Client Two", world.OTHER_TENANT)}
    folder = world.write_fleet(tmp_path, clients)
    with world.simulated(world.two_tenants(deny=True)) as azure:
        world.enter(azure, monkeypatch)
        document = world.run_audit(folder).document
    one, two = document.clients
    assert [light.state for light in one.lights] == ["in_order"] * 4
    assert [light.state for light in two.lights][:2] == ["unknown", "unknown"]
    azure_checks = ("SPD", "GRD", "ACC")
    said = {f.outcome for f in two.findings if f.check.startswith(azure_checks)}
    assert said == {"unknown", "not_applicable"}  # of two checks that do not know the same thing one speaks
    assert {f.check for f in two.findings} >= {
        "SPD001",
        "SPD002",
        "SPD003",
        "GRD001",
        "GRD002",
        "GRD003",
        "ACC001",
        "ACC002",
    }


@pytest.mark.parametrize("fault", FAULTS)
def test_under_every_fault_nothing_is_written_and_what_is_missing_is_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    with world.simulated(world.estate(), fault) as azure:
        world.enter(azure, monkeypatch)
        document = world.run_audit(folder).document
        assert azure.log.writes() == ()
    report = document.clients[0]
    gaps = {cell.source for cell in report.coverage if cell.state != "read"}
    assert gaps
    assert all(cell.reason for cell in report.coverage if cell.state != "read")
    assert any(finding.outcome == "unknown" for finding in report.findings)
    assert not [finding for finding in report.findings if finding.outcome == "fail"]
    assert "unknown" in [light.state for light in report.lights]


@pytest.mark.parametrize(
    "fault", ["POST */query=429:cost=1@1-2", "*/accounts=500@1", "*/budgets=429:none@1", "*/deployments=drop@1"]
)
def test_a_passing_fault_is_waited_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    with world.simulated(world.estate(), fault) as azure:
        world.enter(azure, monkeypatch)
        document = world.run_audit(folder).document
    assert [cell.state for cell in document.clients[0].coverage] == ["read"] * len(document.clients[0].coverage)


def test_a_subscription_of_another_tenant_stops_the_client_before_its_first_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = world.two_tenants(deny=False)
    data["tenants"][1]["subscriptions"][0]["managed_by"] = [world.TENANT]
    file = world.client_file()
    file["azure"]["subscriptions"] = [world.SUBSCRIPTION, world.OTHER_SUBSCRIPTION]
    folder = world.write_fleet(tmp_path, {"one": file})
    with world.simulated(data) as azure:
        world.enter(azure, monkeypatch)
        document = world.run_audit(folder).document
        assert {entry.path for entry in azure.log.entries if entry.api == "arm"} == {"/subscriptions"}
    assert world.OTHER_SUBSCRIPTION in document.clients[0].stopped


def test_lighthouse_expects_the_managing_tenants_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = world.two_tenants(deny=False)
    data["tenants"][1]["subscriptions"][0]["managed_by"] = [world.TENANT]
    file = world.client_file(tenant=world.OTHER_TENANT)
    file["azure"]["access"] |= {"route": "lighthouse", "managing_tenant": world.TENANT}
    folder = world.write_fleet(tmp_path, {"one": file})
    with world.simulated(data) as azure:
        world.enter(azure, monkeypatch)
        document = world.run_audit(folder).document
        assert not [entry for entry in azure.log.entries if world.SUBSCRIPTION in entry.path]
    assert [light.state for light in document.clients[0].lights] == ["in_order"] * 4


def test_a_throttled_sign_in_stops_its_client_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    with world.simulated(world.estate(), "*openid-configuration=429:retry-after=3600") as azure:
        world.enter(azure, monkeypatch)
        report = world.run_audit(folder).document.clients[0]
    assert {light.state for light in report.lights[:2]} == {"unknown"}
    assert any("3600 s" in cell.reason for cell in report.coverage)
