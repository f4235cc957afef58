"""The whole probe of this device, and the conditions a benchmark ran under."""

import importlib.metadata
import json
import platform
import socket
import sys
from collections.abc import Callable
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

import psutil

from msp_aigov.measure.probe import linux, macos, nvidia, windows
from msp_aigov.measure.probe.command import said
from msp_aigov.measure.probe.known import seen
from msp_aigov.measure.probe.providers import providers
from msp_aigov.measure.probe.runtimes import runtimes
from msp_aigov.measure.probe.system import System
from msp_aigov.model.bench.measured import Conditions
from msp_aigov.model.bench.probed import PROBE_VERSION, Power, Probe
from msp_aigov.model.seen import Seen, missing

T = TypeVar("T")
CPU_TIMEOUT_S = 20.0
FAMILIES = {"linux": "Linux", "darwin": "macOS", "win32": "Windows"}
READERS = {"linux": linux.read, "darwin": macos.read, "win32": windows.read}
ENGINES = ("onnxruntime", "onnxruntime-gpu", "onnxruntime-directml", "onnxruntime-genai", "foundry-local-sdk", "numpy")


def probe(tool: str, read_at: datetime) -> Probe:
    """Ask everything here that may be asked."""
    system = READERS[sys.platform]() if sys.platform in READERS else System()
    cards, driver = nvidia.adapters()
    # The driver's own library knows its cards better than the system does.
    others = tuple(each for each in system.gpus if not cards or "nvidia" not in f"{each.name} {each.vendor}".lower())
    info = cpu_info()
    return Probe(
        PROBE_VERSION, tool, read_at,
        host_name=seen(socket.gethostname() or None, "gethostname"),
        serial=system.serial, manufacturer=system.manufacturer, product=system.product,
        os_family=seen(FAMILIES.get(sys.platform), "sys.platform"),
        os_name=system.os_name,
        os_build=seen(platform.version() if sys.platform == "win32" else platform.release(), "platform"),
        arch=seen(platform.machine() or None, "platform"),
        virtual=system.virtual,
        cpu_name=seen(info.get("brand_raw"), "py-cpuinfo"),
        cpu_features=seen(tuple(sorted(info["flags"])) if info.get("flags") else None, "py-cpuinfo"),
        cores=counted(lambda: psutil.cpu_count(logical=False)),
        threads=counted(psutil.cpu_count),
        cache_bytes=system.cache_bytes if system.cache_bytes.known else _cache(info),
        ram_bytes=counted(lambda: psutil.virtual_memory().total, "bytes"),
        ram_free_bytes=counted(lambda: psutil.virtual_memory().available, "bytes"),
        # The disk that the system lies on, which is where Python is found as a rule.
        disk_free_bytes=counted(lambda: psutil.disk_usage(Path(sys.executable).anchor or "/").free, "bytes"),
        disks=system.disks, power=power(system.plan), gpus=(*cards, *others),
        gpus_listed=system.gpus_listed or bool(cards), nvidia=driver, npu=system.npu,
        providers=providers(), runtimes=runtimes(),
    )  # fmt: skip


def counted(ask: Callable[[], int | None], unit: str = "") -> Seen[int]:
    """A number above zero out of psutil, or that it could not be read: a system may hide what it reads from."""
    found = _asked(ask)
    return seen(found, "psutil", unit) if found is None or found > 0 else missing("psutil", unit)


def _asked(ask: Callable[[], T]) -> T | None:
    try:
        return ask()
    except (OSError, RuntimeError, ValueError, LookupError, AttributeError, psutil.Error):
        return None


def cpu_info() -> dict[str, Any]:
    """What py-cpuinfo found; on a processor it does not know it finds little, and says so by leaving out."""
    package = find_spec("cpuinfo")
    if package is None or not package.submodule_search_locations:
        return {}
    # As a program, which is how it calls itself: it asks others of the system, and waits for them without an end.
    program = Path(package.submodule_search_locations[0]) / "cpuinfo.py"
    answer = said([sys.executable, str(program), "--json"], CPU_TIMEOUT_S)
    try:
        found = json.loads(answer or "")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def power(plan: Seen[str]) -> Power:
    """Mains or battery. No battery seen may be a desktop or a machine that does not say: unknown."""
    battery = _asked(lambda: psutil.sensors_battery())
    if battery is None:
        return Power(plan=plan)
    plugged = battery.power_plugged
    percent = round(battery.percent) if battery.percent is not None else None
    return Power(seen(plugged, "psutil"), seen(percent, "psutil", "percent"), plan)


def conditions(about: Probe, busy_percent: int | None) -> Conditions:
    """What a run needs to be repeated, out of a probe."""
    return Conditions(
        os=f"{about.os_name.value or about.os_family.value} {about.os_build.value or ''}".strip(),
        cpu=about.cpu_name.value or "unknown",
        cores=about.cores.value,
        threads=about.threads.value,
        cache_bytes=about.cache_bytes.value,
        ram_bytes=about.ram_bytes.value,
        ram_free_bytes=about.ram_free_bytes.value,
        busy_percent=busy_percent,
        mains=about.power.mains.value,
        battery_percent=about.power.battery_percent.value,
        power_plan=about.power.plan.value or "unknown",
        temperature_c=temperature(),
        virtual=about.virtual.value,
        gpus=tuple(f"{each.name} {each.driver.value or ''}".strip() for each in about.gpus),
        versions=versions(),
        manufacturer=about.manufacturer.value or "",
        product=about.product.value or "",
        serial=about.serial.value or "",
    )


def temperature() -> int | None:
    """The hottest sensor, in degrees Celsius, where the system shows any."""
    groups = _asked(lambda: psutil.sensors_temperatures()) or {}
    shown = [each.current for group in groups.values() for each in group if each.current]
    return round(max(shown)) if shown else None


def versions() -> tuple[str, ...]:
    """The packages that run models, with their versions."""
    found = {f"Python {platform.python_version()}"}
    for name in ENGINES:
        try:
            found.add(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    return tuple(sorted(found))


def _cache(info: dict[str, Any]) -> Seen[int]:
    """The last cache as py-cpuinfo has it; on Linux it gives another one, where the kernel hides the last."""
    if sys.platform == "linux":
        return missing("/sys/devices/system/cpu/cpu0/cache", "bytes")
    size = info.get("l3_cache_size")
    return seen(size, "py-cpuinfo", "bytes") if isinstance(size, int) and size > 0 else missing("py-cpuinfo", "bytes")
