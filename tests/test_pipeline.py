"""One audit, end to end, against the simulated Azure through the real SDKs."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from msp_aigov.collect.registry import SOURCES
from msp_aigov.collect.source import queries_of
from msp_aigov.errors import RunError
from msp_aigov.pipeline.order import now
from msp_aigov.pipeline.run import evaluate
from msp_aigov.record.codec import encode
from msp_aigov.record.folder import verify
from msp_aigov.reports.render import render
from msp_aigov.rules.load import load_rules
from tests import world

Change = Callable[[dict[str, Any]], object]
# One subscription, one account, one inventory file: every query of every source is asked once.
AZURE = [source for source in SOURCES.values() if source.PER in ("client", "subscription", "account", "location")]
ANSWERS = sum(len(queries_of(source, now().date())) for source in AZURE) + 1


def account(subscription: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = subscription["accounts"][0]
    return found


def deployment(subscription: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = account(subscription)["deployments"][0]
    return found


def notice(subscription: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = subscription["budgets"]["consumption"][0]["properties"]["notifications"]["forecast"]
    return found


def set_filters(**how: Any) -> Change:
    return lambda s: account(s)["rai_policies"][0]["properties"].update(contentFilters=world.harm_filters(**how))


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
    ("keys on", lambda s: account(s)["properties"].update(disableLocalAuth=False), "ACC001"),
    ("keys not stated", lambda s: account(s)["properties"].pop("disableLocalAuth"), "ACC001"),
    ("open network", lambda s: account(s)["properties"].update(publicNetworkAccess="Enabled"), "ACC002"),
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


def two_tenants(deny: bool) -> dict[str, Any]:
    data, other = world.estate(), world.estate()["tenants"][0]
    other["id"], other["deny"] = world.OTHER_TENANT, deny
    other["subscriptions"][0].update(id=world.OTHER_SUBSCRIPTION, name="Second")
    data["tenants"].append(other)
    return data


def test_a_denied_tenant_is_grey_and_its_neighbour_complete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clients = {"one": world.client_file(), "two": world.client_file("Client Two", world.OTHER_TENANT)}
    folder = world.write_fleet(tmp_path, clients)
    with world.simulated(two_tenants(deny=True)) as azure:
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
    data = two_tenants(deny=False)
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
    data = two_tenants(deny=False)
    data["tenants"][1]["subscriptions"][0]["managed_by"] = [world.TENANT]
    file = world.client_file(tenant=world.OTHER_TENANT)
    file["azure"]["access"] |= {"route": "lighthouse", "managing_tenant": world.TENANT}
    folder = world.write_fleet(tmp_path, {"one": file})
    with world.simulated(data) as azure:
        world.enter(azure, monkeypatch)
        document = world.run_audit(folder).document
        assert not [entry for entry in azure.log.entries if world.SUBSCRIPTION in entry.path]
    assert [light.state for light in document.clients[0].lights] == ["in_order"] * 4


def test_evaluate_twice_gives_the_same_bytes_and_the_audits_judgement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    with world.simulated(world.changed(world.estate(), lambda s: s.pop("budgets"))) as azure:
        world.enter(azure, monkeypatch)
        finished = world.run_audit(folder)
    first, second = (evaluate(finished.path, load_rules()) for _ in range(2))
    for name in ("json", "markdown", "html"):
        assert render(first, name) == render(second, name) == render(finished.document, name)


def test_any_one_answer_missing_is_never_a_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    with world.simulated(world.estate()) as azure:
        world.enter(azure, monkeypatch)
        finished = world.run_audit(folder)
    stored = sorted((finished.path / "one" / "evidence").glob("*.json"))
    assert len(stored) == ANSWERS
    for path in stored:
        source = json.loads(path.read_text("utf-8"))["ask"]["source"]
        kept = path.read_bytes()
        path.unlink()
        report = evaluate(finished.path, load_rules()).clients[0]
        path.write_bytes(kept)
        resting = [light for light in report.lights if light.state == "unknown"]
        assert resting, source
        needing = [f for f in report.findings if source in _needs(f.check)]
        assert needing or source == "azure.quota", source  # which no stage of this client draws on
        assert all(f.outcome != "pass" for f in needing), source


def _needs(check: str) -> tuple[str, ...]:
    from msp_aigov.checks.registry import REGISTRY

    needs = next(item.needs for item in REGISTRY if item.id == check)
    if check == "WRK001":  # the one workload of this client stays on the device
        return ("inventory.file",)
    return ("azure.subscriptions", *needs) if needs[0].startswith("azure") else needs


def test_a_run_is_chained_and_an_altered_file_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    with world.simulated(world.estate()) as azure:
        world.enter(azure, monkeypatch)
        first, second = world.run_audit(folder), world.run_audit(folder)
    assert verify(first.path) == verify(second.path) == []
    assert json.loads((second.path / "run.json").read_text("utf-8"))["previous"]["id"] == first.path.name
    findings = first.path / "one" / "findings.json"
    findings.write_text(findings.read_text("utf-8").replace("pass", "fail", 1), "utf-8")
    assert verify(first.path) == ["one/findings.json: was altered"]


def test_the_second_run_says_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    states = []
    broken = world.changed(world.estate(), lambda s: account(s)["properties"].update(disableLocalAuth=False))
    for data, fault in ((broken, ()), (broken, ("*/accounts=403",)), (broken, ()), (world.estate(), ()), (broken, ())):
        with world.simulated(data, *fault) as azure:
            world.enter(azure, monkeypatch)
            report = world.run_audit(folder).document.clients[0]
        found = {f.subject.name: f.status for f in report.findings if f.check == "ACC001"}
        states.append(found["client-ai"])
    assert states == ["new", "lost_sight", "unchanged", "resolved", "reopened"]


def test_a_killed_audit_goes_on_and_asks_only_for_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    script = "import sys; from pathlib import Path; from tests import world; world.run_audit(Path(sys.argv[1]))"
    with world.simulated(world.estate(), "*/raiPolicies=slow:4000@1") as azure:
        world.enter(azure, monkeypatch)
        child = subprocess.Popen([sys.executable, "-c", script, str(folder)], cwd=Path(__file__).parent.parent)
        _wait_for(lambda: len(list(folder.glob("runs/*.open/one/evidence/*.json"))) == ANSWERS - 1)
        child.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
        child.wait()
        before = Counter(azure.log.counts())
        finished = world.run_audit(folder)
        after = Counter(azure.log.counts())
    new = [path for (*_, path), count in (after - before).items() if count]
    again = [path for path in new if path.startswith("/subscriptions")]
    assert finished.resumed
    assert [path.rsplit("/", 1)[-1] for path in again] == ["raiPolicies"]
    assert [light.state for light in finished.document.clients[0].lights] == ["in_order"] * 4
    assert verify(finished.path) == []


def _wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < until, "the other process did not get there"
        time.sleep(0.02)


def test_two_runs_at_once_both_finish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    script = "import sys; from pathlib import Path; from tests import world; world.run_audit(Path(sys.argv[1]))"
    with world.simulated(world.estate(), "*/raiPolicies=slow:300") as azure:
        world.enter(azure, monkeypatch)
        root = Path(__file__).parent.parent
        children = [subprocess.Popen([sys.executable, "-c", script, str(folder)], cwd=root) for _ in range(2)]
        assert [child.wait() for child in children] == [0, 0]
    runs = sorted(path for path in (folder / "runs").iterdir())
    assert len(runs) == 2 and not [path for path in runs if path.name.endswith(".open")]
    assert [verify(path) for path in runs] == [[], []]


def test_a_missing_run_is_said(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="not a finished run"):
        evaluate(tmp_path / "nothing", load_rules())


def test_the_document_survives_the_codec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from msp_aigov.model.document import Document
    from msp_aigov.record.codec import decode

    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    with world.simulated(world.estate()) as azure:
        world.enter(azure, monkeypatch)
        document = world.run_audit(folder).document
    assert decode(Document, encode(document), "test") == document


def test_a_throttled_sign_in_stops_its_client_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    with world.simulated(world.estate(), "*openid-configuration=429:retry-after=3600") as azure:
        world.enter(azure, monkeypatch)
        report = world.run_audit(folder).document.clients[0]
    assert {light.state for light in report.lights[:2]} == {"unknown"}
    assert any("3600 s" in cell.reason for cell in report.coverage)


def test_what_is_gone_with_its_subscription_is_out_of_sight_not_resolved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    broken = world.changed(world.estate(), lambda s: account(s)["properties"].update(disableLocalAuth=False))
    empty = world.estate()
    empty["tenants"][0]["subscriptions"] = []
    statuses = []
    for data in (broken, empty):
        with world.simulated(data) as azure:
            world.enter(azure, monkeypatch)
            findings = world.run_audit(folder).document.clients[0].findings
        statuses += [f.status for f in findings if f.check == "ACC001" and f.subject.name == "client-ai"]
    assert statuses == ["new", "lost_sight"]
