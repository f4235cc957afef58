"""What names of hardware do and do not say."""

import pytest

from msp_aigov.collect.inventory import hardware
from msp_aigov.collect.inventory.adapters import vram
from msp_aigov.model.seen import Seen

MB, GB = 2**20, 2**30


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("NVIDIA GeForce RTX 3050 Laptop GPU", "discrete"),
        ("NVIDIA T400 4GB", "discrete"),
        ("AMD Radeon RX 6600 XT", "discrete"),
        ("AMD Radeon Pro W6600", "discrete"),
        ("Intel(R) Arc(TM) A770 Graphics", "discrete"),
        ("Intel(R) Arc(TM) 140V GPU (16GB)", "integrated"),
        ("Intel(R) UHD Graphics 770", "integrated"),
        ("Intel(R) Iris(R) Xe Graphics", "integrated"),
        ("Intel(R) Graphics", "integrated"),
        ("AMD Radeon(TM) Graphics", "integrated"),
        ("AMD Radeon 780M Graphics", "integrated"),
        ("AMD Radeon(TM) Vega 8 Graphics", "integrated"),
        ("Qualcomm(R) Adreno(TM) X1-85 GPU", "integrated"),
        ("Microsoft Remote Display Adapter", "virtual"),
        ("VMware SVGA 3D", "virtual"),
        ("Virtual Desktop Monitor", "virtual"),
        ("DisplayLink USB Device", "virtual"),
        ("ASPEED Graphics Family(WDDM)", "virtual"),
        ("Microsoft Basic Display Adapter", None),
        ("GRID T4-2Q", None),
        ("NVIDIA A10-4Q", None),
        ("LuminonCore IDDCX Adapter", "virtual"),
        ("Something new", None),
    ],
)
def test_the_kind_of_an_adapter(name, kind):
    assert hardware.gpu_kind(name) == kind


@pytest.mark.parametrize("figure", [4293918720, 4095 * MB, 4 * GB, int(4.3 * GB), 4_000_000_000])
def test_a_wmi_figure_near_four_gigabytes_is_a_lower_bound(figure):
    seen = vram("discrete", Seen(figure, "read", "f:1 x", "bytes"), wmi=True)
    assert (seen.state, seen.known, seen.value <= 4 * GB) == ("capped", False, True)


def test_a_figure_of_another_size_or_another_source_is_read():
    assert vram("discrete", Seen(2 * GB, "read"), wmi=True).state == "read"
    assert vram("discrete", Seen(12 * GB, "read"), wmi=True).state == "read"
    assert vram("discrete", Seen(4 * GB, "read"), wmi=False).state == "read"


@pytest.mark.parametrize("kind", ["integrated", "virtual", None])
def test_only_a_discrete_adapter_has_memory_of_its_own(kind):
    assert vram(kind, Seen(2 * GB, "read"), wmi=True).state == "missing"


@pytest.mark.parametrize(
    ("maker", "model", "virtual"),
    [
        ("VMware, Inc.", "VMware7,1", True),
        ("Microsoft Corporation", "Virtual Machine", True),
        ("innotek GmbH", "VirtualBox", True),
        ("QEMU", "Standard PC", True),
        ("Microsoft Corporation", "Surface Pro 9", False),
        ("Dell Inc.", "Latitude 5440", False),
    ],
)
def test_vendor_and_model_tell_a_virtual_machine(maker, model, virtual):
    assert hardware.is_virtual(maker, model) == virtual


@pytest.mark.parametrize(
    ("words", "build", "state"),
    [
        ("Windows 10 Pro 10.0.22631", "10.0.22631", "read"),
        ("10.0.26100.4061", "10.0.26100.4061", "read"),
        ("22631", "22631", "read"),
        ("(10.0, Build 26200)", "26200", "read"),
        ("15.3.1", "15.3.1", "read"),
        ("Microsoft Windows Server 2022 Standard", "10.0.20348", "inferred"),
        ("Microsoft Windows 11 Pro", "10.0.22000", "capped"),
        ("Microsoft Windows 7 Professional", "6.1.7601", "inferred"),
        ("Windows 8.1 Pro", "6.3.9600", "inferred"),
        ("Windows", None, "missing"),
    ],
)
def test_the_build_in_a_text(words, build, state):
    seen = hardware.os_build(words, "s")
    assert (seen.value, seen.state) == (build, state)


@pytest.mark.parametrize(
    ("words", "family"),
    [
        ("Microsoft Windows Server 2025 Standard", "windows-server"),
        ("Windows 11 Pro", "windows"),
        ("macOS", "macos"),
        ("Ubuntu 24.04 LTS", "linux"),
        ("iOS", "ios"),
        ("iPadOS", "ios"),
        ("Android (fully managed)", "android"),
        ("FreeRTOS", None),
    ],
)
def test_the_family_in_a_text(words, family):
    assert hardware.os_family(words) == family


def test_a_processor_name_tells_the_architecture():
    assert hardware.arch_of_cpu("Intel(R) Core(TM) i5-6200U CPU @ 2.30GHz") == "x64"
    assert hardware.arch_of_cpu("Snapdragon(R) X Elite - X1E80100") == "arm64"
    assert hardware.arch_of_cpu("i5-9500") == hardware.arch_of_cpu("AMD A10-9700 RADEON R7") == "x64"
    assert hardware.arch_of_cpu("VIA C7") is None
