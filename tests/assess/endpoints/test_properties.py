"""What holds for every device: doubt fails nobody, one more fact never undoes a decision, order does not matter."""

import random
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from msp_aigov.assess.endpoints import assess
from msp_aigov.assess.endpoints.demand import demands
from msp_aigov.assess.endpoints.fit import fit
from msp_aigov.assess.endpoints.limits import limits
from msp_aigov.assess.endpoints.minimum import minimum
from msp_aigov.model.ability.fit import Driver
from msp_aigov.model.device import Facts
from msp_aigov.model.seen import Seen, missing
from msp_aigov.rules.load import load_rules

from .fleet import GB, RULES, card, client, device, read, row, workload

LIMITS = limits(RULES)
REAL = load_rules()
REAL_LIMITS = limits(REAL)


def on(subject, *models):
    (demand,) = demands([workload(*models)], RULES, LIMITS)
    return fit(subject, demand, LIMITS)


FACTS = st.fixed_dictionaries(
    {
        "cpu_name": st.sampled_from([None, "AMD Ryzen 5", "Intel(R) Core(TM) i5-9500"]),
        "arch": st.sampled_from([None, "x64", "arm64", "x86"]),
        "ram_installed_bytes": st.sampled_from([None, 4 * GB, 8 * GB, 32 * GB]),
        "ram_visible_bytes": st.sampled_from(
            [None, 3 * GB, int(3.8 * GB), 4 * GB - 2**20, int(7.5 * GB), 16 * GB, 31 * GB]
        ),
        "os_family": st.sampled_from([None, "windows", "windows-server", "macos", "linux", "other"]),
        "os_build": st.sampled_from([None, "6.1.7601", "10.0.19045", "26100"]),
        "disk_free_bytes": st.sampled_from([None, GB, 7 * GB, 100 * GB]),
        "is_vm": st.sampled_from([None, True, False]),
    }
)
GPUS = st.sampled_from(
    [((), False), ((), True), ((card(8 * GB),), True), ((card(GB),), True), ((card(4 * GB, "capped"),), True)]
)
WORKLOADS = (("mid",), ("mid", "ear"), ("huge",), ("vague",), ("novel",))


def verdicts(subject):
    return [minimum(subject, LIMITS), *(on(subject, *models) for models in WORKLOADS)]


@settings(max_examples=150, deadline=None)
@given(FACTS, GPUS, st.sampled_from(["capped", "sentinel", "missing", "contradicted"]))
def test_nothing_doubtful_ever_fails_a_device(values, gpus, state):
    doubtful = {
        name: missing() if value is None else Seen(None if state in ("sentinel", "missing") else value, state, "x")
        for name, value in values.items()
    }
    cards = tuple(replace(gpu, vram_bytes=replace(gpu.vram_bytes, state=state)) for gpu in gpus[0])
    for told in verdicts(replace(device(gpus=cards, listed=False), facts=replace(Facts(), **doubtful))):
        assert told.verdict in ("unknown", "ready")


@settings(max_examples=200, deadline=None)
@given(FACTS, GPUS, st.data())
def test_one_more_fact_never_makes_a_decided_verdict_unknown(values, gpus, data):
    known = device(gpus=gpus[0], listed=gpus[1], **values)
    name = data.draw(st.sampled_from(sorted(values)))
    # Two figures of memory may contradict each other, and then nothing is decided by either.
    assume(not name.startswith("ram_") or None in (values["ram_installed_bytes"], values["ram_visible_bytes"]))
    less = replace(known, facts=replace(known.facts, **{name: missing()}))
    for before, after in zip(verdicts(less), verdicts(known), strict=True):
        assert not (before.verdict != "unknown" and after.verdict == "unknown"), name
    blind = replace(known, gpus=(), gpus_listed=False)
    for before, after in zip(verdicts(blind), verdicts(known), strict=True):
        assert not (before.verdict != "unknown" and after.verdict == "unknown")


@settings(max_examples=150, deadline=None)
@given(FACTS, GPUS)
def test_an_unknown_always_names_what_would_settle_it(values, gpus):
    for told in verdicts(device(gpus=gpus[0], listed=gpus[1], **values)):
        assert (told.verdict == "unknown") == bool(told.fields)
        assert told.reasons


DEMANDS = demands(
    [workload(*models) for models in (("phi-4-mini",), ("whisper-medium", "phi-4-mini"))], REAL, REAL_LIMITS
)
CARDS = st.sampled_from(["NVIDIA GeForce RTX 4090", "NVIDIA GeForce RTX 2060", "NVIDIA GeForce GTX 1050 Ti"])
DRIVERS = st.sampled_from(["32.0.15.6094", "31.0.15.2849", "560.94", "rubbish"])


@settings(max_examples=100, deadline=None)
@given(CARDS, DRIVERS, st.sampled_from([2, 5, 6, 8, 24]), st.sampled_from([4, 8, 12, 16]), st.sampled_from(DEMANDS))
def test_a_driver_more_never_makes_a_decided_verdict_unknown_nor_a_ready_device_unfit(name, driver, vram, ram, demand):
    blind = device(gpus=[card(vram * GB, name=name)], ram_visible_bytes=ram * GB)
    before = fit(blind, demand, REAL_LIMITS)
    after = fit(replace(blind, drivers=(Driver(name, read(driver)),)), demand, REAL_LIMITS)
    assert not (before.verdict != "unknown" and after.verdict == "unknown")
    assert not (before.verdict == "ready" and after.verdict != "ready")


@settings(max_examples=50, deadline=None)
@given(FACTS, GPUS, st.sampled_from(["AI Boost", "none", None]))
def test_a_neural_processor_changes_no_verdict(values, gpus, npu):
    without = device(gpus=gpus[0], listed=gpus[1], **values)
    for before, after in zip(verdicts(without), verdicts(replace(without, npu=read(npu))), strict=True):
        assert (before.verdict, before.fields, before.steps) == (after.verdict, after.fields, after.steps)


def test_rows_and_files_in_any_order_give_the_same_fleet():
    rows = [
        row(2, name="a", serial="S1", ram_visible_bytes=16 * GB, os_family="windows", os_build="26100"),
        row(7, "b.csv", name="A", serial="S1", disk_free_bytes=50 * GB),
        row(3, name="b", serial="S2", ram_visible_bytes=4 * GB),
        row(9, "b.csv", kind="rejected", reason="a total"),
    ]
    whole = assess(client(workload("mid")), rows, RULES)
    for seed in range(5):
        shuffled = random.Random(seed).sample(rows, len(rows))
        assert assess(client(workload("mid")), shuffled, RULES) == whole
