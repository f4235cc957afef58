"""One device out of several sightings of it: the better evidence wins, disagreement is said."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from msp_aigov.model.device import Facts, Gpu, Sighting
from msp_aigov.model.likeness import plain
from msp_aigov.model.seen import Seen

RANK = ("read", "default", "contradicted", "inferred", "capped", "sentinel", "missing")
# What changes from day to day: the later reading is simply the truth of the later day.
_MOVING = frozenset(("os_build", "disk_free_bytes", "last_seen", "user", "site"))
# How far two figures may lie apart and still be one: tools round, some tell the size sold and some what the system
# sees, and free disk is never read in the same minute.
_APART = {"ram_installed_bytes": 0.05, "ram_visible_bytes": 0.1, "disk_free_bytes": 0.25}
_USUAL = 0.05


def newest_first(sightings: Sequence[Sighting]) -> list[Sighting]:
    """Sightings in an order that does not depend on how they were read; an update is newer than what it updates."""

    def key(one: Sighting) -> tuple[bool, int, str, int]:
        return (one.kind != "update", -_day(one).toordinal(), one.file, one.row)

    return sorted(sightings, key=key)


def dated(one: Sighting) -> Sighting:
    """The sighting with its day in every source, so that each value shows how old it is; without a day as it was."""
    day = one.facts.last_seen.value
    if day is None:
        return one

    def aged(seen: Seen[Any]) -> Seen[Any]:
        told = seen.value is not None and seen.source
        return Seen(seen.value, seen.state, f"{seen.source}, seen {day}", seen.unit) if told else seen

    every = {field.name: aged(getattr(one.facts, field.name)) for field in fields(Facts)}
    return replace(
        one,
        facts=Facts(**{**every, "last_seen": one.facts.last_seen}),
        gpus=tuple(Gpu(gpu.name, gpu.kind, aged(gpu.vram_bytes)) for gpu in one.gpus),
        npu=aged(one.npu),
        edition=aged(one.edition),
    )


def facts(sightings: Sequence[Sighting]) -> Facts:
    """The merged facts of sightings given newest first."""
    if len(sightings) == 1:
        return sightings[0].facts
    return Facts(**{field.name: _fact(field.name, sightings) for field in fields(Facts)})


def gpus(sightings: Sequence[Sighting]) -> tuple[Gpu, ...]:
    """Each adapter once, by its name; two cards of one name are not counted, for memory is never added up."""
    found: dict[str, list[Gpu]] = {}
    for one in sightings:
        for gpu in one.gpus:
            found.setdefault(_adapter(gpu.name), []).append(gpu)
    return tuple(
        Gpu(same[0].name, same[0].kind, merged([gpu.vram_bytes for gpu in same])) for _, same in sorted(found.items())
    )


def merged(seen: Sequence[Seen[Any]], apart: float = _USUAL) -> Seen[Any]:
    """The best of several readings, the first of equals; two that differ by more than `apart` are contradicted."""
    best = min(seen, key=lambda one: RANK.index(one.state))
    if best.state == "capped":
        return max((one for one in seen if one.state == "capped"), key=lambda one: one.value or 0)
    if best.state != "read":
        return best
    others = [one for one in seen if one.state in ("read", "contradicted") and not _same(best.value, one.value, apart)]
    if not others:
        return best
    sources = "; ".join(dict.fromkeys((best.source, *(one.source for one in others))))
    return Seen(best.value, "contradicted", sources, best.unit)


def _fact(name: str, sightings: Sequence[Sighting]) -> Seen[Any]:
    seen = [(one, getattr(one.facts, name)) for one in sightings]
    if name in _MOVING and (read := [pair for pair in seen if pair[1].state == "read"]):
        newest = read[0][0]
        if newest.kind == "update":
            return read[0][1]  # type: ignore[no-any-return]
        return merged([fact for one, fact in read if _day(one) == _day(newest)], _APART.get(name, _USUAL))
    return merged([fact for _, fact in seen], _APART.get(name, _USUAL))


def _day(one: Sighting) -> date:
    return one.facts.last_seen.value or date.min


def _same(one: Any, other: Any, apart: float) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        a, b = plain(one), plain(other)
        return a in b or b in a
    if isinstance(one, int) and isinstance(other, int) and not isinstance(one, bool):
        return abs(one - other) <= apart * max(one, other)
    return bool(one == other)


def _adapter(name: str) -> str:
    return " ".join(word for word in plain(name).split() if word not in ("nvidia", "amd", "intel", "corporation"))
