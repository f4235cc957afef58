"""Devices worked out by hand from what is published, against the tables that ship: minimum, then phi-4-mini."""

from dataclasses import replace

import pytest

from msp_aigov.assess.endpoints.demand import demands
from msp_aigov.assess.endpoints.fit import fit
from msp_aigov.assess.endpoints.limits import limits
from msp_aigov.assess.endpoints.minimum import minimum
from msp_aigov.model.ability.fit import Driver
from msp_aigov.model.device import Gpu
from msp_aigov.model.seen import Seen, missing
from msp_aigov.rules.load import load_rules

from .fleet import GB, card, device, read, said, workload

RULES = load_rules()
LIMITS = limits(RULES)
MIB = 2**20
CAP = card(4 * GB, "capped", name="NVIDIA GeForce RTX 4080 Laptop GPU")
RTX = card(24 * GB, name="NVIDIA GeForce RTX 4090")
RADEON = Gpu("AMD Radeon(TM) Graphics", "integrated")
X_ELITE = "Snapdragon(R) X Elite - X1E80100 - Qualcomm(R) Oryon(TM) CPU"
HEXAGON = "Snapdragon(R) X Elite - X1E80100 - Qualcomm(R) Hexagon(TM) NPU"
RYZEN_5 = "AMD Ryzen 5 5625U with Radeon Graphics"
SERVER = {"os_family": "windows-server", "os_build": "26100", "ram_visible_bytes": 64 * GB}
MAC = {"os_family": "macos", "arch": "arm64", "os_build": "15.1", "cpu_name": "Apple M1"}
SMALL_VM = {"is_vm": True, "ram_visible_bytes": 8 * GB}


def on(subject, *models):
    (demand,) = demands([workload(*models)], RULES, LIMITS)
    return fit(subject, demand, LIMITS)


def named(**values):
    return device(**values)


@pytest.mark.parametrize(
    ("what", "subject", "least", "chat"),
    [
        ("8 GB laptop without a card", named(ram_visible_bytes=7909 * MIB), "ready", "ready_after"),
        (
            "7.7 GB visible of 8",
            named(ram_visible_bytes=int(7.7 * GB), ram_installed_bytes=8 * GB),
            "ready",
            "ready_after",
        ),
        (
            "16 GB less 3 GB for its graphics",
            named(ram_visible_bytes=12996 * MIB, ram_installed_bytes=16 * GB, cpu_name=RYZEN_5, gpus=[RADEON]),
            "ready",
            "ready_after",
        ),
        (
            "16 GB less 512 MB for its graphics",
            named(ram_visible_bytes=15756 * MIB, ram_installed_bytes=16 * GB, cpu_name=RYZEN_5, gpus=[RADEON]),
            "ready",
            "ready",
        ),
        (
            "Snapdragon X Elite, 16 GB",
            named(cpu_name=X_ELITE, arch="arm64", os_build="10.0.26100.2033", npu=HEXAGON),
            "ready",
            "ready",
        ),
        (
            "Lunar Lake, 32 GB",
            named(
                cpu_name="Intel(R) Core(TM) Ultra 7 258V",
                ram_visible_bytes=int(31.5 * GB),
                os_build="26100",
                npu="Intel(R) AI Boost",
            ),
            "ready",
            "ready",
        ),
        (
            "Ryzen AI 9, 32 GB, 4 GB carved out",
            named(
                cpu_name="AMD Ryzen AI 9 HX 370",
                ram_visible_bytes=int(27.6 * GB),
                os_build="26100",
                npu="NPU Compute Accelerator Device",
            ),
            "ready",
            "ready",
        ),
        (
            "RTX 4090 in an 8 GB desktop, driver too old for CUDA",
            replace(named(gpus=[RTX], ram_visible_bytes=8 * GB), drivers=(Driver(RTX.name, read("31.0.15.2849")),)),
            "ready",
            "ready",
        ),
        ("Windows 10 22H2", named(os_build="10.0.19045"), "ready", "ready"),
        ("Windows 11 21H2", named(os_build="10.0.22000"), "ready", "ready"),
        (
            "Windows 10 on ARM",
            named(os_build="10.0.19045", arch="arm64", cpu_name="Microsoft SQ1"),
            "not_suitable",
            "ready_after",
        ),
        ("Windows 8.1", named(os_build="6.3.9600"), "not_suitable", "ready_after"),
        (
            "Windows 10, 32-bit",
            named(os_build="10.0.19045", arch="x86", ram_visible_bytes=3 * GB),
            "not_suitable",
            "replace",
        ),
        ("Server 2019", named(**{**SERVER, "os_build": "17763"}), "not_suitable", "ready_after"),
        ("Server 2025", named(**SERVER), "ready", "ready"),
        ("Mac, M1, 8 GB", named(**MAC, ram_visible_bytes=8 * GB, ram_installed_bytes=8 * GB), "ready", "replace"),
        ("Mac, M1, 16 GB", named(**MAC, ram_visible_bytes=16 * GB), "ready", "ready"),
        (
            "Mac, Intel",
            named(os_family="macos", os_build="13.6", cpu_name="Intel(R) Core(TM) i9-9880H"),
            "not_suitable",
            "replace",
        ),
        ("Linux, x64", named(os_family="linux", os_build="6.8.0"), "ready", "ready"),
        ("Linux, architecture not known", named(os_family="linux", os_build="6.8.0", arch=None), "unknown", "unknown"),
        ("virtual machine, 8 GB", named(**SMALL_VM), "ready", "ready_after"),
        ("card read as 4 GB by WMI, 8 GB", named(gpus=[CAP], ram_visible_bytes=8 * GB), "ready", "unknown"),
        ("2.9 GB free", named(disk_free_bytes=int(2.9 * GB)), "not_suitable", "ready_after"),
        ("free disk not known", named(disk_free_bytes=None), "unknown", "unknown"),
        ("free disk read as -1", named(disk_free_bytes=Seen(None, "sentinel", "a.csv:2 x=-1")), "unknown", "unknown"),
        (
            "S mode",
            replace(named(), edition=read("Microsoft Windows 11 Home in S mode")),
            "not_suitable",
            "ready_after",
        ),
        (
            "4 GB, by what is listed",
            named(ram_visible_bytes=None, ram_installed_bytes=4 * GB),
            "not_suitable",
            "replace",
        ),
        (
            "nothing but a name",
            named(
                **{
                    name: None
                    for name in (
                        "cpu_name",
                        "arch",
                        "ram_visible_bytes",
                        "os_family",
                        "os_build",
                        "disk_free_bytes",
                        "is_vm",
                    )
                },
                gpus=[],
                listed=False,
            ),
            "unknown",
            "unknown",
        ),
    ],
)
def test_a_device_worked_out_by_hand(what, subject, least, chat):
    assert (minimum(subject, LIMITS).verdict, on(subject, "phi-4-mini").verdict) == (least, chat), what


