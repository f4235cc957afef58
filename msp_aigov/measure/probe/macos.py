"""macOS: what system_profiler and pmset print; their parsers are pure."""

import json
import re
from collections.abc import Mapping
from typing import Any

from msp_aigov.measure.probe.command import said
from msp_aigov.measure.probe.known import seen, words
from msp_aigov.measure.probe.system import System
from msp_aigov.model.bench.probed import Disk, ProbedGpu
from msp_aigov.model.seen import Seen, missing

KINDS = ("SPHardwareDataType", "SPDisplaysDataType", "SPNVMeDataType", "SPSerialATADataType", "SPSoftwareDataType")
_LOW_POWER = re.compile(r"^\s*lowpowermode\s+(\d)", re.MULTILINE)
_MEMORY = re.compile(r"^(\d+)\s*(MB|GB)$")


def read() -> System:
    """Everything that macOS says of this device."""
    answer = said(["system_profiler", "-json", "-detailLevel", "mini", *KINDS], timeout_s=60)
    # `mini` leaves out serial numbers; this one question brings the device's own.
    serial = said(["ioreg", "-rd1", "-c", "IOPlatformExpertDevice"])
    return understood(answer or "", said(["pmset", "-g"]) or "", said(["sysctl", "-n", "kern.hv_vmm_present"]), serial)


def understood(answer: str, power: str, virtual: str | None = None, registry: str | None = None) -> System:
    """The answers of system_profiler, pmset, sysctl and ioreg."""
    try:
        told = json.loads(answer)
    except ValueError:
        told = {}
    hardware = next(iter(_many(told, "SPHardwareDataType")), {})
    software = next(iter(_many(told, "SPSoftwareDataType")), {})
    chip = hardware.get("chip_type")
    serial = re.search(r'"IOPlatformSerialNumber" = "([^"]+)"', registry or "")
    return System(
        serial=words(serial[1] if serial else None, "ioreg"),
        manufacturer=Seen("Apple", "read", "SPHardwareDataType") if hardware else missing("SPHardwareDataType"),
        product=words(hardware.get("machine_model") or hardware.get("machine_name"), "SPHardwareDataType"),
        os_name=words(software.get("os_version"), "SPSoftwareDataType"),
        virtual=seen(virtual.strip() == "1" if virtual else None, "sysctl kern.hv_vmm_present"),
        disks=tuple(_disks(told)),
        plan=_plan(power),
        gpus=tuple(map(_gpu, _many(told, "SPDisplaysDataType"))),
        gpus_listed=isinstance(told, dict) and "SPDisplaysDataType" in told,
        # Every Apple chip since the M1 has one.
        npu=Seen("Apple Neural Engine", "inferred", f"SPHardwareDataType: {chip}") if chip else missing("chip_type"),
    )


def _gpu(card: Mapping[str, Any]) -> ProbedGpu:
    name = str(card.get("sppci_model") or card.get("_name") or "")
    vendor = str(card.get("spdisplays_vendor") or "").removeprefix("sppci_vendor_")
    match = _MEMORY.match(str(card.get("spdisplays_vram") or ""))
    if match is None:
        # An Apple chip shares its memory; no card has any of its own.
        return ProbedGpu(name, vendor, memory_bytes=missing("spdisplays_vram", "bytes"))
    held = int(match[1]) * (2**30 if match[2] == "GB" else 2**20)
    return ProbedGpu(name, vendor, memory_bytes=seen(held, "spdisplays_vram", "bytes"))


def _disks(told: Any) -> list[Disk]:
    found = []
    for source, kind in (("SPNVMeDataType", "nvme"), ("SPSerialATADataType", None)):
        for controller in _many(told, source):
            for item in _many(controller, "_items"):
                medium = {"spsata_solidstate": "ssd", "spsata_rotational": "hdd"}.get(
                    str(item.get("spsata_medium_type"))
                )
                size = item.get("size_in_bytes")
                whole = seen(size if isinstance(size, int) and size > 0 else None, source, "bytes")
                found.append(Disk(str(item.get("_name") or ""), seen(kind or medium, source), whole))
    return found


def _plan(power: str) -> Seen[str]:
    match = _LOW_POWER.search(power)
    if match is None:
        return missing("pmset -g")
    return Seen("low power" if match[1] == "1" else "normal", "read", "pmset -g: lowpowermode")


def _many(told: Any, name: str) -> list[Mapping[str, Any]]:
    found = told.get(name) if isinstance(told, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
