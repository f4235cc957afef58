"""Memory of graphics cards and neural processors of processors, by exact name from the dated tables."""

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from msp_aigov.collect.inventory import hardware
from msp_aigov.model.seen import Seen

GIB = 2**30
_MARKS = re.compile(r"\((?:r|tm|c)\)|[®™©]", re.IGNORECASE)
_MAKERS = frozenset(
    ("nvidia", "amd", "intel", "corporation", "inc", "inc.", "advanced", "micro", "devices,", "[amd/ati]")
)
_CHIP = re.compile(r"^\S+ \[([^\[\]/]+)\]$")
_OWN = re.compile(r"\b(\d{1,2}) ?GB\b", re.IGNORECASE)


@dataclass(frozen=True)
class Silicon:
    """One family of processors: whether a neural processor is in it, and the provider that would drive it."""

    family: str
    npu: bool
    provider: str
    note: str


def named_memory(name: str, read: Seen[int]) -> Seen[int]:
    """What a card's name adds to a memory figure that was not read, or only as a lower bound.

    One size under a name is inferred; several leave the smallest as a lower bound. Names match as a whole.
    """
    if read.state not in ("missing", "capped", "sentinel") or hardware.gpu_kind(name) != "discrete":
        return read
    floor = read.value or 0
    # A cap is rounded; a card of exactly 4 GB reads the same as a larger one.
    sizes = [size for size in memory_of(name) if size * 1.01 >= floor]
    if not sizes:
        return read
    told = f"{read.source}; " if read.source else ""
    if len(sizes) == 1:
        return Seen(sizes[0], "inferred", f"{told}{name} has {sizes[0] // GIB} GB", "bytes")
    choices = " or ".join(str(size // GIB) for size in sizes)
    return Seen(max(sizes[0], floor), "capped", f"{told}{name} has {choices} GB", "bytes")


@lru_cache(4096)
def memory_of(name: str) -> tuple[int, ...]:
    """The memory sizes in bytes of the cards that bear this name; a size in the name itself decides."""
    bare = _plain(name)
    if found := _cards().get(bare):
        return found
    own = _OWN.search(bare)
    return (int(own[1]) * GIB,) if own and hardware.gpu_kind(name) == "discrete" else ()


@lru_cache(4096)
def silicon(cpu: str) -> Silicon | None:
    """The family a processor's name belongs to; None where the table has none."""
    bare = " ".join(_MARKS.sub("", cpu).split())
    return next((family for pattern, family in _families() if pattern.search(bare)), None)


def _plain(name: str) -> str:
    words = " ".join(word for word in _MARKS.sub("", name).casefold().split() if word not in _MAKERS)
    chip = _CHIP.match(words)
    return chip[1] if chip else words


@cache
def _cards() -> dict[str, tuple[int, ...]]:
    return {
        _plain(row["name"]): tuple(int(size) * GIB for size in row["memory_gib"].split(";"))
        for row in _table("graphics_cards")
    }


@cache
def _families() -> list[tuple[re.Pattern[str], Silicon]]:
    return [
        (
            re.compile(row["cpu_pattern"], re.IGNORECASE),
            Silicon(row["family"], row["npu"] == "yes", row["provider"], row["note"]),
        )
        for row in _table("silicon")
    ]


def _table(name: str) -> list[dict[str, str]]:
    file = resources.files("msp_aigov.rules") / "data" / f"{name}.csv"
    return list(csv.DictReader(file.read_text("utf-8").splitlines()))
