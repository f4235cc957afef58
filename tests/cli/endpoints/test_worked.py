"""Seventy devices worked out by hand against the tables that ship, through the command as it is run."""

import json
from pathlib import Path

import pytest
import yaml

from .command import assessed

GIB = 2**30
CASES = yaml.safe_load(Path(__file__).with_name("worked.yaml").read_text("utf-8"))
USUAL = {
    "os": ["Microsoft Windows 11 Pro", "10.0.26100.2314"],
    "arch": "x64",
    "cpu": "13th Gen Intel(R) Core(TM) i5-1345U",
    "ram": [16, 15.7],
    "free": 200,
    "gpus": [["Intel(R) Iris(R) Xe Graphics", None, 134217728]],
    "npus": [],
    "vm": False,
    "maker": "Dell Inc.",
    "model": "Latitude 5440",
}
WORKLOADS = {
    "mini": "phi-4-mini",
    "small": "qwen2.5-0.5b",
    "seven": "qwen2.5-7b",
    "big": "gpt-oss-20b",
    "phi4": "phi-4",
    "two": "whisper-small+phi-4-mini",
    "pair": "phi-4-mini+qwen2.5-7b",
    "long": "deepseek-r1-14b@131072",
    "toolong": "phi-4@32768",
}


def told(number, device):
    """The device as a collector prints it; what is not known is left out."""
    (system, build), (installed, seen) = device["os"], device["ram"]
    cards = [
        dict(zip(("name", "vram_bytes", "adapter_ram_bytes", "driver"), each, strict=False))
        for each in device["gpus"] or ()
    ]
    gpus = [{**card, "vram_bytes": int(card["vram_bytes"] * GIB) if card.get("vram_bytes") else None} for card in cards]
    return {
        "msp_aigov_probe": 1,
        "name": f"PC-{number:02}",
        "manufacturer": device["maker"],
        "model": device["model"],
        "os": {"name": system, "build": build},
        "cpu": {"name": device["cpu"], "arch": device["arch"]},
        "memory": {
            "installed_bytes": None if installed is None else installed * GIB,
            "visible_bytes": None if seen is None else int(seen * GIB),
        },
        "disk": {"free_bytes": None if device["free"] is None else int(device["free"] * GIB)},
        **({} if device["gpus"] is None else {"gpus": gpus}),
        "npus": [dict(zip(("name", "driver"), each, strict=True)) for each in device["npus"]],
        "is_vm": device["vm"],
    }


_SEEN: dict[str, dict] = {}


@pytest.fixture
def judged(tmp_path, monkeypatch, capfdbinary):
    """One run for all cases."""
    if _SEEN:
        return _SEEN
    for number, case in enumerate(CASES):
        (tmp_path / f"{number}.json").write_text(json.dumps(told(number, {**USUAL, **case["is"]})))
    wanted = [f"--workload={name}={models}" for name, models in WORKLOADS.items()]
    _, endpoints, _ = assessed(monkeypatch, capfdbinary, tmp_path, *wanted)
    _SEEN.update({device["names"][0]: device for device in endpoints["devices"]})
    return _SEEN


def short(verdict):
    """What a case may say after the verdict: the step and its size, the providers, the fields."""
    steps = [
        f"{step['kind']} {step['size_bytes'] // GIB}" if step["size_bytes"] else step["kind"]
        for step in verdict["steps"]
    ]
    providers = [each["provider"].removesuffix("ExecutionProvider") for each in verdict["expected"]]
    states = [f"{each['provider'].removesuffix('ExecutionProvider')}/{each['state']}" for each in verdict["expected"]]
    return {*steps, *(step.split()[0] for step in steps), *providers, *states, *verdict["fields"]}


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case["what"] for case in CASES])
def test_a_device_is_judged_as_it_was_worked_out(judged, number):
    device = judged[f"PC-{number:02}"]
    verdicts = {"minimum": device["minimum"], **{each["workload"]: each for each in device["verdicts"]}}
    for name, said in CASES[number]["says"].items():
        kind, _, more = said.partition(" ")
        assert verdicts[name]["verdict"] == kind, (name, verdicts[name]["reasons"])
        assert not more or more in short(verdicts[name]), (name, short(verdicts[name]), verdicts[name]["reasons"])


def test_the_cases_are_enough_and_say_each_verdict():
    kinds = {said.split()[0] for case in CASES for said in case["says"].values()}
    assert len(CASES) >= 60 and kinds == {"ready", "ready_after", "replace", "not_suitable", "unknown"}
