"""One record of an inventory to one sighting."""

import re
from dataclasses import replace
from typing import Any

from msp_aigov.collect.inventory import hardware
from msp_aigov.collect.inventory.adapters import drivers, gpus
from msp_aigov.collect.inventory.cellreader import CellReader, holds
from msp_aigov.collect.inventory.cells import sentinels
from msp_aigov.collect.inventory.mapping import Mapping, Rule
from msp_aigov.collect.inventory.measured import measured
from msp_aigov.collect.inventory.pick import Cells
from msp_aigov.model.device import NO_NPU, Facts, Sighting
from msp_aigov.model.seen import Seen, missing

MIB, GIB = 2**20, 2**30
# What lies outside is a wrong unit or a wrong column, never a fact that may fail a device.
_SIZES = {
    "ram_installed_bytes": (256 * MIB, 8192 * GIB),
    "ram_visible_bytes": (256 * MIB, 8192 * GIB),
    "disk_free_bytes": (1, 2**50),
}
_DAYS = frozenset(("last_seen", "purchase_date", "warranty_end"))
_TRUE = frozenset(("true", "yes", "1", "ja", "oui", "virtual", "vm"))
_FALSE = frozenset(("false", "no", "0", "nein", "non", "physical"))


def sighting(mapping: Mapping, reader: CellReader, file: str, row: int, cells: Cells) -> Sighting:
    """What one record says; without a name, a serial number or an id it is rejected."""
    names = tuple(dict.fromkeys(_plain(reader, mapping.names, row, cells)))
    entra = reader.words(mapping.entra_id, row, cells).value
    addresses = _plain(reader, mapping.macs, row, cells)
    made = Sighting(
        file=file,
        row=row,
        product=mapping.product,
        kind="update" if holds(mapping.update, cells) else "device",
        names=names,
        entra_id=entra.casefold() if entra else None,
        macs=tuple(sorted({mac for one in addresses for mac in (_mac(one), *map(_mac, _cut(one))) if mac})),
        organisation=reader.words(mapping.organisation, row, cells).value,
        facts=_facts(mapping, reader, f"{file}:{row}", row, cells),
    )
    if outside := holds(mapping.out_of_scope, cells):
        return replace(made, kind="out_of_scope", reason=f"not a computer: {outside}")
    if made.facts.os_family.value in hardware.PHONES:
        return replace(made, kind="out_of_scope", reason=f"not a computer: {made.facts.os_family.source}")
    if not (names or entra or made.facts.serial.known or mapping.alone):
        return replace(made, kind="rejected", reason="no device name, serial number or id in this row")
    adapters, listed = gpus(mapping.gpus, reader, row, cells)
    benched = measured(mapping.measured, f"{file}:{row}", cells)
    return replace(
        made,
        gpus=adapters,
        gpus_listed=listed,
        npu=_npu(mapping, reader, row, cells),
        measured=benched,
        edition=reader.words(mapping.os, row, cells),
        drivers=drivers(mapping, reader, row, cells),
    )


def _plain(reader: CellReader, rule: Rule, row: int, cells: Cells) -> list[str]:
    words = (" ".join(raw.text.split()) for raw in reader.raws(rule, row, cells))
    return [one for one in words if one and not sentinels.is_placeholder(one)]


def _mac(raw: str) -> str:
    digits = "".join(char for char in raw.casefold() if char in "0123456789abcdef")
    return digits if len(digits) == 12 and not sentinels.is_placeholder(digits) else ""


def _cut(raw: str) -> list[str]:
    """The addresses in a cell that may list several."""
    return [one for one in re.split(r"[,;|/\s]+", raw) if one]


def _facts(mapping: Mapping, reader: CellReader, place: str, row: int, cells: Cells) -> Facts:
    read: dict[str, Any] = {name: _fact(name, rule, reader, row, cells) for name, rule in mapping.facts}
    empty = Facts()
    family, build = _system(read, reader.words(mapping.os, row, cells))
    if family.value is None and mapping.family:
        family = Seen(mapping.family, "inferred", f"{place}: {mapping.product} runs on {mapping.family} only")
    facts = replace(empty, **{**read, "os_family": family, "os_build": build})
    return replace(facts, arch=_arch(facts), is_vm=_is_vm(facts))


