"""The JSON of `endpoints assess`: names, states and shapes exactly as published, for whatever inventory."""

import json

import pytest

from .command import assessed

FACTS = {
    *("manufacturer", "model", "serial", "cpu_name", "arch", "ram_installed_bytes", "ram_visible_bytes", "os_family"),
    *("os_build", "disk_free_bytes", "is_vm", "last_seen", "purchase_date", "warranty_end", "site", "user"),
}
STATES = {"read", "inferred", "capped", "sentinel", "missing", "contradicted"}
VERDICTS = {"ready", "ready_after", "replace", "not_suitable", "unknown"}
DEVICES = [
    {"name": "A", "cpu": "Intel(R) Core(TM) i5-9500", "ram": 16, "gpu": "NVIDIA GeForce RTX 4090", "disk": 90},
    {"name": "B", "cpu": "Intel(R) Core(TM) Ultra 7 258V", "ram": 31.5, "gpu": "Intel(R) Arc(TM) 140V GPU (16GB)"},
    {"name": "C", "ram": 4, "serial": "Default string", "gpu": "Microsoft Remote Display Adapter", "disk": 2},
    {"name": "D"},
    {"name": "D", "ram": 8, "serial": "S4"},
]


@pytest.fixture
def found(monkeypatch, capfdbinary, tmp_path):
    heads = ("device", "cpu", "ram_gb", "serial", "gpu", "disk_free_gb", "os", "os_build", "warranty_end")
    keys = ("name", "cpu", "ram", "serial", "gpu", "disk")
    rows = [",".join(str(one.get(key, "")) for key in keys) for one in DEVICES]
    lines = [",".join(heads), *(f"{row},Windows 11,10.0.26100,2027-01-31" for row in rows)]
    (tmp_path / "all.csv").write_text("\n".join(lines) + "\n")
    models = ("--model", "phi-4-mini", "--workload", "Voice=whisper-medium+phi-4-mini@8192")
    code, endpoints, _ = assessed(monkeypatch, capfdbinary, tmp_path / "all.csv", *models)
    assert code in (0, 3)  # 3: some verdicts are unknown
    return endpoints


def test_every_fact_has_its_name_its_four_keys_and_a_known_state(found):
    for device in found["devices"]:
        assert set(device["facts"]) == FACTS
        figures = [*device["facts"].values(), device["npu"], *(gpu["vram_bytes"] for gpu in device["gpus"])]
        for fact in figures:
            assert set(fact) == {"value", "unit", "state", "source"} and fact["state"] in STATES
            assert (fact["value"] is None) == (fact["state"] in ("missing", "sentinel"))


def test_an_adapter_has_three_keys_and_a_kind(found):
    gpus = {gpu["name"]: gpu for device in found["devices"] for gpu in device["gpus"]}
    assert all(set(gpu) == {"name", "kind", "vram_bytes"} for gpu in gpus.values())
    assert [gpu["kind"] for gpu in gpus.values()] == ["discrete", "integrated", "virtual"]


def test_a_day_is_a_day_and_an_amount_of_bytes_is_whole(found):
    facts = found["devices"][0]["facts"]
    assert facts["warranty_end"]["value"] == "2027-01-31"
    assert facts["ram_visible_bytes"]["unit"] == "bytes" and isinstance(facts["ram_visible_bytes"]["value"], int)


def test_every_verdict_has_its_parts_and_an_unknown_says_what_would_settle_it(found):
    for device in found["devices"]:
        assert [verdict["workload"] for verdict in device["verdicts"]] == ["Voice", "phi-4-mini"]
        for verdict in (device["minimum"], *device["verdicts"]):
            assert verdict["verdict"] in VERDICTS
            assert bool(verdict["fields"]) == (verdict["verdict"] == "unknown")
            assert verdict["verdict"] != "ready_after" or (verdict["action"] and verdict["cost"] is None)
            assert verdict["confidence"] in ("measured", "high", "medium", "low")
            assert verdict["reasons"] and verdict["rules"]
            assert all("://" in rule or "own choice" in rule for rule in verdict["rules"])


def test_the_variant_and_the_provider_expected_are_named(found):
    ready = [verdict for device in found["devices"] for verdict in device["verdicts"] if verdict["verdict"] == "ready"]
    assert ready
    for verdict in ready:
        models = [one["model"] for one in verdict["expected"] if one["device"] != "npu"]
        assert sorted(models) == sorted(verdict["models"])
        assert all(one["provider"].endswith("ExecutionProvider") for one in verdict["expected"])


def test_the_rows_add_up(found):
    rows = found["rows"]
    assert set(rows) == {"in", "devices", "merged", "out_of_scope", "unassigned", "rejected"}
    assert rows["in"] == 5 == sum(value for key, value in rows.items() if key != "in")


COLLECTED = {
    "msp_aigov_probe": 1,
    "taken_at": "2026-11-20T08:00:00Z",
    "name": "CAD-1",
    "manufacturer": "Dell Inc.",
    "model": "Precision 3680",
    "serial": "S9",
    "os": {"name": "Microsoft Windows 11 Pro", "build": "10.0.26100"},
    "cpu": {"name": "Intel(R) Core(TM) Ultra 7 265", "arch": "x64"},
    "memory": {"installed_bytes": 8 * 2**30, "visible_bytes": 8 * 2**30 - 2**28},
    "disk": {"free_bytes": 90 * 2**30, "type": "SSD"},
    "gpus": [{"name": "NVIDIA GeForce RTX 4090", "vram_bytes": 24 * 2**30, "driver": "32.0.15.6094"}],
    "npus": [{"name": "Intel(R) AI Boost", "driver": "32.0.100.3104"}],
    "is_vm": False,
}


@pytest.mark.parametrize(("driver", "provider"), [("32.0.15.6094", "CUDA"), ("31.0.15.2849", "WebGPU"), ("", "WebGPU")])
def test_the_driver_that_a_collector_read_decides_which_provider_is_expected(
    monkeypatch, capfdbinary, tmp_path, driver, provider
):
    gpus = [{**COLLECTED["gpus"][0], "driver": driver}]
    (tmp_path / "cad.json").write_text(json.dumps({**COLLECTED, "gpus": gpus}))
    _, endpoints, _ = assessed(monkeypatch, capfdbinary, tmp_path / "cad.json", "--model", "phi-4-mini")
    (device,) = endpoints["devices"]
    told = {one["of"]: one["version"]["value"] for one in device["drivers"]}
    assert told.get("NVIDIA GeForce RTX 4090", "") == driver and told["Intel(R) AI Boost"] == "32.0.100.3104"
    (verdict,) = device["verdicts"]
    assert (verdict["verdict"], verdict["expected"][0]["provider"]) == ("ready", f"{provider}ExecutionProvider")
