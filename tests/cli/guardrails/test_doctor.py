"""`doctor` says what stands between a client and an audit, and what its administrator has to run is well-formed."""

import json
import stat
from pathlib import Path

import pytest

from msp_aigov.config.shipped import shipped
from tests import world
from tests.cli.commands import Command
from tests.cli.conftest import msp as msp

CASES = [
    ((), "works", 0),
    (("*/raiPolicies=403",), "role missing", 3),
    (("*/accounts=409",), "provider not registered", 3),
    (("*/oauth2/v2.0/token=wrong-tenant:99999999-9999-4999-8999-999999999999",), "wrong tenant", 3),
    (("*/diagnosticSettings=drop",), "blocked by the network", 3),
    (("*/connections=html",), "failed", 3),
]


@pytest.mark.parametrize(("faults", "said", "code"), CASES, ids=[case[1] for case in CASES])
def test_what_stands_in_the_way_is_named_and_nothing_is_written(
    msp: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, faults: tuple[str, ...], said: str, code: int
) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    monkeypatch.setattr("time.sleep", lambda _: None)
    with world.simulated(world.estate(), *faults) as azure:
        world.enter(azure, monkeypatch)
        ended = msp("doctor", "--fleet", folder, "-o", "json")
        assert azure.log.writes() == ()
        assert not [entry for entry in azure.log.entries if "listkeys" in entry.path.lower()]
    (client,) = json.loads(ended.out)["clients"]
    found = {row["diagnosis"] for row in client["reached"]}
    assert ended.code == code
    assert said in found
    assert all(row["reason"] for row in client["reached"] if row["diagnosis"] != "works")
    assert client["beyond_need"] == []


def test_every_subscription_and_account_is_asked_and_a_refusal_at_the_last_is_found(
    msp: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    data = world.estate()
    (subscription,) = data["tenants"][0]["subscriptions"]
    subscription["accounts"] += [{**subscription["accounts"][0], "name": f"ai-{number}"} for number in (2, 3)]
    with world.simulated(data, "*/ai-3/raiPolicies=403") as azure:
        world.enter(azure, monkeypatch)
        ended = msp("doctor", "--fleet", folder)
    lines = ended.out.splitlines()
    assert ended.code == 3 and max(map(len, lines)) <= 80
    assert "azure.deployments (3)" in " ".join(ended.out.split())
    place = lines.index("  role missing: azure.rai_policies")
    assert lines[place + 1] == "    at ai-3"


def test_a_sign_in_that_cannot_be_reached_is_the_networks_fault(
    msp: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    with world.simulated(world.estate()) as azure:
        world.enter(azure, monkeypatch)
    for name in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("time.sleep", lambda _: None)
    ended = msp("doctor", "--fleet", folder, "-o", "json")
    (client,) = json.loads(ended.out)["clients"]
    assert {row["diagnosis"] for row in client["reached"]} == {"blocked by the network", "not asked"}
    assert "proxy" in next(row["mend"] for row in client["reached"] if row["diagnosis"] != "not asked")


def test_saved_answers_and_no_azure_need_no_access(msp: Command, tmp_path: Path) -> None:
    file = world.client_file()
    del file["azure"]
    folder = world.write_fleet(tmp_path, {"one": file})
    ended = msp("doctor", "--fleet", folder)
    assert ended.code == 0 and "no Azure in the client's file" in ended.out


ROLES = {
    "lighthouse-audit.json": {
        "acdd72a7-3385-48ef-bd42-f606fba81ae7",  # Reader
        "72fafb9e-0641-4937-9268-a91bfd8191a3",  # Cost Management Reader
        "43d0d8ad-25c7-4714-9337-8ba259a9fe05",  # Monitoring Reader
    },
    "lighthouse-budgets.json": {"434105ed-43f6-45c7-a02f-909b2ba83430"},  # Cost Management Contributor
}


def test_onboarding_writes_templates_with_the_least_roles_and_keeps_writing_apart(msp: Command, tmp_path: Path) -> None:
    assert msp("doctor", "--onboard", tmp_path).code == 0
    for name, roles in ROLES.items():
        template = json.loads((tmp_path / name).read_text("utf-8"))
        (definition,) = [each for each in template["resources"] if each["type"].endswith("registrationDefinitions")]
        given = {each["roleDefinitionId"] for each in definition["properties"]["authorizations"]}
        resolved = {template["variables"][role.removeprefix("[variables('").removesuffix("')]")] for role in given}
        assert resolved == roles
    reading = (tmp_path / "app-registration.sh").read_text("utf-8")
    assert "Contributor" not in reading and "Owner" not in reading and "secret" in reading.split("set -eu")[0]
    assert "Cost Management Contributor" in (tmp_path / "app-registration-budgets.sh").read_text("utf-8")
    assert (tmp_path / "README.md").read_text("utf-8").count("listKeys") == 0


def test_the_scripts_for_an_administrator_are_shell(tmp_path: Path) -> None:
    import shutil
    import subprocess

    shell = shutil.which("sh")
    if shell is None:
        pytest.skip("there is no shell here")
    for script in sorted(shipped("templates/onboarding").glob("*.sh")):
        assert subprocess.run([shell, "-n", script], check=False).returncode == 0
        assert stat.S_ISREG(script.stat().st_mode)
