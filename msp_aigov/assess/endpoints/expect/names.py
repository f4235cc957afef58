"""What a card's and a processor's name tell beside what was read: by the dated tables, and by exact name."""

import re
from collections.abc import Iterable
from dataclasses import replace

from msp_aigov.model.ability.gates import GraphicsCard, Silicon
from msp_aigov.model.device import NO_NPU, Gpu, Sighting
from msp_aigov.model.rules import Reference
from msp_aigov.model.seen import Seen

GIB = 2**30
_MARKS = re.compile(r"\((?:r|tm|c)\)|[®™©]", re.IGNORECASE)
_MAKERS = frozenset(
    ("nvidia", "amd", "intel", "corporation", "inc", "inc.", "advanced", "micro", "devices,", "[amd/ati]")
)
_CHIP = re.compile(r"^\S+ \[([^\[\]/]+)\]$")
# What drivers add to a name without meaning another card; a mobile card is what its maker calls a laptop's.
_DECORATION = re.compile(r"(?: with max-q design| series| graphics| \(firegl v\)| \(notebook\))+$")
_OWN = re.compile(r"\b(\d{1,2}) ?GB\b", re.IGNORECASE)

Memory = tuple[tuple[int, ...], str]
"""The sizes in bytes that cards of one name have, and where that was read."""


class Names:
    """The tables of graphics cards and of silicon, asked by name; each name is looked up once."""

    def __init__(self, cards: Iterable[GraphicsCard], silicon: Iterable[Silicon]) -> None:
        self._cards = {_plain(card.name): card for card in cards}
        self._families = [(re.compile(one.cpu_pattern, re.IGNORECASE), one) for one in silicon]
        self._memory: dict[str, Memory] = {}
        self._silicon: dict[str, Silicon | None] = {}

    def told(self, one: Sighting) -> Sighting:
        """The sighting with what its names add to a card's memory and to the neural processor."""
        gpus = tuple(self._with_memory(gpu) for gpu in one.gpus)
        return replace(one, gpus=gpus, npu=self._npu(one))

    def memory(self, gpu: Gpu) -> Memory:
        """The memory of cards of this name; where no table has it, a size in the name itself decides."""
        if gpu.name not in self._memory:
            self._memory[gpu.name] = self._looked_up(gpu)
        return self._memory[gpu.name]

    def silicon(self, cpu: str) -> Silicon | None:
        """The family that a processor's name belongs to; None where the table has none."""
        if cpu not in self._silicon:
            bare = " ".join(_MARKS.sub("", cpu).split())
            self._silicon[cpu] = next((one for pattern, one in self._families if pattern.search(bare)), None)
        return self._silicon[cpu]

    def _looked_up(self, gpu: Gpu) -> Memory:
        bare = _plain(gpu.name)
        if card := self._cards.get(bare):
            return tuple(size * GIB for size in card.memory_gib), _cited(card.reference)
        own = _OWN.search(bare)
        return ((int(own[1]) * GIB,) if own and gpu.kind == "discrete" else ()), "its name says so"

    def _with_memory(self, gpu: Gpu) -> Gpu:
        """One size under a name is inferred; several leave the smallest as a lower bound."""
        read = gpu.vram_bytes
        if gpu.kind != "discrete" or read.state not in ("missing", "capped", "sentinel"):
            return gpu
        floor = read.value or 0
        known, cited = self.memory(gpu)
        # A cap is rounded; a card of exactly 4 GB reads the same as a larger one.
        sizes = [size for size in known if size * 1.01 >= floor]
        if not sizes:
            return gpu
        choices = " or ".join(str(size // GIB) for size in sizes)
        source = f"{read.source}; " * bool(read.source) + f"{gpu.name} has {choices} GB ({cited})"
        if len(sizes) == 1:
            return replace(gpu, vram_bytes=Seen(sizes[0], "inferred", source, "bytes"))
        return replace(gpu, vram_bytes=Seen(max(sizes[0], floor), "capped", source, "bytes"))

    def _npu(self, one: Sighting) -> Seen[str]:
        cpu = one.facts.cpu_name
        family = self.silicon(cpu.value) if cpu.value and one.npu.value in (None, NO_NPU) else None
        if family is None or family.npu == "no" or one.kind not in ("device", "update"):
            return one.npu
        source = f"{cpu.source}; {family.family} has one ({_cited(family.reference)})"
        return Seen(f"in {cpu.value}", "inferred", source)


def _cited(reference: Reference) -> str:
    return f"{reference.source}, read {reference.read_on}"


def _plain(name: str) -> str:
    words = " ".join(word for word in _MARKS.sub("", name).casefold().split() if word not in _MAKERS)
    chip = _CHIP.match(words)
    bare = _DECORATION.sub("", chip[1] if chip else words)
    return bare.removesuffix("mobile") + "laptop gpu" if bare.endswith(" mobile") else bare
