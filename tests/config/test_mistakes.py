"""Every mistake in a fleet folder is said with its file and line, all in one go."""

import re
from pathlib import Path

import pytest

from msp_aigov.config.load import load_fleet
from msp_aigov.errors import ConfigError
from tests.config.folder import GOOD, RULES, SUBSCRIPTION, TENANT, folder, loaded, mistakes


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


# What is changed in a good file, and what must be said of it.
SAID: dict[str, tuple[str, str]] = {
    "unknown key near a valid one": (
        changed("residency: eu", "residencey: eu"),
        "clients/x.yaml:5: residencey: unknown key; did you mean `residency`?",
    ),
    "unknown key near none": (GOOD + "zzz: 1\n", "clients/x.yaml:33: zzz: unknown key; valid here: "),
    "unknown nested key": (
        changed("secret_env:", "secret_name:"),
        "clients/x.yaml:16: azure.access.credential.secret_name: unknown key",
    ),
    "unknown key in a list": (
        changed("connectivity: offline", "connectivty: offline"),
        "clients/x.yaml:31: workloads.0.stages.0.connectivty: unknown key; did you mean `connectivity`?",
    ),
    "wrong type": (
        changed("monthly: 250.50", "monthly: lots"),
        "clients/x.yaml:18: budget.monthly: expected a valid decimal, found 'lots'",
    ),
    "a list where a mapping belongs": (changed("budget:\n", "budget: []\nbuget:\n"), "clients/x.yaml:17: budget: "),
    "no such choice": (
        changed("status: active", "status: asleep"),
        "clients/x.yaml:2: status: expected 'active', 'paused' or 'offboarded', found 'asleep'",
    ),
    "missing": (changed("name: Contoso\n", ""), "clients/x.yaml:1: name: is required"),
    "missing inside": (changed("  currency: EUR\n", ""), "clients/x.yaml:17: budget.currency: is required"),
    "duplicate key": (changed("profile: general", "name: Fabrikam"), "clients/x.yaml:4: name: written twice"),
    "a field that is not the file's": (GOOD + "id: other\n", "clients/x.yaml:33: id: unknown key"),
    "alias of a list": (
        changed("[whisper-base]", "&models [whisper-base]\n        cloud_models: *models"),
        "clients/x.yaml:33: YAML aliases are not supported",
    ),
    "NO read as false": (
        changed("residency: eu", "residency: NO"),
        "clients/x.yaml:5: residency: expected a valid string (YAML reads yes, no, on, off as true or false: "
        "put quotes around it)",
    ),
    "syntax": (changed("residency: eu", "residency: [eu"), "clients/x.yaml:6: "),
    "tab": (changed("  tenant:", "\ttenant:"), "clients/x.yaml:7: found character that cannot start any token"),
    "bad GUID": (
        changed(TENANT, "contoso.example"),
        "clients/x.yaml:7: azure.tenant: expected a tenant id (a GUID), found 'contoso.example'",
    ),
    "bad subscription": (
        changed(SUBSCRIPTION, "production"),
        "clients/x.yaml:9: azure.subscriptions.0: expected a subscription id (a GUID), found 'production'",
    ),
    "bad residency": (
        changed("residency: eu", "residency: europe"),
        "clients/x.yaml:5: residency: expected one of ",
    ),
    "device is for stages only": (changed("residency: eu", "residency: device"), "clients/x.yaml:5: residency: "),
    "bad residency of a stage": (
        changed("residency: device", "residency: here"),
        "clients/x.yaml:30: workloads.0.stages.0.residency: expected one of ",
    ),
    "unknown profile": (
        changed("profile: general", "profile: generall"),
        "clients/x.yaml:4: profile: expected one of ",
    ),
    "bad mail": (
        changed("owner@contoso.example", "the owner"),
        "clients/x.yaml:21: budget.recipients.0: expected a mail address, found 'the owner'",
    ),
    "no amount": (changed("250.50", "0"), "clients/x.yaml:18: budget.monthly: expected an amount above 0"),
    "bad currency": (changed("EUR", "euro"), "clients/x.yaml:19: budget.currency: expected a currency like EUR"),
    "lighthouse without its tenant": (
        changed("route: app", "route: lighthouse"),
        "clients/x.yaml:11: azure.access.managing_tenant: route lighthouse needs the managing tenant's id (a GUID)",
    ),
    "absolute inventory": (
        changed("exports/devices.csv", "/srv/devices.csv"),
        "clients/x.yaml:23: inventories.0.path: expected a path relative to the fleet folder",
    ),
    "absolute Windows inventory": (
        changed("exports/devices.csv", r"C:\exports\devices.csv"),
        "clients/x.yaml:23: inventories.0.path: expected a path relative to the fleet folder",
    ),
    "workload without stages": (
        GOOD[: GOOD.index("    stages:")] + "    stages: []\n",
        "clients/x.yaml:25: workloads.0: expected at least one stage",
    ),
}


@pytest.mark.parametrize(("text", "said"), SAID.values(), ids=SAID.keys())
def test_a_mistake_is_named_by_file_line_and_key(tmp_path: Path, text: str, said: str) -> None:
    found = mistakes(tmp_path, x=text)
    assert any(line.startswith(said) for line in found), found
    assert all(re.match(r"clients/x\.yaml:\d+: ", line) for line in found)


