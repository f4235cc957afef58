"""The whole line of a declared volume: from the client's file and Azure's counters to the verdict."""

from pathlib import Path
from typing import Any

import pytest

from tests import world


def outcome(folder: Path, patch: pytest.MonkeyPatch, quotas: list[dict[str, Any]], *faults: str) -> str:
    stage = {"name": "poster", "task": "image-generation", "cloud_models": ["gpt-image-1.5"], "volume": 60_480}
    file = world.client_file(workloads=[{"name": "Posters", "stages": [stage]}])
    data = world.changed(world.estate(), lambda s: s["accounts"][0].update(quotas=quotas))
    with world.simulated(data, *faults) as azure:
        world.enter(azure, patch)
        document = world.run_audit(world.write_fleet(folder, {"one": file})).document
        assert azure.log.writes() == ()
    return world.outcomes(document)["GRD013", "poster"]


def counter(limit: int, model: str = "gpt-image-1.5") -> dict[str, Any]:
    return {"name": {"value": f"OpenAI.GlobalStandard.{model}"}, "currentValue": 0, "limit": limit, "unit": "Count"}


CASES: list[tuple[list[dict[str, Any]], tuple[str, ...], str]] = [
    ([counter(2)], (), "pass"),
    ([counter(1)], (), "fail"),
    ([counter(1, "gpt-image-1")], (), "unknown"),
    ([counter(2)], ("*/usages=403",), "unknown"),
    ([counter(2)], ("*/deployments=403",), "unknown"),
]


@pytest.mark.parametrize(("quotas", "faults", "said"), CASES)
def test_a_declared_volume_is_held_against_the_quota_that_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quotas: Any, faults: tuple[str, ...], said: str
) -> None:
    assert outcome(tmp_path, monkeypatch, quotas, *faults) == said
