"""How much memory a device has, from what the inventory says is installed or visible to its system."""

import re
from typing import Literal

from msp_aigov.assess.endpoints.limits import Limits
from msp_aigov.model.device import Device, Facts
from msp_aigov.model.seen import Seen

GIB = 2**30
STANDARD = tuple(size * GIB for size in (1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024))
_ROUNDING = 0.98
_AMD = re.compile(r"\bamd\b|ryzen|athlon", re.IGNORECASE)
# Of 128 GB, 96 may be given to its graphics.
_AI_MAX, _AI_MAX_PERCENT = re.compile(r"\bai max\b", re.IGNORECASE), 24


def installed(device: Device, limits: Limits) -> Seen[int]:
    """Installed memory in bytes: as listed, else inferred from what the system sees, else at least that."""
    listed, visible = device.facts.ram_installed_bytes, device.facts.ram_visible_bytes
    if not visible.known or visible.value is None:
        return _rounded(listed, limits) if listed.value is not None or visible.value is None else visible
    if listed.known and listed.value is not None and listed.value >= visible.value * _ROUNDING:
        return _rounded(listed, limits)
    size = standard(visible.value)
    if size and _is_near(visible.value, size, limits) and not _may_hide_more(device.facts, visible.value, size, limits):
        return Seen(size, "inferred", visible.source, "bytes")
    return Seen(visible.value, "capped", visible.source, "bytes")


def told(device: Device, limits: Limits) -> Seen[int]:
    """Installed memory in bytes as people read it: listed, contradicted where the system sees more, else worked out."""
    listed, visible = device.facts.ram_installed_bytes, device.facts.ram_visible_bytes
    if listed.value is None:
        have = installed(device, limits)
        return listed if have.value is None else have
    if listed.known and visible.known and listed.value < (visible.value or 0) * _ROUNDING:
        return Seen(listed.value, "contradicted", f"{listed.source}; {visible.source}", listed.unit)
    return listed


def seen_by_system(device: Device, limits: Limits) -> Seen[int]:
    """Memory its system sees, in bytes; contradicted where more of what is listed is missing than anything takes.

    Such a figure still decides: what is not seen cannot be used, whatever became of it.
    """
    listed, visible = device.facts.ram_installed_bytes, device.facts.ram_visible_bytes
    if not (listed.known and visible.known and listed.value is not None and visible.value is not None):
        return visible
    if visible.value * 100 >= listed.value * _visible_percent(device.facts, limits):
        return visible
    return Seen(visible.value, "contradicted", f"{visible.source}; {listed.source}", visible.unit)


def usable(device: Device, need: int, limits: Limits) -> Seen[int]:
    """Memory that programs can use, in bytes: what the system sees, else what is installed.

    What is installed decides only where what its system sees could not decide otherwise; else it is a lower bound.
    """
    visible, have = device.facts.ram_visible_bytes, installed(device, limits)
    if visible.known or not have.known or have.value is None or have.value < need:
        return visible if visible.known else have
    least = have.value * _visible_percent(device.facts, limits) // 100
    if least >= need:
        return Seen(have.value, "inferred", have.source, "bytes")
    return Seen(least, "capped", have.source, "bytes")


def standard(amount: int) -> int | None:
    """The next size of memory that is sold."""
    return next((size for size in STANDARD if size >= amount), None)


def taker_of_memory(cpu_name: str | None) -> Literal["ai max", "amd", "nobody", "unknown"]:
    """Whose graphics may have taken memory from the system: all that a processor's name tells of memory."""
    if not cpu_name:
        return "unknown"
    if _AI_MAX.search(cpu_name):
        return "ai max"
    return "amd" if _AMD.search(cpu_name) else "nobody"


def _visible_percent(facts: Facts, limits: Limits) -> int:
    """The share of installed memory that a system sees at least: graphics or a hypervisor may keep the rest."""
    taker = taker_of_memory(facts.cpu_name.value)
    if taker == "ai max":
        return _AI_MAX_PERCENT
    plain = taker == "nobody" and facts.is_vm.value is False
    return limits.snap_min_percent if plain or facts.os_family.value == "macos" else limits.visible_min_percent


def _is_near(amount: int, size: int, limits: Limits) -> bool:
    return amount * 100 >= size * limits.snap_min_percent


def _rounded(listed: Seen[int], limits: Limits) -> Seen[int]:
    """Installed memory that was listed a little short, as 8000 MB or 7.9 GB, is the size that is sold."""
    size = standard(listed.value) if listed.known and listed.value is not None else None
    if size is None or listed.value is None or size == listed.value or not _is_near(listed.value, size, limits):
        return listed
    return Seen(size, "inferred", listed.source, listed.unit)


def _may_hide_more(facts: Facts, visible: int, size: int, limits: Limits) -> bool:
    """Whether graphics in an AMD processor or a hypervisor may have taken so much that a fail would be wrong."""
    if size >= limits.ram_min_bytes or visible == size:
        return False
    if taker_of_memory(facts.cpu_name.value) != "nobody":
        return True
    return facts.is_vm.value is not False and visible < size * _ROUNDING
