"""Verdicts: the published minimum, then each workload; what is not known never fails a device and never passes it."""

from dataclasses import fields, replace
from datetime import date

import pytest

from msp_aigov.assess.endpoints import assess
from msp_aigov.assess.endpoints.demand import demands
from msp_aigov.assess.endpoints.fit import fit
from msp_aigov.assess.endpoints.limits import limits
from msp_aigov.assess.endpoints.minimum import minimum
from msp_aigov.assess.endpoints.plan.fleet import procurement
from msp_aigov.errors import ConfigError
from msp_aigov.model.device import Facts, Gpu
from msp_aigov.model.seen import Seen

from .fleet import GB, RULES, card, client, device, row, said, workload

LIMITS = limits(RULES)


def least(**values):
    return minimum(device(**values), LIMITS)


def on(subject, *models, context=None):
    (demand,) = demands([workload(*models, context=context)], RULES, LIMITS)
    return fit(subject, demand, LIMITS)


def capped(value):
    return Seen(value, "capped", "a.csv:2 x")


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ({}, "ready"),
        ({"os_build": "10.0.19045"}, "ready"),
        ({"os_build": "10.0.19045", "arch": "arm64"}, "not_suitable"),
        ({"os_build": "10.0.19045", "arch": None}, "unknown"),
        ({"arch": None}, "ready"),
        ({"arch": "x86"}, "not_suitable"),
        ({"os_build": "6.1.7601"}, "not_suitable"),
        ({"os_build": capped("10.0.22000")}, "ready"),
        ({"os_build": capped("10.0.10240")}, "ready"),  # whichever Windows 10 it is: on x64 all of them will do
        ({"os_build": capped("10.0.10240"), "arch": "arm64"}, "unknown"),
        ({"os_build": "10.0.0"}, "unknown"),
        ({"os_build": None}, "unknown"),
        ({"os_family": None}, "unknown"),
        ({"os_family": "windows-server", "os_build": "20348"}, "not_suitable"),
        ({"os_family": "windows-server", "os_build": "26100"}, "ready"),
        ({"os_family": "macos", "arch": "arm64", "os_build": None}, "ready"),
        ({"os_family": "macos"}, "not_suitable"),
        ({"os_family": "macos", "arch": None}, "unknown"),
        ({"os_family": "linux"}, "ready"),
        ({"os_family": "linux", "arch": None}, "unknown"),
        ({"ram_visible_bytes": 8 * GB - 2**29}, "ready"),
        ({"ram_visible_bytes": int(6.9 * GB)}, "unknown"),
        ({"ram_visible_bytes": int(3.9 * GB)}, "not_suitable"),
        ({"ram_visible_bytes": int(3.9 * GB), "cpu_name": "AMD Ryzen 5 5600U"}, "unknown"),
        ({"ram_visible_bytes": int(3.9 * GB), "cpu_name": None}, "unknown"),
        ({"ram_visible_bytes": int(3.9 * GB), "is_vm": None}, "unknown"),
        ({"ram_visible_bytes": 4 * GB, "cpu_name": "AMD Ryzen 5 5600U"}, "not_suitable"),
        ({"ram_visible_bytes": int(3.8 * GB), "is_vm": True}, "unknown"),
        ({"ram_visible_bytes": 2047 * 2**20, "is_vm": True}, "not_suitable"),
        ({"ram_visible_bytes": None}, "unknown"),
        ({"ram_visible_bytes": None, "ram_installed_bytes": 4 * GB}, "not_suitable"),
        ({"ram_visible_bytes": None, "ram_installed_bytes": 8000 * 2**20}, "ready"),
        ({"ram_visible_bytes": capped(4 * GB)}, "unknown"),
        ({"ram_visible_bytes": 7909 * 2**20, "ram_installed_bytes": 4 * GB}, "ready"),
        ({"disk_free_bytes": 2 * GB}, "not_suitable"),
        ({"disk_free_bytes": None}, "unknown"),
        ({"disk_free_bytes": None, "arch": "x86"}, "not_suitable"),
    ],
)
def test_the_published_minimum(values, verdict):
    assert least(**values).verdict == verdict


