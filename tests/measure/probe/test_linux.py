"""Linux, from a made-up file system."""

from pathlib import Path

import pytest

from msp_aigov.measure.probe import linux

LSPCI = (
    '00:02.0 "VGA compatible controller" "Intel Corporation" "Iris Xe Graphics" -r01 "Dell" "Device 0a9c"\n'
    '01:00.0 "3D controller" "NVIDIA Corporation" "GA107M [RTX 3050 Mobile]" "Dell" "Device 0a9c"\n'
    '02:00.0 "Network controller" "Intel Corporation" "Wi-Fi 6"\n'
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        "sys/class/dmi/id/sys_vendor": "Dell Inc.\n",
        "sys/class/dmi/id/product_serial": "To Be Filled By O.E.M.\n",
        "etc/os-release": 'PRETTY_NAME="Ubuntu 26.04 LTS"\nID=ubuntu\n',
        "proc/cpuinfo": "processor : 0\nflags : fpu avx2 avx512_vnni\n",
        "sys/block/nvme0n1/size": "2000409264\n",
        "sys/block/sda/size": "1000\n",
        "sys/block/sda/queue/rotational": "1\n",
        "sys/block/loop0/size": "8\n",
        "sys/firmware/acpi/platform_profile": "balanced\n",
        "sys/devices/system/cpu/cpu0/cache/index3/size": "24576K\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_what_the_kernel_says_is_read_with_its_place(root: Path) -> None:
    system = linux.read(root)
    assert (system.manufacturer.value, system.os_name.value) == ("Dell Inc.", "Ubuntu 26.04 LTS")
    assert (system.plan.value, system.cache_bytes.value) == ("balanced", 24576 * 1024)
    assert system.virtual.value is False
    assert [(disk.name, disk.kind.value, disk.size_bytes.value) for disk in system.disks] == [
        ("nvme0n1", "nvme", 2000409264 * 512),
        ("sda", "hdd", 512_000),
    ]


def test_a_maker_who_filled_nothing_in_is_a_sentinel(root: Path) -> None:
    assert linux.read(root).serial.state == "sentinel"


def test_what_only_an_administrator_may_read_is_unknown(tmp_path: Path) -> None:
    system = linux.read(tmp_path)
    assert {system.serial.state, system.virtual.state, system.npu.state, system.plan.state} == {"missing"}


def test_display_adapters_are_named_and_their_memory_stays_unknown() -> None:
    found = linux.gpus(LSPCI)
    assert [gpu.name for gpu in found] == ["Iris Xe Graphics", "GA107M [RTX 3050 Mobile]"]
    assert {gpu.memory_bytes.state for gpu in found} == {"missing"}


@pytest.mark.parametrize(
    ("said", "listed"), [(LSPCI, True), (LSPCI.splitlines()[2], True), ('\x00junk "a\n', False), ("", False)]
)
def test_only_what_names_some_device_lists_them(
    root: Path, monkeypatch: pytest.MonkeyPatch, said: str, listed: bool
) -> None:
    monkeypatch.setattr(linux, "said", lambda line: said)
    assert linux.read(root).gpus_listed is listed


def test_a_virtual_disk_does_not_say_what_it_is() -> None:
    assert (linux.kind("vda", "1"), linux.kind("sda", "0"), linux.kind("sdb", None)) == (None, "ssd", None)
