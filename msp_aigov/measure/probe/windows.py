"""Windows: one question to PowerShell, answered as JSON; its parser is pure."""

import json
import re
from collections.abc import Mapping
from typing import Any

from msp_aigov.measure.probe.command import said
from msp_aigov.measure.probe.known import seen, words
from msp_aigov.measure.probe.system import System
from msp_aigov.model.bench.probed import Disk, ProbedGpu
from msp_aigov.model.seen import Seen, missing

# AdapterRAM has 32 bits: from here up it says only "at least".
CAP = 4_293_918_720
VIDEO = r"HKLM:\SYSTEM\CurrentControlSet\Control\Class\{4d36e968-e325-11ce-bfc1-08002be10318}\0*"
# Everything here is readable by an ordinary user; what is not stays away instead of failing.
QUESTION = f"""
$ErrorActionPreference = 'SilentlyContinue'
[Console]::OutputEncoding = [System.Text.Encoding]::UTF8
$out = @{{}}
$out.system = Get-CimInstance Win32_ComputerSystem | Select-Object Manufacturer, Model, HypervisorPresent
$out.bios = Get-CimInstance Win32_BIOS | Select-Object SerialNumber
$out.os = Get-CimInstance Win32_OperatingSystem | Select-Object Caption
$out.cpu = @(Get-CimInstance Win32_Processor | Select-Object L3CacheSize)
$video = Get-CimInstance Win32_VideoController
$out.video = @($video | Select-Object Name, AdapterCompatibility, DriverVersion, AdapterRAM)
$out.memory = @(Get-ItemProperty '{VIDEO}' | Select-Object DriverDesc, 'HardwareInformation.qwMemorySize')
$out.disks = @(Get-PhysicalDisk | Select-Object FriendlyName, MediaType, BusType, Size)
$out.npu = @(Get-PnpDevice -Class ComputeAccelerator -Status OK | Select-Object FriendlyName)
$out | ConvertTo-Json -Depth 4 -Compress
"""
PLANS: Mapping[str, str] = {
    "381b4222-f694-41f0-9685-ff5bb260df2e": "balanced",
    "8c5e7fda-e8bf-4a96-9a85-a6e23a8c635c": "high performance",
    "a1841308-3541-4fab-bc81-f71556f20b4a": "power saver",
}
_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
VIRTUAL = ("virtual machine", "vmware", "virtualbox", "kvm", "qemu", "hvm domu", "parallels")


def read() -> System:
    """Everything that Windows says of this device."""
    answer = said(["powershell", "-NoProfile", "-NonInteractive", "-Command", QUESTION], timeout_s=30)
    return understood(answer or "", said(["powercfg", "/getactivescheme"]) or "")


def understood(answer: str, scheme: str) -> System:
    """The answer of PowerShell, and of powercfg, whose words are in the language of the system."""
    try:
        told = json.loads(answer)
    except ValueError:
        told = {}
    system, bios = _one(told, "system"), _one(told, "bios")
    return System(
        serial=words(bios.get("SerialNumber"), "Win32_BIOS"),
        manufacturer=words(system.get("Manufacturer"), "Win32_ComputerSystem"),
        product=words(system.get("Model"), "Win32_ComputerSystem"),
        os_name=words(_one(told, "os").get("Caption"), "Win32_OperatingSystem"),
        virtual=_virtual(system),
        disks=tuple(map(_disk, _many(told, "disks"))),
        plan=_plan(scheme),
        gpus=tuple(_gpu(each, _many(told, "memory")) for each in _many(told, "video")),
        gpus_listed="video" in told,
        npu=_npu(told),
        cache_bytes=_cache(_many(told, "cpu")),
    )


def _gpu(video: Mapping[str, Any], memory: list[Mapping[str, Any]]) -> ProbedGpu:
    name = str(video.get("Name") or "")
    driver = words(video.get("DriverVersion"), "Win32_VideoController")
    exact = [_whole(each.get("HardwareInformation.qwMemorySize")) for each in memory if each.get("DriverDesc") == name]
    if exact and exact[0]:
        held = seen(exact[0], "HardwareInformation.qwMemorySize", "bytes")
    elif (said_size := _whole(video.get("AdapterRAM"))) and said_size >= CAP:
        held = Seen(said_size, "capped", "Win32_VideoController: AdapterRAM has 32 bits", "bytes")
    else:
        held = seen(said_size, "Win32_VideoController: AdapterRAM", "bytes")
    return ProbedGpu(name, str(video.get("AdapterCompatibility") or ""), driver, held)


def _disk(disk: Mapping[str, Any]) -> Disk:
    # Windows PowerShell 5.1 gives numbers where later ones give names.
    bus, media = str(disk.get("BusType")), str(disk.get("MediaType"))
    kind = "nvme" if bus in ("NVMe", "17") else {"SSD": "ssd", "4": "ssd", "HDD": "hdd", "3": "hdd"}.get(media)
    size = seen(_whole(disk.get("Size")), "Get-PhysicalDisk", "bytes")
    return Disk(str(disk.get("FriendlyName") or ""), seen(kind, "Get-PhysicalDisk"), size)


def _virtual(system: Mapping[str, Any]) -> Seen[bool]:
    model = str(system.get("Model") or "").casefold()
    if not model:
        return missing("Win32_ComputerSystem")
    # HypervisorPresent is true on a plain PC with memory integrity too, so only the model's name decides.
    return Seen(any(name in model for name in VIRTUAL), "inferred", f"Win32_ComputerSystem: {system.get('Model')}")


def _plan(scheme: str) -> Seen[str]:
    found = _GUID.search(scheme)
    if found is None:
        return missing("powercfg /getactivescheme")
    return Seen(PLANS.get(found[0].lower(), found[0].lower()), "read", "powercfg /getactivescheme")


def _npu(told: Mapping[str, Any]) -> Seen[str]:
    names = [str(each["FriendlyName"]) for each in _many(told, "npu") if each.get("FriendlyName")]
    return seen(names[0] if names else None, "Get-PnpDevice ComputeAccelerator")


def _cache(processors: list[Mapping[str, Any]]) -> Seen[int]:
    size = _whole(processors[0].get("L3CacheSize")) if processors else None
    return seen(size * 1024 if size else None, "Win32_Processor: L3CacheSize", "bytes")


def _one(told: Any, name: str) -> Mapping[str, Any]:
    found = told.get(name) if isinstance(told, dict) else None
    return found if isinstance(found, dict) else {}


def _many(told: Any, name: str) -> list[Mapping[str, Any]]:
    found = told.get(name) if isinstance(told, dict) else None
    return [each for each in (found if isinstance(found, list) else [found]) if isinstance(each, dict)]


def _whole(value: Any) -> int | None:
    """A positive whole number; a size may come as text."""
    try:
        number = int(value)
    except (TypeError, ValueError):
        return None
    return number if number > 0 else None
