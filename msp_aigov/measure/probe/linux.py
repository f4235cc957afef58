"""Linux: what its kernel and its few commands say, without administrator rights."""

import re
from collections.abc import Mapping
from pathlib import Path

from msp_aigov.measure.probe.command import said
from msp_aigov.measure.probe.known import seen, words
from msp_aigov.measure.probe.system import System
from msp_aigov.model.bench.probed import Disk, ProbedGpu
from msp_aigov.model.seen import Seen, missing

SECTOR = 512
DISPLAY = ("VGA compatible controller", "3D controller", "Display controller")
ACCELERATOR = "/sys/class/accel"
_LSPCI = re.compile(r'"((?:[^"\\]|\\.)*)"')
_SIZE = re.compile(r"^(\d+)([KMG]?)$")
UNITS = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30}


def read(root: Path = Path("/")) -> System:
    """Everything that Linux says of this device."""
    dmi = root / "sys/class/dmi/id"
    release = os_release(_text(root / "etc/os-release") or "")
    listed = said(["lspci", "-mm"]) or ""
    return System(
        serial=words(_text(dmi / "product_serial"), "/sys/class/dmi/id/product_serial"),
        manufacturer=words(_text(dmi / "sys_vendor"), "/sys/class/dmi/id/sys_vendor"),
        product=words(_text(dmi / "product_name"), "/sys/class/dmi/id/product_name"),
        os_name=seen(release.get("PRETTY_NAME"), "/etc/os-release"),
        virtual=_virtual(root),
        disks=tuple(_disk(folder) for folder in _folders(root / "sys/block") if _is_disk(folder)),
        plan=_plan(root),
        gpus=gpus(listed),
        # Every machine has some device there; where none can be read, nothing was listed.
        gpus_listed=bool(_devices(listed)),
        npu=_npu(root),
        cache_bytes=_cache(root),
    )


def os_release(text: str) -> dict[str, str]:
    """The pairs of an os-release file."""
    pairs = (line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip().strip('"') for name, value in pairs}


def gpus(listed: str) -> tuple[ProbedGpu, ...]:
    """The display adapters of `lspci -mm`; how much memory they have it does not say."""
    return tuple(ProbedGpu(row[2], row[1]) for row in _devices(listed) if row[0].startswith(DISPLAY))


def _devices(listed: str) -> list[list[str]]:
    """Class, maker and name of every device, and what else its line quotes."""
    rows = (_LSPCI.findall(line) for line in listed.splitlines())
    return [row for row in rows if len(row) >= 3]


def size(text: str | None) -> int | None:
    """A size of the kernel's, as 32768K, in bytes."""
    match = _SIZE.match((text or "").strip())
    return int(match[1]) * UNITS[match[2]] if match and int(match[1]) else None


def kind(name: str, rotational: str | None) -> str | None:
    """The kind of a disk, from its name and whether the kernel says that it turns."""
    if name.startswith("nvme"):
        return "nvme"
    kinds: Mapping[str, str] = {"0": "ssd", "1": "hdd"}
    # A virtual disk is said to turn, whatever lies below.
    return None if name.startswith(("vd", "xvd")) else kinds.get((rotational or "").strip())


def _disk(folder: Path) -> Disk:
    sectors = (_text(folder / "size") or "").strip()
    whole = int(sectors) * SECTOR if sectors.isdigit() and int(sectors) else None
    source = f"/sys/block/{folder.name}"
    found = kind(folder.name, _text(folder / "queue/rotational"))
    return Disk(folder.name, seen(found, source), seen(whole, source, "bytes"))


def _is_disk(folder: Path) -> bool:
    return not folder.name.startswith(("loop", "ram", "zram", "dm-", "md", "sr", "fd"))


def _virtual(root: Path) -> Seen[bool]:
    info = _text(root / "proc/cpuinfo")
    if info is None:
        return missing("/proc/cpuinfo")
    if re.search(r"^flags\s*:.*\bhypervisor\b", info, re.MULTILINE):
        return Seen(True, "read", "/proc/cpuinfo: hypervisor")
    # Only x86 processors have that flag.
    return Seen(False, "read", "/proc/cpuinfo") if "flags" in info else missing("/proc/cpuinfo")


def _plan(root: Path) -> Seen[str]:
    for place in ("sys/firmware/acpi/platform_profile", "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"):
        if text := _text(root / place):
            return Seen(text.strip(), "read", f"/{place}")
    return missing("platform_profile, scaling_governor")


def _npu(root: Path) -> Seen[str]:
    folders = _folders(root / "sys/class/accel")
    if not folders:
        return missing(ACCELERATOR)
    driver = (folders[0] / "device/driver").resolve().name
    return Seen(f"{folders[0].name} ({driver})", "read", ACCELERATOR)


def _cache(root: Path) -> Seen[int]:
    """The last cache of the first processor."""
    place = root / "sys/devices/system/cpu/cpu0/cache"
    sizes = [size(_text(folder / "size")) for folder in _folders(place)]
    return seen(max((each for each in sizes if each), default=None), "/sys/devices/system/cpu/cpu0/cache", "bytes")


def _folders(place: Path) -> list[Path]:
    try:
        return sorted(each for each in place.iterdir() if each.is_dir())
    except OSError:
        return []


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
