"""What an audit finds in an estate, from the question to the finding, through the real SDKs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import world

Change = Callable[[dict[str, Any]], object]


def deployment(subscription: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = world.account(subscription)["deployments"][0]
    return found


def notice(subscription: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = subscription["budgets"]["consumption"][0]["properties"]["notifications"]["forecast"]
    return found


def set_filters(**how: Any) -> Change:
    return lambda s: world.account(s)["rai_policies"][0]["properties"].update(contentFilters=world.harm_filters(**how))


# What is changed in an estate that is in order, and the one check that must notice.
PLANTED: list[tuple[str, Change, str]] = [
    ("no budget", lambda s: s.pop("budgets"), "SPD001"),
    (
        "a budget for another group",
        lambda s: s["budgets"]["consumption"][0]["properties"].update(
            filter={"dimensions": {"name": "ResourceGroupName", "operator": "In", "values": ["rg-web"]}}
        ),
        "SPD001",
    ),
    (
        "actual alerts only",
        lambda s: s["budgets"]["consumption"][0]["properties"]["notifications"]["forecast"].update(
            thresholdType="Actual"
        ),
        "SPD002",
    ),
    (
        "nobody is told",
        lambda s: notice(s).update(contactEmails=[]),
        "SPD003",
    ),
    ("filters at High", set_filters(threshold="High"), "GRD001"),
    ("filters off", set_filters(enabled=False), "GRD001"),
    ("filters annotate", set_filters(blocking=False), "GRD001"),
    ("global SKU", lambda s: deployment(s)["sku"].update(name="GlobalStandard"), "GRD003"),
    ("keys on", lambda s: world.account(s)["properties"].update(disableLocalAuth=False), "ACC001"),
    ("keys not stated", lambda s: world.account(s)["properties"].pop("disableLocalAuth"), "ACC001"),
    ("open network", lambda s: world.account(s)["properties"].update(publicNetworkAccess="Enabled"), "ACC002"),
]


@pytest.mark.parametrize(("change", "check"), [row[1:] for row in PLANTED], ids=[row[0] for row in PLANTED])
def test_a_planted_problem_is_found_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Change, check: str
) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    with world.simulated(world.changed(world.estate(), change)) as azure:
        world.enter(azure, monkeypatch)
        found = world.outcomes(world.run_audit(folder).document)
    also = {"SPD002", "SPD003"} if check in ("SPD002", "SPD003") else set()
    assert {name for (name, _), outcome in found.items() if outcome == "fail"} - also == {check} - also
    assert (check, "fail") in {(name, outcome) for (name, _), outcome in found.items()}


def test_an_estate_in_order_has_no_finding_and_four_green_lights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    with world.simulated(world.estate()) as azure:
        world.enter(azure, monkeypatch)
        document = world.run_audit(folder).document
        assert azure.log.writes() == ()
    assert set(world.outcomes(document).values()) <= {"pass", "not_applicable"}
    assert [light.state for light in document.clients[0].lights] == ["in_order"] * 4


def test_an_unknown_filter_is_unknown_and_greys_the_light(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    data = world.changed(world.estate(), lambda s: deployment(s)["properties"].update(raiPolicyName="gone"))
    with world.simulated(data) as azure:
        world.enter(azure, monkeypatch)
        document = world.run_audit(folder).document
    found = world.outcomes(document)
    assert (found["GRD001", "letters"], found["GRD002", "letters"]) == ("unknown", "not_applicable")  # one tells it
    assert document.clients[0].lights[1].state == "unknown"


def test_a_weak_device_and_one_nobody_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weak = "WEAK,SN200001,Dell,OptiPlex 3010,4,Intel(R) Core(TM) i3-3220,Windows 10 Pro,10.0.19045.1,40"
    devices = f"{weak}\nBLANK,SN200002,,,,,,,"
    folder = world.write_fleet(tmp_path, {"one": world.client_file()}, devices)
    with world.simulated(world.estate()) as azure:
        world.enter(azure, monkeypatch)
        document = world.run_audit(folder).document
    found = world.outcomes(document)
    assert found["EPT001", "WEAK"] == "fail"
    assert found["EPT002", "BLANK"] == "unknown"
    assert document.clients[0].lights[2].state == "unknown"


def test_a_workload_that_may_run_nowhere_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = {"name": "posters", "task": "image-generation", "connectivity": "online", "cloud_models": ["MAI-Image-2.5"]}
    file = world.client_file(workloads=[{"name": "Posters", "stages": [stage]}])
    folder = world.write_fleet(tmp_path, {"one": file})
    with world.simulated(world.estate()) as azure:
        world.enter(azure, monkeypatch)
        found = world.outcomes(world.run_audit(folder).document)
    assert found["WRK001", "Posters"] == "fail"
