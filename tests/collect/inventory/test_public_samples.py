"""Every inventory found in public, where a copy lies beside the project: read, or refused with a reason."""

from pathlib import Path

import pytest

from msp_aigov.errors import InventoryError

from .reading import sightings

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "inventories"
GB, MB = 2**30, 2**20

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the public samples are not here")


def one(name):
    (found,) = sightings(FOLDER / name)
    return found


def test_every_file_is_read_or_refused_with_a_reason():
    read = set()
    for path in sorted(path for path in FOLDER.rglob("*") if path.is_file() and "measured_tps" not in path.parts):
        try:
            sightings(path)
            read.add(path.parent.name)
        except InventoryError as error:
            assert error.message.startswith(path.name)
            assert error.hint
    assert read == {"glpi_json", "jamf", "ninjaone", "snipeit", "systeminfo_txt"}


def test_a_server_in_ninjaone():
    found = one("ninjaone/devices-detailed-server-vm.json")
    assert (found.facts.ram_visible_bytes.value, found.facts.is_vm.value) == (68913397760, True)
    assert (found.gpus_listed, found.npu.value, found.facts.serial.state) == (False, None, "sentinel")


def test_macs_in_jamf():
    new, old = one("jamf/computer-inventory-detail.json"), one("jamf/docs-intel-hardware.json")
    assert (new.facts.ram_installed_bytes.value, new.facts.arch.value) == (36 * GB, "arm64")
    assert (old.facts.os_family.value, old.facts.arch.value) == ("macos", "x64")


def test_computers_updates_and_a_phone_in_glpi():
    first, third = one("glpi_json/computer_1.json"), one("glpi_json/computer_3.json")
    assert (first.facts.ram_installed_bytes.value, first.facts.ram_visible_bytes.value) == (8 * GB, 7800 * MB)
    assert (first.facts.disk_free_bytes.value, first.gpus_listed) == (11683 * MB, False)
    assert (third.facts.ram_installed_bytes.value, third.facts.ram_visible_bytes.value) == (4 * GB, 7909 * MB)
    second = one("glpi_json/computer_2.json").facts
    assert {second.cpu_name.state, second.os_family.state, second.disk_free_bytes.state} == {"missing"}
    for part in ("cpu", "memory", "volumes"):
        assert one(f"glpi_json/computer_1_partial_{part}.json").kind == "update"
    assert one("glpi_json/phone_1.json").kind == "out_of_scope"


def test_assets_in_snipe_it():
    found = sightings(FOLDER / "snipeit" / "assets-sample-head.csv")
    assert [item.facts.purchase_date.value.year for item in found] == [2023, 2022, 2023]
    assert {item.facts.ram_visible_bytes.state for item in found} == {"missing"}


def test_systeminfo_as_json_is_a_generic_table():
    found = one("systeminfo_txt/windows-10_systeminfo-hyperv.json")
    assert (found.product, found.facts.ram_visible_bytes.value) == ("generic", 32503 * MB)
    assert (found.facts.os_build.value, found.facts.disk_free_bytes.state) == ("10.0.17134", "missing")
    assert one("systeminfo_txt/windows-10_systeminfo.json").facts.is_vm.value


def test_the_intune_header_alone_holds_no_device():
    with pytest.raises(InventoryError, match="holds no device"):
        sightings(FOLDER / "intune_csv_header" / "DevicesWithInventory_header.csv")
