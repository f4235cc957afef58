"""Each product's export, read from a small sample of its true shape."""

from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from msp_aigov.collect.inventory.mapping import catalogue
from msp_aigov.model.device import Facts, Sighting

from .reading import SAMPLES, sightings

MB, GB = 2**20, 2**30


def facts(sighting: Sighting) -> dict[str, Any]:
    every = {field.name: getattr(sighting.facts, field.name) for field in fields(Facts)}
    return {name: seen.value for name, seen in every.items() if seen.value is not None}


def states(sighting: Sighting, *names: str) -> list[str]:
    return [getattr(sighting.facts, name).state for name in names]


def test_every_mapping_has_a_sample():
    named = {path.stem for path in SAMPLES.iterdir()}
    assert set(catalogue()) <= named


def test_the_generic_mapping_is_asked_last():
    assert list(catalogue())[-1] == "generic"


def test_ninjaone_has_bytes_and_seconds_and_no_adapter():
    laptop, server, switch = sightings(SAMPLES / "ninjaone.json")
    assert facts(laptop) == {
        "manufacturer": "LENOVO",
        "model": "21CB0001",
        "serial": "PF00BIR1",
        "cpu_name": "12th Gen Intel(R) Core(TM) i7-1255U",
        "arch": "x64",
        "ram_visible_bytes": 34058141696,
        "os_family": "windows",
        "os_build": "26100",
        "disk_free_bytes": 204010946560,
        "is_vm": False,
        "last_seen": date(2026, 11, 2),
        "user": "BIRCH\\anna",
    }
    assert (laptop.gpus, laptop.gpus_listed, laptop.organisation) == ((), False, "7")
    assert laptop.facts.ram_visible_bytes.source == "ninjaone.json:1 memory.capacity=34058141696 (B)"
    assert (server.facts.os_family.value, server.facts.is_vm.value) == ("windows-server", True)
    assert states(server, "serial", "ram_visible_bytes", "disk_free_bytes") == ["sentinel", "sentinel", "missing"]
    assert (switch.kind, switch.reason) == ("out_of_scope", "not a computer: nodeClass=NMS_SWITCH")


def test_intune_csv_has_no_memory_and_marks_phones():
    laptop, phone, blank = sightings(SAMPLES / "intune.csv")
    assert laptop.entra_id == "aaaa0000-0000-4000-8000-000000000001"
    assert (laptop.facts.os_build.value, laptop.facts.disk_free_bytes.value) == ("10.0.26100.4061", int(120.5 * GB))
    assert states(laptop, "ram_installed_bytes", "ram_visible_bytes", "cpu_name") == ["missing"] * 3
    assert phone.kind == "out_of_scope"
    assert states(blank, "serial", "manufacturer", "model", "disk_free_bytes", "last_seen") == ["sentinel"] * 5
    assert (blank.kind, blank.entra_id) == ("device", None)


def test_graph_says_zero_bytes_where_it_was_not_asked():
    laptop, phone = sightings(SAMPLES / "intune-graph.json")
    assert laptop.facts.ram_visible_bytes.state == "sentinel"
    assert laptop.macs == ("0200005e1002",)
    assert phone.kind == "out_of_scope"


def test_datto_names_adapters_without_memory():
    (desktop,) = sightings(SAMPLES / "datto.json")
    assert [(gpu.name, gpu.kind, gpu.vram_bytes.value) for gpu in desktop.gpus] == [
        ("Microsoft Remote Display Adapter", "virtual", None),
        ("NVIDIA T400 4GB", "discrete", 4 * GB),
    ]
    assert (desktop.facts.last_seen.value, desktop.facts.warranty_end.value) == (date(2026, 11, 2), date(2027, 6, 30))
    assert desktop.facts.os_build.value == "10.0.19045"


def test_jamf_tells_apple_silicon_and_minus_one():
    air, old, new = sightings(SAMPLES / "jamf.json")
    assert [(one.facts.arch.value, one.facts.arch.state) for one in (air, old, new)] == [
        ("arm64", "read"),
        ("x64", "read"),
        ("arm64", "inferred"),
    ]
    assert air.facts.ram_installed_bytes.value == 16 * GB
    assert new.facts.ram_installed_bytes.state == "sentinel"
    assert {one.facts.os_family.value for one in (air, old, new)} == {"macos"}


def test_snipe_it_serves_the_purchase_date():
    laptop, screen = sightings(SAMPLES / "snipe-it.csv")
    assert laptop.facts.purchase_date.value == date(2021, 3, 15)
    assert laptop.facts.site.value == "Main St, 2nd floor"
    assert laptop.facts.ram_visible_bytes.state == "missing"
    assert screen.kind == "out_of_scope"


@pytest.mark.parametrize("name", ["atera.json", "atera.csv"])
def test_atera_reads_the_same_from_json_and_csv(name):
    (laptop,) = sightings(SAMPLES / name)
    assert laptop.facts.ram_visible_bytes.value == 16227 * MB
    assert laptop.facts.os_build.value == "10.0.22631"
    assert [gpu.kind for gpu in laptop.gpus] == ["integrated"]
    assert laptop.organisation == "Yew Law"


def test_glpi_adds_up_modules_and_takes_the_root_volume():
    (laptop,) = sightings(SAMPLES / "glpi.json")
    assert laptop.facts.ram_installed_bytes.value == 16 * GB
    assert laptop.facts.disk_free_bytes.value == 40000 * MB
    assert laptop.facts.arch.value == "x64"
    assert [(gpu.kind, gpu.vram_bytes.value) for gpu in laptop.gpus] == [("discrete", 6 * GB), ("integrated", None)]


def test_a_partial_glpi_file_is_an_update_and_a_phone_out_of_scope():
    (update,) = sightings(SAMPLES / "glpi-partial.json")
    (phone,) = sightings(SAMPLES / "glpi-phone.json")
    assert (update.kind, phone.kind) == ("update", "out_of_scope")
    assert update.names == ("cedar-01", "cedar-01-2025-02-03-04-05-06")


def test_the_generic_table_reads_german_headers_units_and_decimal_commas():
    first, second, nameless, total = sightings(SAMPLES / "generic.csv")
    assert first.row == 5
    assert first.facts.ram_visible_bytes.value == 16227 * MB
    assert first.facts.ram_visible_bytes.source == "generic.csv:5 Arbeitsspeicher (MB)=16.227,0 (MB)"
    assert first.facts.disk_free_bytes.value == 48 * GB
    assert first.facts.purchase_date.value == date(2022, 3, 15)
    assert [(gpu.kind, gpu.vram_bytes.state) for gpu in second.gpus] == [("discrete", "capped")]
    assert states(second, "serial", "ram_visible_bytes", "disk_free_bytes") == ["sentinel", "missing", "missing"]
    assert (nameless.kind, nameless.reason) == ("rejected", "no device name, serial number or id in this row")
    assert (total.kind, total.reason) == ("rejected", "a total, not a device: Gesamt: 2")


def test_the_generic_table_reads_french_headers():
    (laptop,) = sightings(SAMPLES / "generic-fr.csv")
    assert laptop.facts.ram_visible_bytes.value == int(15.8 * 10) * GB // 10
    assert (laptop.facts.arch.value, laptop.gpus[0].kind) == ("arm64", "integrated")
    assert (laptop.facts.os_build.value, laptop.facts.os_build.state) == ("10.0.22000", "capped")
    assert laptop.npu.state == "inferred"
