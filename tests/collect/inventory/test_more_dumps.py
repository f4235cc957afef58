"""What tools print in other languages and in their other forms, each told by content alone."""

import json

import pytest

from msp_aigov.collect.inventory import decode, readers
from msp_aigov.errors import InventoryError

from .reading import SAMPLES, sightings, table

MB, GB = 2**20, 2**30
# The product, then the name, installed and visible memory, free disk, build, and each adapter's memory.
EXPECTED = {
    "systeminfo-fr.txt": ("systeminfo", "BOULEAU-1", None, 16071 * MB, None, "10.0.22631", []),
    "systeminfo-es.txt": ("systeminfo", "ABEDUL-1", None, 16094 * MB, None, "10.0.19045", []),
    "systeminfo-de.txt": ("systeminfo", "BIRKE-1", None, 32574 * MB, None, "10.0.26100", []),
    "systeminfo-it.txt": ("systeminfo", "BETULLA-1", None, 7932 * MB, None, "10.0.22631", []),
    "systeminfo-csv.csv": ("systeminfo-csv", "BIRCH-31", None, 15998 * MB, None, "10.0.22631", []),
    "msinfo32.nfo": (
        "msinfo32",
        "BIRCH-32",
        32 * GB,
        int(31.7 * 1024) * MB,
        120795955200,
        "10.0.26100",
        [8 * GB, None],
    ),
    "msinfo32-de.nfo": ("msinfo32", "BIRKE-2", 16 * GB, int(15.7 * 1024) * MB, 50 * GB, "10.0.22631", [None]),
    "system-profiler-json.plist": ("system-profiler-json", "Birch-33", 36 * GB, None, 250000000000, "15.3.1", [None]),
    "lshw.txt": ("lshw", "birch-34", 16 * GB, None, None, None, [None]),
    "nvidia-smi.txt": ("nvidia-smi", None, None, None, None, None, [8188 * MB, 6138 * MB]),
    "nvidia-smi-q.txt": ("nvidia-smi", None, None, None, None, None, [16376 * MB]),
    "nvidia-smi-query.txt": ("nvidia-smi", None, None, None, None, None, [16376 * MB]),
    "nvidia-smi.xml": ("nvidia-smi", None, None, None, None, None, [16376 * MB, 4 * GB]),
    "wmi-list.txt": ("wmi", None, None, None, None, None, [12 * GB]),
    "wmi-table.txt": ("wmi", None, None, None, None, None, [12 * GB, None]),
    "wmi-brief.txt": ("wmi", "PC-77", None, 16890556416, None, None, []),
    "wmi-node.csv": ("wmi", "PC-77", None, None, None, None, [12 * GB]),
    "wmi-info.txt": ("wmi", "HP-840", 16 * GB, 16866635776, None, "10.0.22631", []),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_reads_as_expected(name):
    (found,) = sightings(SAMPLES / name)
    product, first, installed, visible, free, build, memories = EXPECTED[name]
    facts = found.facts
    assert (found.kind, found.product, found.names[0] if found.names else None) == ("device", product, first)
    assert (facts.ram_installed_bytes.value, facts.disk_free_bytes.value) == (installed, free)
    assert abs((facts.ram_visible_bytes.value or 0) - (visible or 0)) < MB
    assert (facts.os_build.value, [gpu.vram_bytes.value for gpu in found.gpus]) == (build, memories)


def test_no_dump_is_taken_for_another():
    for name in EXPECTED:
        text = decode.text((SAMPLES / name).read_bytes(), name)
        claims = [kind for kind, dump in readers.DUMPS.items() if dump.mine(text.replace("\0", ""))]
        assert len(claims) <= 1 or readers.container(text) == "xml", (name, claims)


def test_the_drivers_own_four_gigabytes_are_four_and_a_figure_of_wmi_is_at_least_four():
    (driver,), (wmi,) = sightings(SAMPLES / "nvidia-smi.xml"), sightings(SAMPLES / "wmi-list.txt")
    assert (driver.gpus[1].vram_bytes.state, wmi.gpus[0].vram_bytes.state) == ("read", "inferred")


def test_instances_of_several_machines_in_one_table_are_several_devices():
    found = sightings(SAMPLES / "wmi-cim.csv")
    assert [(one.names, one.facts.ram_visible_bytes.value) for one in found] == [
        (("PC-1",), 16890556416),
        (("PC-2",), 33890556416),
    ]


def test_a_list_of_one_that_powershell_put_in_braces_is_the_one():
    (found,) = sightings(SAMPLES / "wmi-info.txt")
    assert found.facts.cpu_name.value == "11th Gen Intel(R) Core(TM) i5-1135G7 @ 2.40GHz"


def test_get_computer_info_as_json_is_one_device_an_object(tmp_path):
    one = {"CsName": "PC-1", "CsTotalPhysicalMemory": 16866635776, "CsPhyicallyInstalledMemory": 16777216}
    processors = [{"Name": "11th Gen Intel(R) Core(TM) i5-1135G7 @ 2.40GHz"}]
    found = table(tmp_path, json.dumps([{**one, "CsProcessors": processors}, {**one, "CsName": "PC-2"}]))
    assert [item.names for item in found] == [("PC-1",), ("PC-2",)]
    assert found[0].facts.cpu_name.value == processors[0]["Name"]
    assert found[0].facts.ram_installed_bytes.value == 16 * GB


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_what_dxdiag_writes_as_xml_reads_like_its_text(tmp_path, encoding):
    words = (SAMPLES / "dxdiag.xml").read_text("utf-8").replace('version="1.0"', f'version="1.0" encoding="{encoding}"')
    (tmp_path / "dxdiag.txt").write_bytes(words.encode(encoding))
    assert sightings(tmp_path / "dxdiag.txt") == sightings(SAMPLES / "dxdiag.txt")


def test_a_section_that_dxdiag_leaves_out_says_nothing(tmp_path):
    words = (SAMPLES / "dxdiag.xml").read_text("utf-8").replace("<MCDMDevices></MCDMDevices>", "")
    words = words.replace("<AvaliableOSMem>", "<AvailableOSMem>").replace("</AvaliableOSMem>", "</AvailableOSMem>")
    (found,) = table(tmp_path, words)
    assert (found.npu.state, found.facts.ram_visible_bytes.value) == ("missing", 16318 * 2**20)


@pytest.mark.parametrize(
    "words",
    [
        "Node,AdapterRAM,Name\n" + "x" * 5000 + ',"4',
        "name, memory.total [MiB]\nNVIDIA T400, " + "4" * 200_000,
        "\n\nAdapterRAM  Name\n\n",
        "DxDiag Version: 10.00.26100.0001 64bit Unicode\n",
        "#TYPE CimInstance\n#TYPE CimInstance\nAdapterRAM\n",
    ],
    ids=["an open quote", "an endless cell", "a header alone", "no section", "types alone"],
)
def test_a_table_of_a_tool_that_is_broken_is_read_or_refused_by_name(tmp_path, words):
    try:
        assert all(one.file == "fleet.csv" for one in table(tmp_path, words))
    except InventoryError as error:
        assert error.message.startswith("fleet.csv: ")


def test_a_second_machine_in_a_report_of_msinfo32_is_rejected_and_lends_the_first_nothing(tmp_path):
    report = (
        "[System Summary]\nOS Name\tWindows 11\nSystem Name\t{0}\nSystem Manufacturer\tBirch\n[Display]\nName\t{1}\n"
    )
    first, second = table(tmp_path, report.format("PC-1", "Intel UHD") + report.format("PC-2", "NVIDIA T4"))
    assert (first.names, [gpu.name for gpu in first.gpus]) == (("PC-1",), ["Intel UHD"])
    assert (second.kind, second.row) == ("rejected", 9) and "another machine, PC-2" in second.reason


def test_a_second_machine_in_an_output_of_get_computerinfo_is_rejected_with_its_line(tmp_path):
    printed = "CsName : {0}\nWindowsProductName : Windows 10 Pro\nOsBuildNumber : 19045\n\n"
    first, second = table(tmp_path, printed.format("PC-1") + printed.format("PC-2"))
    assert (first.names, second.kind, second.row) == (("PC-1",), "rejected", 5)
    assert "another machine, PC-2" in second.reason


def test_a_second_report_of_dxdiag_is_rejected_with_its_line_and_lends_the_first_nothing(tmp_path):
    report = (SAMPLES / "dxdiag.txt").read_text("utf-8")
    first, second = table(tmp_path, report + report.replace("BIRCH-11", "BIRCH-12").replace("RTX 3060", "RTX 4090"))
    assert first.names == ("BIRCH-11",) and "RTX 3060" in str(first) and "RTX 4090" not in str(first)
    assert (second.kind, second.row) == ("rejected", 1 + report.count("\n"))
    assert "another machine, BIRCH-12" in second.reason


SYSTEM = "Manufacturer={1}\nModel=Tower\nDomain=birch\nName={0}\nTotalPhysicalMemory=16890556416\n\n"
CARD = "AdapterRAM=1073741824\nName={1}\n\n"


@pytest.mark.parametrize("machine", [SYSTEM + CARD, CARD + SYSTEM, "PSComputerName={0}\n" + CARD + SYSTEM])
def test_a_second_machine_in_a_list_of_instances_lends_the_first_nothing(tmp_path, machine):
    first, second = table(tmp_path, machine.format("PC-1", "Intel UHD") + machine.format("PC-2", "NVIDIA T4"))
    assert first.names == ("PC-1",) and "T4" not in str(first)
    assert (second.kind, second.row) == ("rejected", 1 + machine.count("\n") + 3 * machine.startswith("A"))
    assert "another machine, PC-2" in second.reason


def test_machines_in_the_rows_of_a_table_are_a_device_each(tmp_path):
    words = "Name  TotalPhysicalMemory\n----  -------------------\nPC-1  16890556416\nPC-2  33890556416\n"
    found = table(tmp_path, words)
    assert [(one.names, one.facts.ram_visible_bytes.value) for one in found] == [
        (("PC-1",), 16890556416),
        (("PC-2",), 33890556416),
    ]


def test_a_cluster_and_the_machine_in_it_are_not_two_machines(tmp_path):
    system = "CSName=NODE-1\nBuildNumber=26100\nCaption=Windows\n\n" + SYSTEM.format("CLUSTER-1", "Birch")
    (found,) = table(tmp_path, system)
    assert (found.kind, found.facts.os_build.value) == ("device", "26100")


def test_instances_of_two_machines_as_json_are_not_mixed(tmp_path):
    def held(name, card):
        system = {"Name": name, "TotalPhysicalMemory": 16890556416}
        return {"Win32_ComputerSystem": system, "Win32_VideoController": [{"Name": card, "AdapterRAM": 2**30}]}

    words = "\n".join(map(json.dumps, (held("PC-1", "Intel UHD"), held("PC-2", "NVIDIA T4"))))
    first, second = table(tmp_path, words)
    assert first.names == ("PC-1",) and "T4" not in str(first)
    assert second.row == 2 and "another machine, PC-2" in second.reason
