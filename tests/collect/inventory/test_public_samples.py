"""Every inventory found in public, where a copy lies beside the project: read, or refused with a reason."""

import json
from pathlib import Path

import pytest

from msp_aigov.collect.inventory import hardware
from msp_aigov.errors import InventoryError
from msp_aigov.model.device import Gpu

from .reading import NAMES, sightings

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "inventories"
GB, MB = 2**30, 2**20

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the public samples are not here")


def one(name):
    (found,) = sightings(FOLDER / name)
    return found


def test_every_file_is_read_or_refused_with_a_reason():
    refused = set()
    for path in sorted(path for path in FOLDER.rglob("*") if path.is_file() and "measured_tps" not in path.parts):
        try:
            sightings(path)
        except InventoryError as error:
            assert error.message.startswith(path.name)
            assert error.hint
            refused.add(path.name)
    assert refused == {"index.md", "DevicesWithInventory_header.csv", "rocm-vram.txt", "vulkan-malformed.txt"}


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


def cards(found):
    return [(gpu.name, gpu.kind, gpu.vram_bytes.value, gpu.vram_bytes.state) for gpu in found.gpus]


def test_desktops_in_dxdiag():
    new, old = one("dxdiag_excerpt/rtx4090-uhd770.txt"), one("dxdiag_excerpt/ryzen-5700u.txt")
    assert (new.facts.ram_installed_bytes.value, new.facts.ram_visible_bytes.value) == (65536 * MB, 65254 * MB)
    assert cards(new) == [
        ("NVIDIA GeForce RTX 4090", "discrete", 24142 * MB, "read"),
        ("Intel(R) UHD Graphics 770", "integrated", None, "missing"),
    ]
    assert (old.npu.value, old.npu.state, old.facts.os_build.value) == ("none", "read", "26100")
    assert old.facts.disk_free_bytes.value == int(633 * GB / 10)


def test_desktops_in_msinfo32():
    comma, old = one("msinfo32_excerpt/za-desktop-decimal-comma.txt"), one("msinfo32_excerpt/win7-32bit.txt")
    assert (comma.facts.ram_installed_bytes.value, comma.facts.os_build.value) == (48 * GB, "10.0.18362.752")
    assert (old.facts.arch.value, old.facts.ram_installed_bytes.value) == ("x86", 4 * GB)


def test_laptops_in_foundry_report():
    new, capped = one("foundry_report/issue-1121.md"), one("foundry_report/issue-929.md")
    assert cards(new)[0] == ("Intel(R) Arc(TM) 140T GPU (16GB)", "integrated", None, "missing")
    assert cards(new)[1][3] == "read"
    assert cards(capped) == [("NVIDIA GeForce RTX 3080 Laptop GPU", "discrete", 8 * GB, "capped")]


def test_systeminfo_reads_as_its_json_does():
    for path in (FOLDER / "systeminfo_txt").glob("*.out"):
        text, made = sightings(path)[0], sightings(path.with_suffix(".json"))[0]
        assert text.names == made.names
        assert text.facts.ram_visible_bytes.value == made.facts.ram_visible_bytes.value
        assert text.facts.os_build.value == made.facts.os_build.value


def test_virtual_machines_in_dmidecode_and_lspci():
    for path in (FOLDER / "dmidecode_txt").iterdir():
        (found,) = sightings(path)
        assert (found.facts.is_vm.value, found.facts.ram_installed_bytes.value in (2 * GB, 4 * GB)) == (True, True)
    for path in (FOLDER / "lspci_txt").iterdir():
        assert [gpu.kind for gpu in sightings(path)[0].gpus] == ["virtual"]


def test_agents_in_xml():
    old, same = one("glpi_xml/2.xml"), one("glpi_xml/12.xml")
    assert old.facts.serial.value == same.facts.serial.value
    assert (old.facts.os_build.value, old.facts.disk_free_bytes.value) == ("6.3.9600", 71954 * MB)
    assert (old.facts.ram_installed_bytes.value, old.facts.ram_visible_bytes.value) == (4 * GB, 3887 * MB)
    mac, tall = one("glpi_xml/3.xml"), one("glpi_xml/4.xml")
    assert (mac.facts.ram_installed_bytes.value, cards(mac)[0][2]) == (4000 * MB, 128 * MB)
    assert (tall.facts.os_build.value, tall.facts.ram_installed_bytes.value) == ("10.13.5", 8 * GB)
    assert one("glpi_xml/13.xml").kind == "out_of_scope"


def test_adapters_of_wmi():
    assert cards(one("wmi_video_json/hybrid-4080-laptop.json"))[0][2:] == (12 * GB, "inferred")
    assert cards(one("wmi_video_json/single-object-uhd630.json"))[0][1] == "integrated"
    assert cards(one("wmi_video_json/virtual-first-rx9070.json"))[2][2:] == (17095983104, "read")


def test_windows_11_readiness():
    found = one("hardwarereadiness/vsa-log-example.json").facts
    assert (found.ram_installed_bytes.value, found.disk_free_bytes.state) == (4 * GB, "missing")


CASES = FOLDER.parent / "hardware" / "gpu_name_cases.json"


@pytest.mark.skipif(not CASES.is_file(), reason="the public names are not here")
def test_every_adapter_name_reads_as_it_should():
    for case in json.loads(CASES.read_text())["cases"]:
        name, sizes = case["name"], case.get("vram_gib")
        assert hardware.gpu_kind(name) == {"bmc": "virtual"}.get(case["kind"], case["kind"]), name
        wanted = [] if sizes is None else sizes if isinstance(sizes, list) else [sizes]
        assert [size // GB for size in NAMES.memory(Gpu(name, hardware.gpu_kind(name)))[0]] == wanted, name