@pytest.mark.parametrize(
    "edition", ["Windows 11 Enterprise multi-session", "Microsoft Windows 10 Enterprise Multi-Session"]
)
def test_a_desktop_that_several_people_share_is_no_device(edition):
    told = on(replace(device(ram_visible_bytes=64 * GB), edition=read(edition)), "phi-4-mini")
    assert told.verdict == "not_suitable"
    assert said(told.reasons[0]) == "several people share this device, and Foundry Local answers one request at a time"
    assert "shared_hosts=" in told.rules[0] and "https://" in told.rules[0]


def test_a_terminal_server_that_the_msp_named_is_no_device_and_its_minimum_stays():
    host = replace(device(**SERVER), shared=True)
    assert (minimum(host, LIMITS).verdict, on(host, "phi-4-mini").verdict) == ("ready", "not_suitable")


def test_a_node_of_azure_local_is_no_device_and_says_where_models_run_there():
    told = minimum(replace(device(**SERVER), edition=read("Azure Stack HCI")), LIMITS)
    assert told.verdict == "not_suitable" and "Kubernetes with Arc" in said(told.reasons[0])
    assert told.rules[0].startswith("azure_local=")


def test_an_edition_that_only_sounds_like_s_mode_is_none():
    for words in ("Microsoft Windows 11 Pro", "Windows 11 Business", "Windows 11 SE", ""):
        assert minimum(replace(device(), edition=Seen(words, "read", "x")), LIMITS).verdict == "ready"
    assert minimum(replace(device(), edition=missing()), LIMITS).verdict == "ready"


def test_a_verdict_carries_the_variant_the_provider_and_the_rules_with_day_and_address():
    told = on(device(), "phi-4-mini")
    assert [(one.variant, one.provider, one.state) for one in told.expected] == [
        ("Phi-4-mini-instruct-generic-cpu:5", "CPUExecutionProvider", "expected")
    ]
    least = next(rule for rule in told.rules if rule.startswith("ram_min_bytes=8589934592: "))
    assert "https://" in least and "read 2026-11-20" in least
    assert any(rule.startswith("Phi-4-mini-instruct-generic-cpu:5: 5153960755 bytes") for rule in told.rules)
    assert told.confidence == "high"


def test_confidence_follows_what_the_verdict_rests_on():
    guessed = device(gpus=[RTX], ram_visible_bytes=8 * GB)
    assert on(guessed, "phi-4-mini").confidence == "medium"  # a card's share of memory was never measured by us
    assert on(device(disk_free_bytes=None), "phi-4-mini").confidence == "low"
    assert on(device(ram_visible_bytes=Seen(16 * GB, "capped", "x")), "phi-4-mini").confidence == "low"
