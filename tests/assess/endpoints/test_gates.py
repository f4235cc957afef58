"""Execution providers: what pages ask, how drivers compare, and what a run or a report on the device settles."""

from dataclasses import replace
from decimal import Decimal

import pytest

from msp_aigov.assess.endpoints.demand import demands
from msp_aigov.assess.endpoints.expect.gates import gate, version
from msp_aigov.assess.endpoints.fit import fit
from msp_aigov.assess.endpoints.limits import limits
from msp_aigov.model.ability.fit import Driver, Measured
from msp_aigov.model.workload import ModelEvidence, Stage, Workload
from msp_aigov.rules.load import load_rules

from .fleet import GB, card, device, read, said, workload

RULES = load_rules()
LIMITS = limits(RULES)
CUDA, QNN, VINO, VITIS = (f"{name}ExecutionProvider" for name in ("CUDA", "QNN", "OpenVINO", "VitisAI"))
RTX = "NVIDIA GeForce RTX 4090"
ULTRA, BOOST = "Intel(R) Core(TM) Ultra 7 258V", "Intel(R) AI Boost"
HEXAGON = "Qualcomm(R) Hexagon(TM) NPU"


def on(subject, *models):
    (demand,) = demands([workload(*models)], RULES, LIMITS)
    return fit(subject, demand, LIMITS)


def driven(name, told, **values):
    return replace(device(**values), drivers=(Driver(name, read(told)),))


@pytest.mark.parametrize(
    ("name", "driver", "state"),
    [
        (RTX, "32.0.15.6094", "ok"),
        (RTX, "32.0.15.5585", "ok"),
        (RTX, "32.0.15.5584", "fail"),
        (RTX, "555.85", "ok"),
        (RTX, "555.58.02", "fail"),
        (RTX, "N/A", "unknown"),
        ("NVIDIA RTX A2000 8GB Laptop GPU", "560.94", "ok"),
        ("NVIDIA GeForce RTX 2060", "560.94", "unknown"),  # one page says RTX 20 series, another RTX 30
        ("NVIDIA GeForce GTX 1650", "560.94", "unknown"),  # the program itself asks for less than the pages
        ("NVIDIA GeForce GT 710", "560.94", "fail"),
        ("AMD Radeon RX 7600", "32.0.21025.1024", "fail"),
    ],
)
def test_cuda_wants_a_series_and_a_driver(name, driver, state):
    assert gate(driven(name, driver), CUDA, "gpu", name, LIMITS).state == state


def test_a_driver_is_found_however_the_maker_is_written():
    one = driven("GeForce RTX 4090", "560.94")
    assert gate(one, CUDA, "gpu", "NVIDIA GeForce RTX 4090", LIMITS).state == "ok"
    assert gate(device(), CUDA, "gpu", RTX, LIMITS).fields == ("drivers",)


@pytest.mark.parametrize(
    ("provider", "npu", "cpu", "values", "driver", "state"),
    [
        (VINO, BOOST, ULTRA, {"ram_visible_bytes": int(31.5 * GB)}, None, "ok"),
        (VINO, BOOST, ULTRA, {"ram_visible_bytes": int(15.5 * GB)}, None, "unknown"),  # 16 GB, another page says 32
        (VINO, BOOST, ULTRA, {"ram_visible_bytes": int(7.6 * GB)}, None, "fail"),
        (VINO, BOOST, ULTRA, {"ram_visible_bytes": 32 * GB, "os_build": "22631"}, None, "fail"),
        (QNN, HEXAGON, "Snapdragon(R) X Elite - X1E80100", {}, "30.0.140.0", "ok"),
        (QNN, HEXAGON, "Snapdragon(R) X Elite - X1E80100", {}, "30.0.31.250", "fail"),
        (QNN, HEXAGON, "Snapdragon(R) X - X126100", {}, "30.0.143.0", "unknown"),  # only one page takes it in
        (VITIS, "AMD IPU Device", "AMD Ryzen AI 9 HX 370", {}, "32.0.203.280", "ok"),
        (VITIS, "AMD IPU Device", "AMD Ryzen AI 9 HX 370", {}, "32.0.203.329", "unknown"),  # newer than any it names
        (VITIS, "AMD IPU Device", "AMD Ryzen AI 9 HX 370", {}, "32.0.201.0", "fail"),
        (VITIS, "AMD IPU Device", "AMD Ryzen AI 9 HX 370", {"os_family": "linux"}, "32.0.203.280", "fail"),
    ],
)
def test_neural_processors_want_a_build_memory_and_a_driver(provider, npu, cpu, values, driver, state):
    subject = device(**{"os_build": "10.0.26100.2033", "cpu_name": cpu, "npu": npu, **values})
    subject = replace(subject, drivers=(Driver(npu, read(driver)),)) if driver else subject
    assert gate(subject, provider, "npu", npu, LIMITS, cpu).state == state


