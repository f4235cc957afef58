"""Very many devices: their kinds of verdict are those of the full verdicts, and what is left out decides nothing."""

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msp_aigov.assess.endpoints.demand import demands
from msp_aigov.assess.endpoints.fit import fit
from msp_aigov.assess.endpoints.kinds import disks_needed, kinds_by_disk, reduced
from msp_aigov.assess.endpoints.limits import limits
from msp_aigov.assess.endpoints.minimum import minimum
from msp_aigov.model.ability.fit import Driver
from msp_aigov.model.device import Facts
from msp_aigov.model.seen import Seen, missing
from msp_aigov.model.text import Text

from .fleet import GB, RULES, card, device, read, workload
from .test_properties import FACTS, GPUS, REAL, REAL_LIMITS, WORKLOADS

LIMITS = limits(RULES)
DEMANDS = demands([workload(*models) for models in WORKLOADS], RULES, LIMITS)
REAL_DEMANDS = demands([workload(name) for name in ("phi-4-mini", "qwen2.5-7b", "whisper-small")], REAL, REAL_LIMITS)
DISKS = (Seen(2**50, "read"), Seen(1, "read"), missing())


def in_full(subject):
    """The kinds of the full verdicts, for each that free disk may be."""
    cases = [replace(subject, facts=replace(subject.facts, disk_free_bytes=free)) for free in DISKS]
    told = [[minimum(one, LIMITS), *(fit(one, demand, LIMITS) for demand in DEMANDS)] for one in cases]
    return tuple(zip(*([verdict.verdict for verdict in column] for column in told), strict=True))


@settings(max_examples=150, deadline=None)
@given(FACTS, GPUS, st.sampled_from([None, "Windows 11 Enterprise multi-session", "Windows 11 Home in S mode"]))
def test_the_kinds_alone_are_those_of_the_full_verdicts(values, gpus, edition):
    subject = replace(device(gpus=gpus[0], listed=gpus[1], **values), edition=read(edition))
    assert kinds_by_disk(subject, DEMANDS, LIMITS) == in_full(subject)


def test_disk_is_enough_from_just_what_is_needed():
    subject = device(disk_free_bytes=3 * GB)
    assert disks_needed(DEMANDS, LIMITS)[0] == 3 * GB and minimum(subject, LIMITS).verdict == "ready"
    short = device(disk_free_bytes=3 * GB - 1)
    assert minimum(short, LIMITS).verdict == kinds_by_disk(short, DEMANDS, LIMITS)[0][1] == "not_suitable"


# What `reduced` leaves out, each with another value than the device of the tests has.
LEFT_OUT = {
    "cpu_name": read("Intel(R) Core(TM) i3-8100 CPU @ 3.60GHz"),
    "manufacturer": read("Another Ltd"),
    "model": read("Another Model 9"),
    "serial": read("S-9"),
    "os_build": read("10.0.22631.9999"),
    "disk_free_bytes": missing(),
    "last_seen": missing(),
    "purchase_date": missing(),
    "warranty_end": missing(),
    "site": read("Elsewhere"),
    "user": read("somebody"),
}
TOLD = {
    "arch": read("arm64"),
    "ram_installed_bytes": read(4 * GB),
    "ram_visible_bytes": read(4 * GB),
    "os_family": read("linux"),
    "os_build": read("10.0.19045"),
    "is_vm": read(True),
}


def test_every_fact_is_either_told_or_left_out():
    assert {field.name for field in fields(Facts)} == set(LEFT_OUT) | set(TOLD)


@pytest.mark.parametrize("name", LEFT_OUT)
@settings(max_examples=40, deadline=None)
@given(values=FACTS, gpus=GPUS)
def test_what_is_left_out_decides_nothing(name, values, gpus):
    one = device(gpus=gpus[0], listed=gpus[1], **(values if name != "os_build" else {**values, "os_build": "22631"}))
    one = replace(one, facts=replace(one.facts, cpu_name=read("Intel(R) Core(TM) i5-9500")))
    named = replace(one, id="other", names=("x",), notes=(Text("a note"),), sources=("b.csv",), npu=read("a chip"))
    other = replace(named, facts=replace(one.facts, **{name: LEFT_OUT[name]}))
    assert reduced(one) == reduced(other) and kinds_by_disk(one, DEMANDS, LIMITS) == in_full(other)
    # As shipped too: a rule of a provider may ask for silicon by its name.
    assert kinds_by_disk(one, REAL_DEMANDS, REAL_LIMITS) == kinds_by_disk(other, REAL_DEMANDS, REAL_LIMITS)


@pytest.mark.parametrize("name", TOLD)
def test_what_may_decide_is_told_apart(name):
    one = device()
    other = replace(one, facts=replace(one.facts, **{name: TOLD[name]}))
    assert reduced(one) != reduced(other)
    doubtful = replace(one, facts=replace(one.facts, **{name: replace(TOLD[name], state="contradicted")}))
    assert reduced(other) != reduced(doubtful)


def test_processors_are_told_apart_by_whose_graphics_take_memory():
    names = ("Intel Core i5-9500", "AMD Ryzen 5 5600", "AMD Ryzen AI Max+ PRO 395", None)
    assert len({reduced(device(cpu_name=name)) for name in names}) == 4


def test_adapters_drivers_and_sharing_are_told_apart():
    one = device(gpus=(card(8 * GB),))
    others = [
        device(gpus=(card(4 * GB),)),
        device(gpus=(card(8 * GB, "capped"),)),
        device(gpus=(card(8 * GB, name="NVIDIA RTX A2000"),)),
        device(gpus=(card(8 * GB),), listed=False),
        replace(one, shared=True),
        replace(one, edition=read("Windows 11 multi-session")),
        replace(one, drivers=(Driver("AMD Radeon RX 7600", read("31.0")),)),
    ]
    assert len({reduced(each) for each in (one, *others)}) == 8
