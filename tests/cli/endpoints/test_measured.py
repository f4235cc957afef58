"""A benchmark among the inventories: it joins its device, decides before inference, and speaks for the class."""

import json
from pathlib import Path
from typing import Any

import pytest

from .command import assessed

FLEET = """Device name,Manufacturer,Model,Serial number,Processor,Physical memory (GB),OS,OS version,Free storage (GB)
LT-1,Dell Inc.,Latitude 5440,S1,13th Gen Intel(R) Core(TM) i5-1345U,16,Windows 11,10.0.26100.1,200
LT-2,Dell Inc.,Latitude 5440,S2,13th Gen Intel(R) Core(TM) i5-1345U,16,Windows 11,10.0.26100.1,200
LT-3,Dell Inc.,Latitude 5450,S3,13th Gen Intel(R) Core(TM) i5-1345U,16,Windows 11,10.0.26100.1,200
"""


def verdicts(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], folder: Path, **changes: Any
) -> dict[str, tuple[str, str]]:
    """The verdict and its confidence of every device, by name."""
    ruling = {"result": changes.get("result", "pass"), "need": {"workload": "chat", "tokens_per_s": 10}}
    line = {
        "schema_version": 1, "tool": "msp-aigov collector", "started": "2026-11-21T09:00:00Z", "device": "LT-1",
        "conditions": {"cpu": "13th Gen Intel(R) Core(TM) i5-1345U", "product": "Latitude 5440", "serial": "S1",
                       "ram_bytes": 16855000000, "os": "Microsoft Windows 11 Pro 10.0.26100"},
        "measurements": [{"kind": "synthetic", "model": "phi-4-mini", "provider": "CPUExecutionProvider",
                          "state": changes.get("state", "ok"), "ruling": ruling,
                          "decode": [{"context_tokens": 2048, "step": {"p90_us": 61000}}]}],
    }  # fmt: skip
    (folder / "fleet.csv").write_text(FLEET, "utf-8")
    (folder / "LT-1.json").write_text(json.dumps(line), "utf-8")
    words = (folder / "fleet.csv", folder / "LT-1.json", "--model", "phi-4-mini", "--exit-zero")
    _, endpoints, err = assessed(monkeypatch, capfdbinary, *words)
    assert endpoints is not None, err
    return {
        one["id"]: (one["verdicts"][0]["verdict"], one["verdicts"][0]["confidence"]) for one in endpoints["devices"]
    }


def test_too_slow_on_one_is_too_slow_on_its_class_and_on_no_other(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    told = verdicts(monkeypatch, capfdbinary, tmp_path, result="fail")
    assert [told[name][1] for name in ("lt-1", "lt-2")] == ["measured", "measured"]
    assert "ready" not in (told["lt-1"][0], told["lt-2"][0]) and told["lt-3"][0] == "ready"


def test_fast_enough_is_said_to_be_measured(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    told = verdicts(monkeypatch, capfdbinary, tmp_path)
    assert told["lt-1"] == told["lt-2"] == ("ready", "measured") and told["lt-3"][1] != "measured"


def test_a_noisy_run_changes_no_verdict(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    told = verdicts(monkeypatch, capfdbinary, tmp_path, result="fail", state="noisy")
    assert {verdict for verdict, _ in told.values()} == {"ready"}
