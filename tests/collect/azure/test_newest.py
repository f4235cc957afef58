"""Policies and deployments are read by the newest API version, and by the SDK's own where that is refused."""

from pathlib import Path
from typing import Any

import pytest

from msp_aigov.record import evidence
from tests import world


def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *faults: str) -> tuple[dict[str, str], Any]:
    data = world.estate()
    (subscription,) = data["tenants"][0]["subscriptions"]
    for entry in subscription["accounts"][0]["rai_policies"][0]["properties"]["contentFilters"]:
        entry["action"] = "ANNOTATING"
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    with world.simulated(data, *faults) as azure:
        world.enter(azure, monkeypatch)
        finished = world.run_audit(folder)
        assert azure.log.writes() == ()
    stored = evidence.load(finished.path / "one" / "evidence")
    return {ask.source: answer.api_version for ask, answer in stored.items()}, finished.document


def test_what_only_the_newest_version_says_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    versions, document = read(tmp_path, monkeypatch)
    assert (versions["azure.rai_policies"], versions["azure.deployments"]) == ("2026-03-01", "2026-03-01")
    (guardrail,) = document.clients[0].guardrails.deployments
    assert {cell.state for cell in guardrail.filters if cell.source == "configured"} == {"annotates"}


def test_a_cloud_that_refuses_the_newest_version_is_read_by_an_older(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions, document = read(tmp_path, monkeypatch, "*/raiPolicies=version@1", "*/deployments=version@1")
    assert (versions["azure.rai_policies"], versions["azure.deployments"]) == ("2025-09-01", "2025-09-01")
    states = {cell.source: cell.state for cell in document.clients[0].coverage}
    assert (states["azure.rai_policies"], states["azure.deployments"]) == ("read", "read")


@pytest.mark.parametrize("fault", ["*/raiPolicies=403", "*/raiPolicies=404", "*/raiPolicies=version"])
def test_any_other_refusal_is_a_gap_and_not_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    _, document = read(tmp_path, monkeypatch, fault)
    states = {cell.source: cell.state for cell in document.clients[0].coverage}
    assert states["azure.rai_policies"] in ("denied", "failed")
