"""Which sightings are about the same device: Entra id, then serial number, then MAC address, then name."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from msp_aigov.model.device import Sighting
from msp_aigov.model.likeness import plain
from msp_aigov.model.seen import Seen

Keys = Callable[[Sighting], Iterable[Hashable]]
K = TypeVar("K", bound=Hashable)


def serial(sighting: Sighting) -> str:
    """The serial number as it compares; empty where none was read."""
    seen = sighting.facts.serial
    return plain(seen.value) if seen.known and seen.value else ""


def short_name(name: str) -> str:
    """A device name as it compares: a DNS name without its domain; one with spaces is none and stays whole."""
    words = plain(name)
    return words if " " in words else words.split(".")[0]


def name_keys(sighting: Sighting) -> list[str]:
    """Device names as they compare."""
    return [short_name(name) for name in sighting.names]


def groups(sightings: Sequence[Sighting]) -> list[list[Sighting]]:
    """The sightings by device. A weaker key joins nothing that a stronger key tells apart."""
    parts = [[sighting] for sighting in sightings]
    makers, common = _makers(sightings), common_serials(sightings)
    docks = _of_many(sightings, lambda one: one.macs, 2)

    def number(one: Sighting) -> str:
        return "" if serial(one) in common else serial(one)

    parts = _joined(parts, lambda one: [one.entra_id] if one.entra_id else [])
    parts = _joined(parts, lambda one: _serial_keys(one, number(one), makers))
    parts = _joined(parts, lambda one: [mac for mac in one.macs if mac not in docks], number)
    return _joined(parts, name_keys, number)


def common_serials(sightings: Iterable[Sighting]) -> dict[Hashable, set[str]]:
    """Serial numbers that identify nobody, with the names of the devices that bear them in one file."""
    keys = _of_many(sightings, lambda one: [(serial(one), one.file)] if serial(one) else [], _COMMON)
    found: dict[Hashable, set[str]] = defaultdict(set)
    for (number, _), names in keys.items():
        found[number] |= names
    return found


# One name more than a device has that was renamed or installed anew; several files may each call it otherwise.
_COMMON = 3


def _of_many(sightings: Iterable[Sighting], keys: Callable[[Sighting], Iterable[K]], least: int) -> dict[K, set[str]]:
    """Keys that rows of so many names share, as the address of a dock."""
    names: dict[K, set[str]] = defaultdict(set)
    for one in sightings:
        for key in keys(one) if one.names else ():
            names[key].add(short_name(one.names[0]))
    return {key: found for key, found in names.items() if len(found) >= least}


def _makers(sightings: Iterable[Sighting]) -> dict[str, set[str]]:
    makers: dict[str, set[str]] = defaultdict(set)
    for one in sightings:
        if serial(one) and (maker := _maker(one.facts.manufacturer)):
            makers[serial(one)].add(maker)
    return makers


def _maker(seen: Seen[str]) -> str:
    """The first word of a manufacturer: "Dell Inc." and "Dell" are one."""
    words = plain(seen.value).replace(",", " ").split() if seen.known and seen.value else []
    first = words[0] if words else ""
    return {"hewlett-packard": "hp", "hewlett": "hp"}.get(first, first)


def _serial_keys(sighting: Sighting, number: str, makers: dict[str, set[str]]) -> list[Hashable]:
    """The serial number alone, unless two manufacturers use it: then only together with the manufacturer."""
    if not number:
        return []
    if len(makers[number]) < 2:
        return [number]
    maker = _maker(sighting.facts.manufacturer)
    return [(number, maker)] if maker else []


def _joined(
    parts: list[list[Sighting]], keys: Keys, number: Callable[[Sighting], str] | None = None
) -> list[list[Sighting]]:
    """Parts that share a key, joined; with a `number`, only where all that would join can be one device."""
    owner = list(range(len(parts)))

    def top(index: int) -> int:
        while owner[index] != index:
            owner[index] = owner[owner[index]]
            index = owner[index]
        return index

    first: dict[Hashable, int] = {}
    for index, part in enumerate(parts):
        for key in {key for one in part for key in keys(one)}:
            owner[top(index)] = top(first.setdefault(key, index))
    together: dict[int, list[list[Sighting]]] = defaultdict(list)
    for index, part in enumerate(parts):
        together[top(index)].append(part)
    result: list[list[Sighting]] = []
    for members in together.values():
        if number and _apart(members, number):
            result += members
        else:
            result.append([one for part in members for one in part])
    return result


def _apart(parts: list[list[Sighting]], number: Callable[[Sighting], str]) -> bool:
    """Whether stronger keys say that these parts are different devices."""
    for strong in (number, lambda one: one.entra_id or ""):
        sets = [found for part in parts if (found := {strong(one) for one in part} - {""})]
        if any(not sets[0] & other for other in sets[1:]):
            return True
    return False
