"""Windows and macOS, from what their commands print."""

import json

from msp_aigov.measure.parent import Outcome
from msp_aigov.measure.probe import macos, windows
from msp_aigov.measure.probe.providers import told
from msp_aigov.measure.probe.runtimes import endpoint_in

GIB = 2**30
LAPTOP = {
    "system": {"Manufacturer": "LENOVO", "Model": "21HM", "HypervisorPresent": True},
    "bios": {"SerialNumber": "PF000001"},
    "os": {"Caption": "Microsoft Windows 11 Pro"},
    "cpu": [{"L3CacheSize": 12288}],
    "video": [
        {
            "Name": "NVIDIA RTX 3080",
            "AdapterCompatibility": "NVIDIA",
            "DriverVersion": "32.0.15.6094",
            "AdapterRAM": 4293918720,
        },
        {
            "Name": "Intel(R) UHD",
            "AdapterCompatibility": "Intel",
            "DriverVersion": "31.0.101",
            "AdapterRAM": 2147479552,
        },
        {"Name": "Old card", "AdapterRAM": 4293918720},
    ],
    "memory": [{"DriverDesc": "NVIDIA RTX 3080", "HardwareInformation.qwMemorySize": 16 * GIB}],
    "disks": {"FriendlyName": "Samsung", "MediaType": 4, "BusType": 17, "Size": "512110190592"},
    "npu": [{"FriendlyName": "Intel(R) AI Boost"}],
}
GERMAN = "GUID des Energieschemas: 381b4222-f694-41f0-9685-ff5bb260df2e  (Ausbalanciert)"
MAC = {
    "SPHardwareDataType": [{"machine_model": "Mac15,3", "chip_type": "Apple M3"}],
    "SPSoftwareDataType": [{"os_version": "macOS 26.1 (25B78)"}],
    "SPDisplaysDataType": [{"sppci_model": "Apple M3", "spdisplays_vendor": "sppci_vendor_Apple"}],
    "SPNVMeDataType": [{"_items": [{"_name": "APPLE SSD", "size_in_bytes": 500277792768}]}],
}


def test_windows_gives_the_exact_memory_where_the_capped_figure_lies() -> None:
    first, second, third = windows.understood(json.dumps(LAPTOP), GERMAN).gpus
    assert (first.memory_bytes.value, first.memory_bytes.state) == (16 * GIB, "read")
    assert second.memory_bytes.state == "read"
    assert third.memory_bytes.state == "capped"


def test_windows_is_read_whatever_its_language() -> None:
    system = windows.understood(json.dumps(LAPTOP), GERMAN)
    assert (system.plan.value, system.serial.value, system.npu.value) == ("balanced", "PF000001", "Intel(R) AI Boost")
    assert (system.disks[0].kind.value, system.cache_bytes.value) == ("nvme", 12288 * 1024)


def test_a_pc_with_memory_integrity_is_not_taken_for_a_virtual_machine() -> None:
    assert windows.understood(json.dumps(LAPTOP), "").virtual.value is False
    guest = {**LAPTOP, "system": {"Model": "Virtual Machine"}}
    assert windows.understood(json.dumps(guest), "").virtual.value is True


def test_a_shell_that_says_nothing_leaves_everything_unknown() -> None:
    for system in (windows.understood("", ""), macos.understood("nonsense", "")):
        assert not system.gpus_listed and system.serial.state == system.plan.state == "missing"


def test_macos_shares_its_memory_and_has_a_neural_engine() -> None:
    registry = '  "IOPlatformSerialNumber" = "C02000000001"'
    system = macos.understood(json.dumps(MAC), " lowpowermode         1\n", "0\n", registry)
    assert (system.plan.value, system.serial.value, system.virtual.value) == ("low power", "C02000000001", False)
    assert (system.gpus[0].memory_bytes.value, system.npu.state) == (None, "inferred")
    assert system.disks[0].kind.value == "nvme"


def test_both_dialects_of_foundry_local_name_their_endpoint() -> None:
    new = "Server: running\nEndpoint: http://127.0.0.1:51342\n"
    old = "Model management service is running on http://localhost:5273/openai/status"
    assert [str(place and place.url) for place in map(endpoint_in, (new, old))] == [
        "http://127.0.0.1:51342/v1",
        "http://localhost:5273/v1",
    ]
    assert endpoint_in("stopped") is None
    assert endpoint_in("see http://example.com") is None


def test_a_driver_that_crashes_the_discovery_leaves_the_providers_unknown() -> None:
    seen = told(Outcome("crashed", {}, "the child process crashed (SIGSEGV)"))
    assert (seen.value, seen.source) == (None, "onnxruntime: the child process crashed (SIGSEGV)")
    assert told(Outcome("ok", {"absent": True})).source == "onnxruntime is not installed"
