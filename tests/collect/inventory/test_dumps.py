"""What tools print: each read from a small sample of its shape, and told apart by content alone."""

import json

import pytest

from msp_aigov.collect.inventory import readers
from msp_aigov.collect.inventory.mapping import catalogue

from .reading import SAMPLES, sightings, table

MB, GB = 2**20, 2**30
# The product, then name, installed and visible memory, free disk, build, and each adapter's kind and memory.
EXPECTED = {
    "dxdiag.txt": ("BIRCH-11", 16384 * MB, 16318 * MB, 129385889792, "26100", [("discrete", 12129 * MB)] * 2),
    "msinfo32.txt": (
        "BIRCH-12",
        32 * GB,
        33715493273,
        216360000000,
        "10.0.22631",
        [("integrated", None), ("discrete", 6 * GB)],
    ),
    "systeminfo.txt": ("BIRCH-13", None, 16109 * MB, None, "10.0.26100", []),
    "foundry.md": (None, None, 16750372454, 323733159936, "10.0.26100", [("integrated", None)]),
    "wmi.txt": ("BIRCH-14", 16 * GB, 16534028 * 1024, None, "10.0.26100", [("discrete", 8 * GB)]),
    "wmi.json": ("BIRCH-15", None, 34208940032, None, None, [("virtual", None), ("discrete", 8573157376)]),
    "tactical.json": ("BIRCH-16", 16 * GB, 16897036288, 118541097369, "10.0.22621", [("integrated", None)]),
    "osquery.json": ("BIRCH-17", None, 16908087296, 105226698752, "10.0.22631", [("integrated", None)]),
    "osquery-row.json": ("birch-18", None, 16 * GB, None, None, []),
    "fleet.json": ("birch-19", None, 34089730048, 227096395776, "10.0.26100.4061", []),
    "syncro.json": ("BIRCH-20", 16 * GB, None, 201 * GB, "10.0.22631", []),
    "collector.json": (
        "birch-21",
        32 * GB,
        33754710016,
        784261000000,
        "10.0.26100",
        [("discrete", 8546942976), ("integrated", None)],
    ),
    "probe.json": ("birch-27", None, 67310133248, 501000000000, "6.8.0", [("discrete", 12878610432)]),
    "system-profiler-json.json": ("birch-22", 18 * GB, None, None, "15.1", [("integrated", None)]),
    "lshw.json": ("birch-23", 16 * GB, None, None, None, [("integrated", None)]),
    "system-profiler.txt": ("Birch 24", 8 * GB, None, 63117873152, "14.5", [("integrated", None)]),
    "dmidecode.txt": (None, 32 * GB, None, None, None, []),
    "lspci.txt": (None, None, None, None, None, [("integrated", None), ("discrete", None)]),
    "graphics-tools.txt": (None, None, None, None, None, [("discrete", 17170432000), ("integrated", None)]),
    "hardware-readiness.json": (None, 16 * GB, None, None, None, []),
    "registry.reg": (None, None, None, None, None, [("discrete", 8573157376), ("discrete", 2 * GB)]),
    "glpi-xml.xml": ("birch-26", 8 * GB, 8072 * MB, 71954 * MB, "10.0.19045", [("integrated", None)]),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_reads_as_expected(name):
    (found,) = sightings(SAMPLES / name)
    facts = found.facts
    amounts = (facts.ram_installed_bytes.value, facts.ram_visible_bytes.value, facts.disk_free_bytes.value)
    adapters = [(gpu.kind, gpu.vram_bytes.value) for gpu in found.gpus]
    first = found.names[0] if found.names else None
    assert (first, *amounts, facts.os_build.value, adapters) == EXPECTED[name]
    assert (found.kind, found.product) == ("device", name.rsplit(".", 1)[0])


def test_a_cause_for_every_state_stands_in_the_source():
    (capped,) = sightings(SAMPLES / "wmi.txt")
    assert "AdapterRAM=4293918720 (B), at least 4 GB" in capped.gpus[0].vram_bytes.source
    assert "; NVIDIA GeForce RTX 4060 has 8 GB (" in capped.gpus[0].vram_bytes.source


def test_a_registry_key_may_outlive_its_card():
    (found,) = sightings(SAMPLES / "registry.reg")
    assert {gpu.vram_bytes.state for gpu in found.gpus} == {"inferred"}
    assert all("if this card is still in the machine" in gpu.vram_bytes.source for gpu in found.gpus)


def test_registry_memory_goes_to_the_same_chip_and_no_removed_card_appears():
    (found,) = sightings(SAMPLES / "wmi.json")
    assert [gpu.name for gpu in found.gpus] == ["Microsoft Remote Display Adapter", "AMD Radeon RX 6600 XT"]


def test_a_hypervisor_that_runs_makes_no_virtual_machine():
    assert not sightings(SAMPLES / "tactical.json")[0].facts.is_vm.value


def test_an_empty_list_of_neural_processors_is_no_neural_processor():
    assert sightings(SAMPLES / "dxdiag.txt")[0].npu.value == "none"
    assert sightings(SAMPLES / "wmi.json")[0].npu.value == "Intel(R) AI Boost"
    assert sightings(SAMPLES / "wmi.txt")[0].npu.value is None


def test_no_dump_is_taken_for_another():
    for name in EXPECTED:
        text = (SAMPLES / name).read_bytes()
        decoded = text.decode("utf-16") if text[:2] == b"\xff\xfe" else text.decode("latin-1").replace("\0", "")
        claims = [kind for kind, dump in readers.DUMPS.items() if dump.mine(decoded)]
        assert len(claims) <= 1 or readers.container(decoded) in ("json", "xml"), (name, claims)


def test_every_container_of_a_mapping_is_read():
    assert {container for one in catalogue().values() for container in one.containers} <= set(readers.REGISTRY)


def test_get_computer_info_counts_installed_memory_in_kilobytes(tmp_path):
    text = "\n\nCsName : PC-1\nCsPhyicallyInstalledMemory : 16777216\nCsTotalPhysicalMemory : 16908087296\n"
    (found,) = table(tmp_path, text + "OsName : Microsoft Windows 11 Pro\nOsBuildNumber : 26100\n")
    assert (found.facts.ram_installed_bytes.value, found.facts.ram_visible_bytes.value) == (16 * GB, 16908087296)
    assert found.facts.os_build.value == "26100"


def test_several_machines_in_one_systeminfo_are_several_devices(tmp_path):
    one = "Host Name:  PC-{}\nOS Name:  Microsoft Windows 11 Pro\nTotal Physical Memory:  16,109 MB\n"
    found = table(tmp_path, one.format(1) + "\n" + one.format(2))
    assert [item.names for item in found] == [("PC-1",), ("PC-2",)]


def test_a_probe_that_could_not_list_adapters_does_not_say_that_there_are_none(tmp_path):
    probe = json.loads((SAMPLES / "probe.json").read_text()) | {"gpus": [], "gpus_listed": False}
    (found,) = table(tmp_path, json.dumps(probe))
    assert (found.gpus, found.gpus_listed) == ((), False)
