"""What a run keeps: judged again, chained, interrupted, held against the run before."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

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

# One subscription, one account, one inventory file: every query of every source is asked once.
AZURE = [source for source in SOURCES.values() if source.PER in ("client", "subscription", "account", "location")]
ANSWERS = sum(len(queries_of(source, now().date())) for source in AZURE) + 1


def _needs(check: str) -> tuple[str, ...]:
    from msp_aigov.checks.registry import REGISTRY

    needs = next(item.needs for item in REGISTRY if item.id == check)
    if check == "WRK001":  # the one workload of this client stays on the device
        return ("inventory.file",)
    return ("azure.subscriptions", *needs) if needs[0].startswith("azure") else needs


def _wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < until, "the other process did not get there"
        time.sleep(0.02)


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
    broken = world.changed(world.estate(), lambda s: world.account(s)["properties"].update(disableLocalAuth=False))
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
        child = subprocess.Popen([sys.executable, "-c", script, str(folder)], cwd=Path(__file__).parents[2])
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


def test_two_runs_at_once_both_finish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    script = "import sys; from pathlib import Path; from tests import world; world.run_audit(Path(sys.argv[1]))"
    with world.simulated(world.estate(), "*/raiPolicies=slow:300") as azure:
        world.enter(azure, monkeypatch)
        root = Path(__file__).parents[2]
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


def test_what_is_gone_with_its_subscription_is_out_of_sight_not_resolved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    broken = world.changed(world.estate(), lambda s: world.account(s)["properties"].update(disableLocalAuth=False))
    empty = world.estate()
    empty["tenants"][0]["subscriptions"] = []
    statuses = []
    for data in (broken, empty):
        with world.simulated(data) as azure:
            world.enter(azure, monkeypatch)
            findings = world.run_audit(folder).document.clients[0].findings
        statuses += [f.status for f in findings if f.check == "ACC001" and f.subject.name == "client-ai"]
    assert statuses == ["new", "lost_sight"]