def test_the_good_file_of_these_tests_is_good(tmp_path: Path) -> None:
    (client,) = loaded(tmp_path, x=GOOD).clients
    assert (client.id, client.name, client.residency) == ("x", "Contoso", "eu")
    assert client.budget is not None and str(client.budget.monthly) == "250.5"


NEEDED = [
    ("client-secret", "client_id"),
    ("client-secret", "secret_env"),
    ("certificate", "client_id"),
    ("certificate", "certificate_path"),
    ("github-oidc", "client_id"),
    ("azure-pipelines", "client_id"),
    ("azure-pipelines", "service_connection_id"),
]


@pytest.mark.parametrize(("method", "field"), NEEDED)
def test_a_credential_that_lacks_a_field_is_named(tmp_path: Path, method: str, field: str) -> None:
    text = f"name: X\nazure:\n  tenant: {TENANT}\n  access:\n    credential:\n      method: {method}\n"
    said = f"clients/x.yaml:5: azure.access.credential: method {method} needs `{field}`"
    assert said in mistakes(tmp_path, x=text)


@pytest.mark.parametrize("method", ["default", "cli", "managed-identity", "workload-identity", "device-code"])
def test_a_credential_that_needs_nothing_more_is_accepted(tmp_path: Path, method: str) -> None:
    text = f"name: X\nazure:\n  tenant: {TENANT}\n  access:\n    credential:\n      method: {method}\n"
    assert loaded(tmp_path, x=text).clients[0].azure is not None


@pytest.mark.parametrize("text", ["", "# nothing but a comment\n", "---\n"])
def test_an_empty_file_is_said(tmp_path: Path, text: str) -> None:
    assert mistakes(tmp_path, x=text) == ("clients/x.yaml:1: expected `key: value` lines, found nothing",)


@pytest.mark.parametrize(("text", "found"), [("- a\n", "a list"), ("just words\n", "a str"), ("5\n", "a int")])
def test_a_file_that_is_no_mapping_is_said(tmp_path: Path, text: str, found: str) -> None:
    assert mistakes(tmp_path, x=text) == (f"clients/x.yaml:1: expected `key: value` lines, found {found}",)


def test_a_file_that_is_not_utf8_is_said_with_the_byte(tmp_path: Path) -> None:
    assert mistakes(tmp_path, x=b"name: Caf\xe9\n") == ("clients/x.yaml: is not UTF-8 (byte 9)",)


def test_a_byte_order_mark_is_read_over(tmp_path: Path) -> None:
    assert loaded(tmp_path, x=b"\xef\xbb\xbfname: X\n").clients[0].name == "X"


def test_an_impossible_date_is_said(tmp_path: Path) -> None:
    assert mistakes(tmp_path, x="name: 2026-02-31\n")[0].startswith("clients/x.yaml")


def test_every_mistake_of_every_file_is_said_in_one_go(tmp_path: Path) -> None:
    found = mistakes(
        tmp_path,
        fleet="name: North\nbaseline: strictest\nbranding:\n  colour: blue\n",
        a="name: A\nprofil: general\nresidency: 5\n",
        b="",
        c="name: C\nprofile: nothing\nresidency: moon\n",
    )
    places = [line.split(": ")[0] for line in found]
    assert sorted(places) == [
        "clients/a.yaml:2",
        "clients/a.yaml:3",
        "clients/b.yaml:1",
        "clients/c.yaml:2",
        "clients/c.yaml:3",
        "fleet.yaml:2",
        "fleet.yaml:4",
    ]


def test_a_subscription_of_two_clients_is_said_whatever_its_case(tmp_path: Path) -> None:
    text = "name: {}\nazure:\n  tenant: {}\n  subscriptions: [{}]\n"
    subscription = "abcdefab-2222-4222-8222-222222222222"
    one, two = text.format("A", TENANT, subscription), text.format("B", TENANT, subscription.upper())
    assert mistakes(tmp_path, a=one, b=two) == (
        f"clients/b.yaml: subscription {subscription.upper()} is also in clients/a.yaml",
    )


def test_a_workload_written_twice_is_said(tmp_path: Path) -> None:
    stage = "[{name: s, task: chat}]"
    text = f"name: X\nworkloads:\n  - name: Chat\n    stages: {stage}\n  - name: Chat\n    stages: {stage}\n"
    assert mistakes(tmp_path, x=text) == ("clients/x.yaml:5: workloads.1.name: 'Chat' is written twice",)


def test_a_file_name_that_is_no_id_is_said(tmp_path: Path) -> None:
    folder(tmp_path)
    (tmp_path / "clients" / "Contoso Ltd.yaml").write_text("name: X\n")
    with pytest.raises(ConfigError, match="the file's name is the client's id"):
        load_fleet(tmp_path, RULES)


def test_a_folder_that_is_no_fleet_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"holds no fleet\.yaml") as caught:
        load_fleet(tmp_path, RULES)
    assert "msp-aigov init" in caught.value.hint


def test_a_fleet_without_clients_is_said(tmp_path: Path) -> None:
    assert mistakes(tmp_path) == ("clients/: holds no client",)
