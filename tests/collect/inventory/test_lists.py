"""Lists as the products' APIs give them, with no more fields than a careful caller asks for."""

import json

import pytest

from .reading import table

GB, MB = 2**30, 2**20


def listed(tmp_path, content):
    return table(tmp_path, content if isinstance(content, str) else json.dumps(content))


def test_a_selected_list_of_graph_is_known_without_its_management_agent(tmp_path):
    item = {"deviceName": "A-1", "operatingSystem": "Windows", "osVersion": "10.0.26100.2314", "serialNumber": "S1"}
    amounts = {"freeStorageSpaceInBytes": 200 * GB, "physicalMemoryInBytes": 0}
    (found,) = listed(tmp_path, {"value": [{**item, **amounts, "lastSyncDateTime": "0001-01-01T00:00:00Z"}]})
    facts = found.facts
    assert (found.product, facts.disk_free_bytes.value) == ("intune-graph", 200 * GB)
    assert (facts.ram_visible_bytes.state, facts.last_seen.state) == ("sentinel", "sentinel")


def test_the_device_list_of_datto_is_known_without_an_audit(tmp_path):
    laptop = {"hostname": "A-1", "operatingSystem": "Microsoft Windows 11 Pro 10.0.22631", "siteName": "Main"}
    laptop |= {"a64Bit": True, "lastSeen": 1762700000000, "warrantyDate": "2027-01-31", "udf": {}}
    printer = {**laptop, "hostname": "P-1", "deviceType": {"category": "Printer", "type": "Laser"}}
    found, other = listed(tmp_path, {"pageDetails": {"count": 2}, "devices": [laptop, printer]})
    assert (found.product, found.facts.os_build.value, found.facts.site.value) == ("datto", "10.0.22631", "Main")
    assert (str(found.facts.last_seen.value), str(found.facts.warranty_end.value)) == ("2025-11-09", "2027-01-31")
    assert other.kind == "out_of_scope"


def test_the_hardware_list_of_snipe_it_tells_the_purchase(tmp_path):
    asset = {"name": "A-1", "asset_tag": "T1", "serial": "S1", "purchase_cost": "1,200.00"}
    asset |= {"purchase_date": {"date": "2022-05-01", "formatted": "01.05.2022"}, "location": {"name": "HQ"}}
    asset |= {"model": {"name": "Latitude 5420"}, "manufacturer": {"name": "Dell"}, "category": {"name": "Laptops"}}
    screen = {**asset, "name": "M-1", "serial": "S2", "category": {"name": "Monitors"}}
    found, other = listed(tmp_path, {"total": 2, "rows": [asset, screen]})
    facts = found.facts
    assert (facts.manufacturer.value, facts.model.value, facts.site.value) == ("Dell", "Latitude 5420", "HQ")
    assert (str(facts.purchase_date.value), other.kind) == ("2022-05-01", "out_of_scope")


def test_an_agent_of_tactical_is_known_without_its_wmi_detail(tmp_path):
    agent = {"agent_id": "x", "hostname": "A-1", "monitoring_type": "workstation", "goarch": "amd64"}
    agent |= {"operating_system": "Windows 11 Pro, 64 bit v23H2 (build 22631.4460)", "total_ram": 16}
    agent |= {"cpu_model": ["AMD Ryzen 5 5600G"], "make_model": "HP ProDesk 405", "graphics": "AMD Radeon(TM) Graphics"}
    agent |= {"disks": [{"device": "C:", "free": "375.2 GB"}], "serial_number": "S1"}
    (found,) = listed(tmp_path, [agent])
    facts = found.facts
    assert (found.product, facts.ram_visible_bytes.value, facts.model.value) == ("tactical", 16 * GB, "HP ProDesk 405")
    assert (facts.cpu_name.value, facts.disk_free_bytes.value) == ("AMD Ryzen 5 5600G", int(3752 * GB / 10))
    assert [(gpu.name, gpu.kind) for gpu in found.gpus] == [("AMD Radeon(TM) Graphics", "integrated")]