def test_versions_are_numbers_and_not_words():
    assert version("30.0.140.0") > version("30.0.31.250")
    assert version("32.0.15.6094", nvidia=True) == version("560.94", nvidia=True) == (560, 94)
    assert version("rubbish") is None and version("3") is None and version("1.²") is None


def test_a_neural_processor_is_proven_by_the_device_itself_and_by_nothing_else():
    seen = device(cpu_name=ULTRA, npu=BOOST, os_build="26100", ram_visible_bytes=32 * GB)
    (npu,) = [one for one in on(seen, "phi-4-mini").expected if one.device == "npu"]
    assert (npu.state, npu.provider) == ("unverified", VINO)
    told = replace(seen, providers=read((VINO, "CPUExecutionProvider"), "foundry report"))
    (npu,) = [one for one in on(told, "phi-4-mini").expected if one.device == "npu"]
    assert npu.state == "proven"
    assert on(told, "phi-4-mini").verdict == on(seen, "phi-4-mini").verdict


def test_a_provider_of_another_maker_is_not_spoken_of():
    seen = device(cpu_name=ULTRA, npu=BOOST, os_build="26100", ram_visible_bytes=32 * GB)
    assert {one.provider for one in on(seen, "phi-4-mini").expected if one.device == "npu"} == {VINO}


def measured(result, live=True, **values):
    return Measured("phi-4-mini", "CPUExecutionProvider", result, Decimal(12), live=live, source="b.json:1", **values)


def test_a_measurement_decides_and_an_estimate_never_does():
    fast, slow = (replace(device(), measured=(measured(result),)) for result in ("pass", "fail"))
    assert (on(fast, "phi-4-mini").verdict, on(fast, "phi-4-mini").confidence) == ("ready", "measured")
    assert (on(slow, "phi-4-mini").verdict, on(slow, "phi-4-mini").confidence) == ("not_suitable", "measured")
    between = replace(device(), measured=(measured("marginal"), measured("inconclusive")))
    assert on(between, "phi-4-mini").verdict == "ready"
    crawling = device(gpus=[card(8 * GB, name="NVIDIA T400")], ram_visible_bytes=8 * GB)
    told = on(crawling, "phi-4-mini")
    assert (told.verdict, told.expected[0].speed.kind, told.expected[0].speed.high < 20) == ("ready", "estimate", True)


def test_a_live_run_settles_what_an_inventory_left_open_and_arithmetic_does_not():
    blind = device(disk_free_bytes=None)
    assert on(replace(blind, measured=(measured("pass"),)), "phi-4-mini").verdict == "ready"
    assert on(replace(blind, measured=(measured("pass", live=False),)), "phi-4-mini").verdict == "unknown"
    lent = measured("pass", like="Latitude 5440", like_on="pc-2")
    assert on(replace(blind, measured=(lent,)), "phi-4-mini").verdict == "unknown"


def test_a_turn_is_the_chain_of_its_models_and_unknown_if_one_link_is():
    rtx = driven(RTX, "560.94", gpus=[card(24 * GB, name=RTX)], ram_visible_bytes=8 * GB)
    heard = Stage("hear", "speech-to-text", local_models=("whisper-small",))
    said_by = Stage("say", "chat", local_models=("phi-4-mini",))
    known = replace(heard, evidence=(ModelEvidence("whisper-small", p95_ms=800),))
    (chain, broken) = demands(
        [Workload("V", stages=(known, said_by)), Workload("W", stages=(heard, said_by))], RULES, LIMITS
    )
    low, high = fit(rtx, chain, LIMITS).turn_ms
    assert 800 < low < high
    assert fit(rtx, broken, LIMITS).turn_ms is None


def test_a_turn_takes_in_the_voice_that_foundry_local_lacks_and_no_stage_that_nobody_waits_for():
    think = Stage("think", "chat", local_models=("phi-4-mini",), evidence=(ModelEvidence("phi-4-mini", p95_ms=900),))
    speak = Stage("speak", "text-to-speech", runtimes=("os-voice",))
    timed = replace(speak, evidence=(ModelEvidence("os-voice", p95_ms=250),))
    beside = (Stage("watch", "monitoring"), Stage("mail", "chat", cloud_models=("gpt-4.1-mini",), interactive=False))
    chains = demands(
        [Workload("V", stages=(think, timed, *beside)), Workload("W", stages=(think, speak))], RULES, LIMITS
    )
    assert [fit(device(), chain, LIMITS).turn_ms for chain in chains] == [(1150, 1150), None]


def test_a_driver_that_is_too_old_is_mended_by_updating_it():
    told = gate(driven(RTX, "31.0.15.2849"), CUDA, "gpu", RTX, LIMITS)
    assert (told.state, told.remedy) == ("fail", "ready_after")
    assert said(told.step.action) == f"update the driver of {RTX} to 32.0.15.5585 or later"
    # What no driver would change is not offered one.
    assert (
        gate(driven("NVIDIA GeForce GT 710", "31.0.15.2849"), CUDA, "gpu", "NVIDIA GeForce GT 710", LIMITS).step is None
    )