def test_an_unknown_names_what_would_settle_it():
    assert least(disk_free_bytes=None, ram_visible_bytes=None).fields == ("ram_installed_bytes", "disk_free_bytes")
    assert least(disk_free_bytes=None, arch="x86").fields == ()


def test_the_minimum_says_that_it_was_withdrawn():
    assert said(least().reasons[-1]) == "minimum last published 2026-01-06, since withdrawn"


def test_a_virtual_machine_is_a_note_and_no_failure():
    told = least(is_vm=True, ram_visible_bytes=16 * GB)
    assert (told.verdict, "virtual machine" in said(told.reasons[-1])) == ("ready", True)


def test_the_need_stands_in_the_reason_and_its_sum_once_for_the_workload():
    told = on(device(), "mid")
    assert told.verdict == "ready"
    assert said(told.reasons[2]) == "15.8 GB of memory, 13.0 GB needed on the processor"
    (need,) = procurement(demands([workload("mid")], RULES, LIMITS), LIMITS)
    assert said(need.sums[0]) == (
        "on the processor 13.0 GB: mid: 8.0 GB loaded (file 5.0 GB) and 1.0 GB for 4096 tokens; 4.0 GB for the system"
    )


def test_all_models_of_a_workload_stay_in_memory_together():
    assert on(device(ram_visible_bytes=int(13.5 * GB)), "mid").verdict == "ready"
    assert on(device(ram_visible_bytes=int(13.5 * GB)), "mid", "ear").verdict == "ready_after"


def test_the_context_decides():
    assert on(device(), "mid", context=4096).verdict == "ready"
    told = on(device(), "mid", context=32768)
    assert (told.verdict, said(told.action)) == (
        "ready_after",
        "extend the memory to 24.0 GB, if this model of device allows it",
    )
    assert on(device(), "mid", context=65536).verdict == "not_suitable"


def test_a_graphics_card_that_is_large_enough_makes_a_small_machine_ready():
    small = {"ram_visible_bytes": 8 * GB}
    assert on(device(**small), "mid").verdict == "ready_after"
    assert on(device(gpus=[card(8 * GB)], **small), "mid").verdict == "ready"
    assert on(device(gpus=[card(2 * GB)], **small), "mid").verdict == "ready_after"
    assert on(device(gpus=[card(4 * GB)], **small), "mid", "ear").verdict == "ready_after"
    assert on(device(gpus=[card(8 * GB, name="NVIDIA GeForce RTX 4060")], **small), "mid", "ear").verdict == "ready"


def test_models_may_be_divided_between_card_and_processor_and_each_part_is_summed():
    told = on(device(gpus=[card(8 * GB)], ram_visible_bytes=8 * GB), "mid", "ear")
    assert (told.verdict, told.confidence) == ("ready", "medium")
    assert [(one.model, one.device, one.provider) for one in told.expected if one.device != "npu"] == [
        ("mid", "gpu", "WebGPUExecutionProvider"),
        ("ear", "cpu", "CPUExecutionProvider"),
    ]
    assert said(told.reasons[2]) == (
        "mid on AMD Radeon RX 7600 (5.9 GB of its memory), the others on the processor: "
        "8.0 GB of memory, 4.9 GB needed on the processor"
    )
    # Two that do not fit together anywhere are not made to fit by counting memory twice.
    assert on(device(gpus=[card(6 * GB)], ram_visible_bytes=8 * GB), "mid", "huge").verdict == "not_suitable"


@pytest.mark.parametrize(
    ("gpus", "listed", "fields"),
    [
        ([], False, ("gpus",)),
        ([card(4 * GB, "capped")], True, ("gpus.vram_bytes",)),
        ([Gpu("AMD Radeon RX 7600", "discrete")], True, ("gpus.vram_bytes",)),
        ([Gpu("Microsoft Basic Display Adapter", None)], True, ("gpus",)),
    ],
)
def test_a_graphics_card_that_is_not_known_leaves_it_open(gpus, listed, fields):
    told = on(device(gpus=gpus, listed=listed, ram_visible_bytes=8 * GB), "mid")
    assert (told.verdict, told.fields) == ("unknown", fields)