def test_one_product_may_write_a_name_where_another_list_stands(tmp_path):
    def instance(**values):
        return [{name: value} for name, value in values.items()]

    detail = {"os": [instance(Caption="Microsoft Windows 10 Pro", BuildNumber="19045", CSName="A-1")]}
    detail |= {"comp_sys": [instance(Name="A-1", TotalPhysicalMemory="16897232896", HypervisorPresent=True)]}
    detail |= {"mem": [instance(Capacity=str(8 * GB), Speed="2400"), instance(Capacity=str(8 * GB), Speed="2400")]}
    detail |= {"graphics": [instance(Name="NVIDIA GeForce GTX 950", AdapterRAM=2 * GB)]}
    (found,) = listed(tmp_path, detail)
    facts = found.facts
    assert (found.product, facts.ram_installed_bytes.value, facts.is_vm.value) == ("tactical", 16 * GB, None)
    assert [(gpu.kind, gpu.vram_bytes.value) for gpu in found.gpus] == [("discrete", 2 * GB)]


SYNCRO = {"id": 7, "name": "A-1", "asset_type": "Syncro Device", "asset_serial": "S1", "customer_id": 42}
KABUTO = {
    "general": {"name": "A-1", "manufacturer": "HP", "model": "HP ProBook 450 G9"},
    "cpu": [{"name": "12th Gen Intel(R) Core(TM) i5-1235U"}],
    "ram": [{"size": "8 GB"}, {"size": "8 GB"}],
    "os": {"name": "Microsoft Windows 11 Pro", "build": "22631"},
    "system_partition": {"size_gb": "237.2", "free_gb": "120.5"},
    "video": [{"name": "Intel(R) Iris(R) Xe Graphics"}],
    "last_user": "anna",
}
EMPTY = {"general": {"manufacturer": "", "model": ""}, "os": {"name": "", "build": ""}, "cpu": [], "last_user": ""}


@pytest.mark.parametrize(
    "held",
    [
        {"properties": {"kabuto_information": KABUTO}},
        {"properties": {"kabuto_information": json.dumps(KABUTO)}},
        {"properties": {}, "rmm_store": {"general": {"info": json.dumps(KABUTO)}}},
        {"properties": {"kabuto_information": EMPTY}, "rmm_store": {"general": {"info": json.dumps(KABUTO)}}},
        {"properties": {"kabuto_information": ""}, "rmm_store": {"general": {"info": KABUTO}}},
    ],
)
def test_an_agent_of_syncro_is_read_wherever_its_object_stands_and_as_text_too(tmp_path, held):
    (found,) = listed(tmp_path, {"assets": [{**SYNCRO, **held}]})
    facts = found.facts
    assert (facts.manufacturer.value, facts.model.value, facts.user.value) == ("HP", "HP ProBook 450 G9", "anna")
    assert (facts.cpu_name.value, facts.os_build.value) == ("12th Gen Intel(R) Core(TM) i5-1235U", "22631")
    assert (facts.ram_installed_bytes.value, facts.disk_free_bytes.value) == (16 * GB, int(120.5 * GB))
    assert [gpu.kind for gpu in found.gpus] == ["integrated"]


@pytest.mark.parametrize("text", ["{", '{"general": ', "[1, 2", '{"a": NaN}', '{"general": 1} and more', "{" * 5000])
def test_a_text_that_only_begins_like_an_object_is_a_text(tmp_path, text):
    (found,) = listed(tmp_path, {"assets": [{**SYNCRO, "properties": {"kabuto_information": text}}]})
    assert (found.names, found.facts.cpu_name.value) == (("A-1",), None)


def capacity(size):
    return {"Capacity": str(size * GB)}


@pytest.mark.parametrize(
    "modules",
    [
        [[capacity(8), {"Speed": "2400"}], [capacity(8), {"Speed": "2400"}]],
        [[capacity(8)], [capacity(8)]],
        [[capacity(8), capacity(8)]],
        [[capacity(8), {"Speed": "2400"}, capacity(8), {"Speed": "2400"}]],
        [capacity(8), capacity(8)],
        [{**capacity(8), "Speed": 2400}, {**capacity(8), "Speed": 2400}],
        [[capacity(16)]],
        capacity(16),
    ],
)
@pytest.mark.parametrize("wrapped", [True, False])
def test_every_module_of_tactical_counts_however_it_is_wrapped(tmp_path, modules, wrapped):
    detail = {"mem": modules, "os": [[{"Caption": "Windows 11"}]], "comp_sys": [[{"Name": "A-1"}, {"Model": "X"}]]}
    (found,) = listed(tmp_path, {"hostname": "A-1", "agent_id": "x", "wmi_detail": detail} if wrapped else detail)
    assert (found.product, found.facts.ram_installed_bytes.value) == ("tactical", 16 * GB)


