"""A benchmark's JSON as evidence of the device it ran on."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from msp_aigov.model.ability.fit import Measured
from msp_aigov.model.bench.measured import Bench, Measurement, Ruling, Served, Speech
from msp_aigov.record.codec import encode
from tests.collect.inventory.reading import sightings
from tests.measure.samples import CHAT, bench, measurement, timing

RULED = Ruling("pass", CHAT, "decode", 71)
SERVED = Served(5, (), 600, "usage", 0, 900_000, 800_000, 1_200_500, 1_300_000, 40_000, 45_000, 46_000, 40_000,
                Decimal(25), 1)  # fmt: skip


def read(folder: Path, value: Bench | dict[str, Any]) -> tuple[Measured, ...]:
    path = folder / "bench.json"
    path.write_text(encode(value), "utf-8")
    (found,) = sightings(path)
    return found.measured


def test_a_bench_file_is_recognised_with_its_device_and_its_figures(tmp_path: Path) -> None:
    path = tmp_path / "bench.json"
    path.write_text(encode(bench(measurement(ruling=RULED)), 2), "utf-8")
    (found,) = sightings(path)
    assert (found.product, found.names, found.facts.cpu_name.value) == ("bench", ("laptop",), "A processor")
    (one,) = found.measured
    assert (one.model, one.provider, one.result, one.workload) == (
        "qwen2.5-0.5b",
        "CPUExecutionProvider",
        "pass",
        "chat",
    )
    assert (one.live, one.source) == (False, "bench.json:1")


def test_the_slow_end_is_handed_on_and_rounded_to_the_safe_side(tmp_path: Path) -> None:
    (one,) = read(tmp_path, bench(measurement(decode_us=50_000, first_us=1_000_500)))
    assert (one.tokens_per_s, one.first_token_ms) == (Decimal("19.0"), 1051)


def test_a_live_run_hands_on_its_95th_percentiles(tmp_path: Path) -> None:
    made: Measurement = measurement(kind="live", decode=(), prefill=(), served=SERVED, ruling=RULED)
    (one,) = read(tmp_path, bench(made))
    assert (one.tokens_per_s, one.first_token_ms, one.live) == (Decimal("22.2"), 1201, True)


@pytest.mark.parametrize("state", ["noisy", "fallback", "crashed", "failed"])
def test_a_run_that_is_not_clean_hands_on_no_figure(tmp_path: Path, state: str) -> None:
    (one,) = read(tmp_path, bench(measurement(state=state, ruling=RULED)))
    assert (one.result, one.tokens_per_s, one.first_token_ms) == ("inconclusive", None, None)


def test_without_a_workload_the_figures_stand_without_a_verdict(tmp_path: Path) -> None:
    (one,) = read(tmp_path, bench(measurement()))
    assert (one.result, one.workload, one.tokens_per_s) == ("inconclusive", "", Decimal("19.0"))


def test_a_lower_bound_is_no_speed_of_speech(tmp_path: Path) -> None:
    speech = Speech(30, 100, timing(10**6), timing(10**4), Decimal("0.07"), lower_bound=True)
    (bound,) = read(tmp_path, bench(measurement(decode=(), prefill=(), speech=speech)))
    (real,) = read(tmp_path, bench(measurement(decode=(), prefill=(), speech=replace(speech, lower_bound=False))))
    assert (bound.real_time_factor, real.real_time_factor) == (None, Decimal("0.07"))


@pytest.mark.parametrize(
    "broken",
    [
        {"decode": "fast"},
        {"decode": [{"step": {"p90_us": -5}}, {"step": 4}, None]},
        {"served": {"token_gap_p95_us": True, "first_token_p95_us": "soon"}},
        {"served": {"token_gap_p95_us": 10**30}},
    ],
)
def test_what_a_file_should_not_hold_is_no_speed(tmp_path: Path, broken: dict[str, Any]) -> None:
    good = json.loads(encode(bench(measurement(decode=(), prefill=()))))
    good["measurements"] = [{**good["measurements"][0], **broken}, "text", {"model": 5}]
    (one,) = read(tmp_path, good)
    assert one.tokens_per_s is None and one.first_token_ms is None


def test_one_line_of_the_collectors_benchmark_reads_as_a_bench_file(tmp_path: Path) -> None:
    line = {
        "schema_version": 1, "tool": "msp-aigov collector", "started": "2026-11-21T09:00:00Z", "device": "LT-7",
        "conditions": {"os": "Microsoft Windows 11 Pro 10.0.26100", "cpu": "13th Gen Intel(R) Core(TM) i5-1345U",
                       "ram_bytes": 16855000000, "manufacturer": "Dell Inc.", "product": "Latitude 5440",
                       "serial": "ABC1234"},
        "measurements": [{"kind": "live", "model": "phi-4-mini", "provider": "http://127.0.0.1:5273/v1",
                          "state": "ok", "served": {"first_token_p95_us": 2100000, "token_gap_p95_us": 61000},
                          "ruling": {"result": "pass", "need": {"workload": "chat"}}}],
    }  # fmt: skip
    path = tmp_path / "LT-7.json"
    path.write_text(json.dumps(line), "utf-8")
    (found,) = sightings(path)
    assert (found.product, found.names, found.facts.serial.value) == ("bench", ("LT-7",), "ABC1234")
    assert (found.facts.model.value, found.facts.os_family.value) == ("Latitude 5440", "windows")
    assert found.measured[0].tokens_per_s == Decimal("16.3")
