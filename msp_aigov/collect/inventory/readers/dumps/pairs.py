"""Short answers of graphics tools: "Name|bytes" lines, `rocm-smi` and `vulkaninfo --summary`."""

import re

from msp_aigov.collect.inventory.readers.table import Header, Record, Rejected, Table

_PAIR = re.compile(r"^([^|]+)\|(\d+)$")
_ROCM = re.compile(r"^GPU\[(\d+)\]\s*:\s*(Card Series|Card series|VRAM Total Memory \(B\)):\s*(.+)$")
_VULKAN = re.compile(r"^GPU id\s*=\s*\d+ \((.+)\)$|^\s*deviceName\s*=\s*(\S.*)$")
_DRIVER = re.compile(r" \((RADV|AMDVLK|NVK|llvmpipe|ANV)\b.*\)$")


def mine(text: str) -> bool:
    """Whether the text is of this kind."""
    lines = [line.strip() for line in text[:8000].splitlines() if line.strip()]
    return any(_PAIR.match(line) or line.startswith(("GPU[", "GPU id", "deviceName")) for line in lines[:8])


def read(text: str, shown: str, known: Header) -> Table:
    """One record with the adapters; a line that names none, or gives no number, is rejected by itself."""
    adapters: dict[str, dict[str, str]] = {}
    rejected = []
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if pair := _PAIR.match(line):
            adapters[str(number)] = {"Name": pair[1].strip(), "Memory": f"{pair[2]} B"}
        elif rocm := _ROCM.match(line):
            key = "Name" if "eries" in rocm[2] else "Memory"
            adapters.setdefault(rocm[1], {"Name": ""})[key] = rocm[3].strip() + (" B" if key == "Memory" else "")
        elif vulkan := _VULKAN.match(line):
            adapters[str(number)] = {"Name": _DRIVER.sub("", vulkan[1] or vulkan[2])}
        elif line and not line.startswith("GPU["):
            rejected.append(Rejected(number, f"names no adapter with a number: {line[:60]}"))
    listed = [one for one in adapters.values() if one["Name"]]
    records = (Record(1, {"adapter lines": "graphics tool", "cards": listed}),) if listed else ()
    return Table("text", records, tuple(rejected))