def test_the_csv_of_fleet_has_memory_in_bytes_and_disk_in_gigabytes(tmp_path):
    header = "display_name,hardware_serial,platform,os_version,memory,cpu_brand,gigs_disk_space_available\n"
    (found,) = listed(tmp_path, header + "A-1,S1,ubuntu,Ubuntu 24.04.1 LTS,8220639232,Intel Core i5-1145G7,20.5\n")
    assert (found.facts.ram_visible_bytes.value, found.facts.disk_free_bytes.value) == (8220639232, int(20.5 * GB))


def test_an_agent_of_ocs_names_its_processor_type_and_its_user(tmp_path):
    words = "<CPUS><TYPE>Intel(R) Core(TM) i3-10100</TYPE></CPUS><HARDWARE><NAME>A-1</NAME><MEMORY>8000</MEMORY>"
    words += "<OSNAME>Microsoft Windows 10 Pro</OSNAME><ARCHITECTURE>64-bit</ARCHITECTURE><USERID>lu</USERID>"
    (found,) = listed(tmp_path, f"<?xml version='1.0'?><REQUEST><CONTENT>{words}</HARDWARE></CONTENT></REQUEST>")
    facts = found.facts
    assert (facts.cpu_name.value, facts.arch.value, facts.user.value) == ("Intel(R) Core(TM) i3-10100", "x64", "lu")


def test_a_purchase_list_without_hardware_is_read(tmp_path):
    (found,) = listed(tmp_path, "Serial number;Purchase date;Warranty end;Cost\nS1;01.03.2023;28.02.2026;1.200,00\n")
    facts = found.facts
    assert (facts.serial.value, str(facts.purchase_date.value), str(facts.warranty_end.value)) == (
        *("S1", "2023-03-01", "2026-02-28"),
    )


def test_an_adapter_of_wmi_names_its_machine(tmp_path):
    (found,) = listed(tmp_path, "AdapterRAM=4293918720\nName=NVIDIA GeForce RTX 3070\nSystemName=A-1\n")
    assert (found.names, found.gpus[0].vram_bytes.state) == (("A-1",), "inferred")


@pytest.mark.parametrize(("words", "build"), [("macOS 15.1 (24B83)", "15.1"), ("macOS 14.7.1", "14.7.1")])
def test_a_release_of_macos_counts_in_two_numbers_or_three(tmp_path, words, build):
    (found,) = listed(tmp_path, [{"hostname": "A-1", "os": words}])
    assert (found.facts.os_family.value, found.facts.os_build.value) == ("macos", build)


def test_a_table_that_says_what_each_row_is_has_its_printers_set_aside_and_its_tablets_kept(tmp_path):
    lines = "Name,Device Type,OS,RAM (GB)\nP-1,Laser Printer,,\nS-1,Network switch,,\nT-1,Tablet,Windows 11 Pro,16\n"
    kinds = [(one.names[0], one.kind) for one in table(tmp_path, lines)]
    assert kinds == [("P-1", "out_of_scope"), ("S-1", "out_of_scope"), ("T-1", "device")]


def test_a_version_without_its_build_does_not_hide_what_the_name_tells(tmp_path):
    rows = "S-1,Windows Server 2025 Standard,10.0,64\nL-1,Rocky Linux,10.0,64\n"
    rows += "W-1,Windows 11 Pro,10.0.0.0,8\nW-2,,10.0.0.0,8\n"
    server, linux, named, bare = table(tmp_path, f"Name,OS,OS Version,RAM (GB)\n{rows}")
    assert (server.facts.os_build.value, server.facts.os_build.state) == ("10.0.26100", "inferred")
    assert linux.facts.os_build.value == "10.0"
    assert (named.facts.os_build.value, named.facts.os_build.state) == ("10.0.22000", "capped")
    assert (bare.facts.os_build.value, bare.facts.os_build.state) == (None, "sentinel")


def test_an_object_where_a_text_is_expected_gives_its_name_and_else_nothing(tmp_path):
    item = {"hostname": "A-1", "ram_gb": 8, "manufacturer": {"id": 3, "name": "Dell"}, "model": {"id": 4}, "site": [{}]}
    (found,) = listed(tmp_path, [item])
    facts = found.facts
    assert (facts.manufacturer.value, facts.model.state, facts.site.value) == ("Dell", "missing", None)
