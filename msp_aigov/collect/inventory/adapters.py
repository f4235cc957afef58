"""Display adapters: what kind each is, and whether its memory figure can be believed."""

import re
from collections.abc import Iterator
from dataclasses import replace

from msp_aigov.collect.inventory import hardware
from msp_aigov.collect.inventory.cellreader import CellReader, plain_words
from msp_aigov.collect.inventory.mapping import GpuRule, Mapping, Rule
from msp_aigov.collect.inventory.pick import Cells
from msp_aigov.model.ability.fit import Driver
from msp_aigov.model.device import Gpu
from msp_aigov.model.seen import Seen, missing

MIB, GIB = 2**20, 2**30
# WMI keeps adapter memory in 32 bits: 4 GiB less 1 MiB, "4095 MB", "4.0 GB" and "4.3 GB" all mean "4 GB or more".
CAP_FROM, CAP_TO = 4_000_000_000, int(4.31 * GIB)
_BETWEEN = re.compile(r"\s*(?:;|\||\r?\n|,(?=\s*(?:nvidia|intel|amd|microsoft)))\s*", re.IGNORECASE)


def gpus(rule: GpuRule | None, reader: CellReader, row: int, cells: Cells) -> tuple[tuple[Gpu, ...], bool]:
    """The adapters of one record, and whether the record lists adapters at all (then none means none)."""
    if rule is None:
        return (), False
    rule = _listed(rule, cells)
    if rule.name.each:
        items = cells.get(rule.name.each)
        if not isinstance(items, list):
            return (), False
        found = [_gpu(rule, reader, row, {rule.name.each: [item]}) for item in items]
        blind = any(raw.text == "false" for raw in reader.raws(rule.listed, row, cells))
        return tuple(gpu for gpu in found if gpu), bool(found) or not blind
    named = reader.best(rule.name, row, cells, plain_words)
    words = [part for part in _BETWEEN.split(named.value or "") if part]
    if len(words) == 1:
        gpu = _gpu(rule, reader, row, cells)
        return ((gpu,) if gpu else ()), True
    # One figure beside several names belongs to one of them, and nothing says to which.
    memory: Seen[int] = missing(named.source, "bytes")
    return tuple(Gpu(name, hardware.gpu_kind(name), memory) for name in words), bool(words)


def drivers(mapping: Mapping, reader: CellReader, row: int, cells: Cells) -> tuple[Driver, ...]:
    """The drivers of adapters and of neural processors, each under the name of what it drives."""
    pairs = [(mapping.gpus.name, mapping.gpus.driver)] if mapping.gpus else []
    pairs.append((mapping.npu, mapping.npu_driver))
    made = (found for name, driver in pairs for found in _drivers(name, driver, reader, row, cells))
    return tuple(dict.fromkeys(made))


def _drivers(name: Rule, driver: Rule, reader: CellReader, row: int, cells: Cells) -> Iterator[Driver]:
    items = cells.get(name.each) if name.each else None
    # Items of a list one by one; adapters in one cell only where it names a single one.
    for part in [{**cells, name.each: [item]} for item in items] if isinstance(items, list) else [cells]:
        of = reader.words(name, row, part).value
        version = reader.words(driver, row, part) if driver != Rule() else None
        if of and version and version.value and (items or not _BETWEEN.search(of)):
            yield Driver(of, version)


def _listed(rule: GpuRule, cells: Cells) -> GpuRule:
    """The rule for the list that this record has, where a product may keep its adapters in one of several."""
    plain = next((link for link in rule.name.chain if not link.each), rule.name)
    name = next((link for link in rule.name.chain if link.each and isinstance(cells.get(link.each), list)), plain)
    vram = next((link for link in rule.vram.chain if link.each == name.each), rule.vram)
    return replace(rule, name=replace(name, or_else=None), vram=replace(vram, or_else=None))


def _gpu(rule: GpuRule, reader: CellReader, row: int, cells: Cells) -> Gpu | None:
    name = reader.words(rule.name, row, cells).value
    if name is None:
        return None
    kind = hardware.gpu_kind(name)
    exact = reader.size(rule.exact, row, cells, MIB, 1024 * GIB) if rule.exact != Rule() else missing("", "bytes")
    if exact.value is not None:
        return Gpu(name, kind, _if_there(rule, vram(kind, exact, wmi=False)))
    memory = reader.size(rule.vram, row, cells, MIB, 1024 * GIB) if rule.vram != Rule() else missing("", "bytes")
    return Gpu(name, kind, _if_there(rule, vram(kind, memory, rule.wmi)))


def _if_there(rule: GpuRule, memory: Seen[int]) -> Seen[int]:
    """A figure of an adapter that may be gone cannot count as read."""
    if not rule.removed or memory.state != "read":
        return memory
    return Seen(memory.value, "inferred", f"{memory.source}, if this card is still in the machine", "bytes")


def vram(kind: hardware.GpuKind, memory: Seen[int], wmi: bool) -> Seen[int]:
    """Dedicated memory: only a discrete adapter's figure is, and a WMI figure near 4 GB is a lower bound."""
    if memory.value is None:
        return memory
    if kind != "discrete":
        return missing(f"{memory.source} is not dedicated memory ({kind or 'unknown'} adapter)", "bytes")
    if wmi and CAP_FROM <= memory.value <= CAP_TO:
        return Seen(min(memory.value, 4 * GIB), "capped", f"{memory.source}, at least 4 GB", "bytes")
    return memory
