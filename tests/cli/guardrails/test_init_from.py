"""`init --from` and `--discover` write a file for each client, and a second time only for new ones."""

import json
from pathlib import Path

import pytest

from msp_aigov.config.load import load_fleet
from msp_aigov.rules.load import load_rules
from tests import world
from tests.cli.commands import Command
from tests.cli.conftest import msp as msp

TENANTS = ("aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa", "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb")
LISTS = {
    "partner.csv": f"Customer name,Microsoft ID\nO’Connell & Söhne,{TENANTS[0].upper()}\nBright,{TENANTS[1]}\n",
    "psa.csv": f"Company;Tenant ID\nO’Connell & Söhne;{TENANTS[0]}\nBright;{TENANTS[1]}\n;\n",
    "az.json": json.dumps(
        [
            {"id": world.SUBSCRIPTION, "name": "O’Connell & Söhne", "tenantId": TENANTS[1], "homeTenantId": TENANTS[0]},
            {"id": world.OTHER_SUBSCRIPTION, "name": "Bright", "tenantId": TENANTS[1]},
        ]
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_every_list_gives_the_same_clients_and_a_second_run_overwrites_nothing(
    msp: Command, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text(LISTS[name], encoding="utf-8-sig")
    folder = tmp_path / "fleet"
    assert msp("init", folder, "--from", tmp_path / name).code == 0
    fleet = load_fleet(folder, load_rules())
    assert [client.id for client in fleet.clients] == ["bright", "oconnell-sohne"]
    assert [client.azure.tenant for client in fleet.clients if client.azure] == [TENANTS[1], TENANTS[0]]
    mine = folder / "clients/bright.yaml"
    mine.write_text(mine.read_text("utf-8") + "profile: education\n", encoding="utf-8")
    ended = msp("init", folder, "--from", tmp_path / name)
    assert ended.code == 0 and "education" in mine.read_text("utf-8")
    assert len(list((folder / "clients").iterdir())) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_list_taken_under_lighthouse_names_the_tenant_signed_in_to(
    msp: Command, tmp_path: Path, encoding: str
) -> None:
    spelled = LISTS["az.json"].replace('"id"', '"Id"').replace('"tenantId"', '"TenantId"')
    (tmp_path / "list").write_text(spelled, encoding=encoding)
    folder = tmp_path / "fleet"
    assert msp("init", folder, "--from", tmp_path / "list").code == 0
    bright, oconnell = load_fleet(folder, load_rules()).clients
    assert bright.azure and bright.azure.access.route == "app"
    assert oconnell.azure and oconnell.azure.access.managing_tenant == TENANTS[1]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "{", "[]"])
def test_a_list_of_something_else_is_a_usage_error_and_writes_nothing(msp: Command, tmp_path: Path, text: str) -> None:
    (tmp_path / "x").write_text(text, encoding="utf-8")
    assert msp("init", tmp_path / "fleet", "--from", tmp_path / "x").code == 2
    assert not (tmp_path / "fleet").exists()


def test_discover_tells_the_home_tenant_from_the_managing_one(
    msp: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.world import two_tenants

    data = two_tenants(deny=False)
    data["tenants"][1]["subscriptions"][0]["managed_by"] = [world.TENANT]
    with world.simulated(data) as azure:
        world.enter(azure, monkeypatch)
        for name, value in (
            ("TENANT_ID", world.TENANT),
            ("CLIENT_ID", world.APPLICATION),
            ("CLIENT_SECRET", world.SECRET),
        ):
            monkeypatch.setenv(f"AZURE_{name}", value)
        ended = msp("init", tmp_path, "--discover", "--tenant", world.TENANT, "--cloud", "custom")
        assert azure.log.writes() == ()
    assert ended.code == 0, ended.err
    managed = {
        client.azure.tenant: client.azure.access
        for client in load_fleet(tmp_path, load_rules()).clients
        if client.azure
    }
    assert (managed[world.OTHER_TENANT].route, managed[world.OTHER_TENANT].managing_tenant) == (
        "lighthouse",
        world.TENANT,
    )
    assert managed[world.TENANT].route == "app"


def test_a_psa_list_without_tenants_gives_a_file_for_each_name_once(msp: Command, tmp_path: Path) -> None:
    (tmp_path / "psa.csv").write_text("Company Name;Status\nO’Connell: Söhne;Active\n=cmd|x;Active\n", encoding="utf-8")
    folder = tmp_path / "fleet"
    assert msp("init", folder, "--from", tmp_path / "psa.csv").code == 0
    fleet = load_fleet(folder, load_rules())
    assert [(client.name, client.azure) for client in fleet.clients] == [("=cmd|x", None), ("O’Connell: Söhne", None)]
    before = {path: path.read_bytes() for path in (folder / "clients").iterdir()}
    assert "names no tenant" in (folder / "clients/cmd-x.yaml").read_text("utf-8")
    assert msp("init", folder, "--from", tmp_path / "psa.csv").code == 0
    assert {path: path.read_bytes() for path in (folder / "clients").iterdir()} == before


def test_a_list_says_which_cloud_a_subscription_is_in(msp: Command, tmp_path: Path) -> None:
    gov = {"id": world.SUBSCRIPTION, "name": "Gov", "tenantId": TENANTS[0], "cloudName": "AzureUSGovernment"}
    bare = {"id": TENANTS[1], "name": "N/A(tenant level account)", "tenantId": TENANTS[1], "cloudName": "AzureCloud"}
    (tmp_path / "az.json").write_text(json.dumps([gov, bare]), encoding="utf-8")
    folder = tmp_path / "fleet"
    assert msp("init", folder, "--from", tmp_path / "az.json").code == 0
    made = [client.azure for client in load_fleet(folder, load_rules()).clients if client.azure]
    assert [(azure.cloud, azure.subscriptions) for azure in made] == [("usgov", (world.SUBSCRIPTION,)), ("public", ())]