def _fact(name: str, rule: Rule, reader: CellReader, row: int, cells: Cells) -> Seen[Any]:
    if name in _SIZES:
        return reader.size(rule, row, cells, *_SIZES[name])
    if name in _DAYS:
        return reader.day(rule, row, cells)
    words = reader.words(rule, row, cells)
    if words.value is None:
        # A false flag reads "no" or "0", which elsewhere would be a placeholder.
        return _flag(rule, reader, row, cells) if name == "is_vm" else words
    if name == "arch":
        return _known_as(words, hardware.arch(words.value))
    return _flag(rule, reader, row, cells) if name == "is_vm" else words


def _flag(rule: Rule, reader: CellReader, row: int, cells: Cells) -> Seen[bool]:
    for raw in reader.raws(rule, row, cells):
        words = raw.text.strip().casefold()
        if words in _TRUE or words in _FALSE:
            return Seen(words in _TRUE, "read", raw.source)
        if hardware.is_virtual("", words):
            return Seen(True, "read", raw.source)
    return missing()


def _known_as(words: Seen[str], value: str | None) -> Seen[str]:
    return Seen(value, words.state, words.source) if value else missing(f"{words.source} is no value we know")


# What every Windows since 2015 calls itself, with a build of none or 0: its name tells more.
_NO_BUILD = re.compile(r"10\.0(\.0)*")


def _system(read: dict[str, Any], named: Seen[str]) -> tuple[Seen[str], Seen[str]]:
    """Family and build of the operating system, from its own columns and else from its name."""
    build: Seen[str] = read.get("os_build", missing())
    if build.value is not None:
        build = hardware.os_build(build.value, build.source)
    family = missing(named.source) if named.value is None else _known_as(named, hardware.os_family(named.value))
    if build.value is not None and _NO_BUILD.fullmatch(build.value) and (family.value or "windows")[:7] == "windows":
        build = Seen(None, "sentinel", build.source)
    if build.value is None and named.value is not None:
        told = hardware.os_build(named.value, named.source)
        build = told if told.value is not None else build
    guess = hardware.family_of_build(build.value or "") if build.known else None
    # Some tools call a server plain "Windows"; its build tells.
    if guess and (family.value is None or (family.value, guess) == ("windows", "windows-server")):
        family = Seen(guess, "inferred", build.source)
    if family.value is None:
        family = _mac_os([read.get(name, missing()) for name in ("model", "cpu_name")]) or family
    return family, build


def _mac_os(names: list[Seen[str]]) -> Seen[str] | None:
    """The system that a Mac's model or processor implies, where nothing names it."""
    named = next((one for one in names if one.value and hardware.is_mac(one.value)), None)
    return Seen("macos", "inferred", named.source) if named else None


def _arch(facts: Facts) -> Seen[str]:
    if facts.arch.value is not None or facts.cpu_name.value is None:
        return facts.arch
    guess = hardware.arch_of_cpu(facts.cpu_name.value)
    return Seen(guess, "inferred", facts.cpu_name.source) if guess else facts.arch


def _is_vm(facts: Facts) -> Seen[bool]:
    maker, model = facts.manufacturer, facts.model
    if facts.is_vm.value is not None or (maker.value is None and model.value is None):
        return facts.is_vm
    source = "; ".join(seen.source for seen in (maker, model) if seen.value is not None)
    if hardware.is_virtual(maker.value or "", model.value or ""):
        return Seen(True, "inferred", source)
    return Seen(False, "inferred", source) if maker.value and model.value else facts.is_vm


def _npu(mapping: Mapping, reader: CellReader, row: int, cells: Cells) -> Seen[str]:
    listed = reader.words(mapping.npu, row, cells)
    if listed.value is None and mapping.npu.each and cells.get(mapping.npu.each) == []:
        return Seen(NO_NPU, "read", f"{mapping.npu.each} lists none")
    return listed