def test_a_neural_processor_is_told_and_decides_nothing():
    with_npu, without = (
        device(ram_visible_bytes=8 * GB, npu="AI Boost", os_build="26100"),
        device(ram_visible_bytes=8 * GB),
    )
    assert on(with_npu, "mid").verdict == on(without, "mid").verdict
    assert said(on(with_npu, "mid").reasons[-1]) == "a neural processor (AI Boost): capable, provider unverified"


@pytest.mark.parametrize(
    ("values", "models", "verdict", "action"),
    [
        ({"os_family": "macos"}, ["mid"], "replace", "replace the device"),
        ({"arch": "x86"}, ["mid"], "replace", "replace the device"),
        ({"ram_visible_bytes": 4 * GB}, ["mid"], "replace", "replace the device"),
        ({"disk_free_bytes": 7 * GB}, ["mid"], "ready_after", "free 1.0 GB of disk"),
        ({"os_build": "6.1.7601"}, ["mid"], "ready_after", "update to Windows 11"),
        ({"os_build": "6.1.7601", "disk_free_bytes": 7 * GB}, ["mid"], "ready_after", None),
        (
            {"is_vm": True, "ram_visible_bytes": 8 * GB},
            ["mid"],
            "ready_after",
            "give the virtual machine 16.0 GB of memory",
        ),
        ({}, ["huge"], "not_suitable", None),
    ],
)
def test_what_would_make_it_ready(values, models, verdict, action):
    told = on(device(**values), *models)
    assert told.verdict == verdict
    if action:
        assert said(told.action) == action


def test_a_mac_is_not_extended():
    told = on(device(os_family="macos", arch="arm64", ram_visible_bytes=None, ram_installed_bytes=8 * GB), "mid")
    assert (told.verdict, said(told.action)) == (
        "replace",
        "replace the device: the memory of a Mac cannot be extended",
    )


def test_a_model_that_no_rule_describes_is_unknown_and_named():
    told = on(device(), "mid", "novel")
    assert (told.verdict, told.fields) == ("unknown", ("local_models.novel",))


def test_a_model_whose_context_cost_is_not_known_may_fail_and_never_passes():
    assert on(device(), "vague").fields == ("local_models.vague.kv_bytes_per_token",)
    big = on(device(ram_visible_bytes=8 * GB), "vague", "mid")
    assert big.verdict == "ready_after"


def test_a_missing_rule_is_a_mistake_that_is_named():
    lacking = replace(RULES, device_rules=RULES.device_rules[1:])
    with pytest.raises(ConfigError, match=r"device_rules\.csv lacks ram_min_bytes"):
        assess(client(), [row(name="a")], lacking)


def test_the_fleet_is_counted_for_each_workload():
    good = {field.name: getattr(device().facts, field.name).value for field in fields(Facts)}
    rows = [row(2, name="a", **good), row(3, name="b", **{**good, "arch": "x86"}), row(4, name="c")]
    fleet = assess(client(workload("mid"), workload(name="Cloud only")), rows, RULES)
    (count,) = fleet.fits
    assert (count.workload, count.models, count.ready, count.replace, count.unknown) == ("Notes", ("mid",), 1, 1, 1)
    assert [one.device.id for one in fleet.devices] == ["a", "b", "c"]
    assert fleet.devices[0].scopes == ("file:a.csv",)


def test_rows_of_other_organisations_stay_out_of_a_shared_file():
    rows = [row(2, name="a", organisation="Birch Ltd"), row(3, name="b", organisation="Other"), row(4, name="c")]
    fleet = assess(client(), rows, RULES)
    assert [one.device.id for one in fleet.devices] == ["a"]
    assert (fleet.rows.into, fleet.rows.devices, fleet.rows.unassigned) == (3, 1, 2)
    foreign = assess(client(), [row(2, name="b", organisation="One"), row(3, name="c", organisation="Two")], RULES)
    assert (foreign.devices, foreign.rows.unassigned) == ((), 2)
    assert said(foreign.notes[0]) == "a.csv holds 2 organisations and none is called Birch Ltd"


def test_a_file_of_one_organisation_is_the_clients_whatever_it_is_called():
    assert len(assess(client(), [row(2, name="a", organisation="7")], RULES).devices) == 1


def test_days_are_not_needed_for_a_verdict():
    assert least(last_seen=date(2001, 1, 1)).verdict == "ready"
