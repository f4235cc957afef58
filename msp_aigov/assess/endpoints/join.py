"""Rows of several inventories to devices, with every row accounted for."""

from collections import Counter
from collections.abc import Iterable, Sequence

from msp_aigov.assess.endpoints import merge, same
from msp_aigov.assess.endpoints.expect.likeness import newest
from msp_aigov.model.device import Device, RejectedRow, Rows, Sighting
from msp_aigov.model.likeness import plain
from msp_aigov.model.seen import Seen, missing
from msp_aigov.model.text import Text

Joined = tuple[tuple[Device, ...], Rows, tuple[RejectedRow, ...], tuple[Text, ...]]
Group = tuple[Device, tuple[Sighting, ...]]


def join(sightings: Iterable[Sighting]) -> Joined:
    """The devices, where every row went, the rows that could not be used, and what a person should know of the join."""
    grouped, rows, rejected, notes = grouped_devices(sightings)
    return tuple(device for device, _ in grouped), rows, rejected, notes


def grouped_devices(
    sightings: Iterable[Sighting],
) -> tuple[tuple[Group, ...], Rows, tuple[RejectedRow, ...], tuple[Text, ...]]:
    """As `join`, each device with the sightings it was made of."""
    every = _ordered(sightings)
    usable = [one for one in every if one.kind in ("device", "update")]
    parts = [merge.newest_first(part) for part in same.groups(usable)]
    made = [part for part in parts if any(one.kind == "device" for one in part)]
    orphans = [one for part in parts if all(one.kind == "update" for one in part) for one in part]
    rejected = [RejectedRow(one.file, one.row, one.reason, one.aside) for one in every if one.kind == "rejected"]
    rejected += [RejectedRow(one.file, one.row, "an update of a device that no other row describes") for one in orphans]
    grouped = sorted(_named(made), key=lambda group: group[0].id)
    rows = Rows(
        into=len(every),
        devices=len(grouped),
        merged=len(usable) - len(orphans) - len(grouped),
        out_of_scope=sum(1 for one in every if one.kind == "out_of_scope"),
        rejected=len(rejected),
    )
    return tuple(grouped), rows, tuple(sorted(rejected, key=lambda one: (one.file, one.row))), _notes(grouped, usable)


def _ordered(sightings: Iterable[Sighting]) -> list[Sighting]:
    """By place; what stands at one place, by all that it says."""
    every = [((one.file, one.row, one.product), one) for one in sightings]
    often = Counter(place for place, _ in every)
    # All that a row says is long, and rows at one place are rare.
    return [one for _, one in sorted(every, key=lambda pair: (pair[0], repr(pair[1]) if often[pair[0]] > 1 else ""))]


def _named(parts: Sequence[list[Sighting]]) -> list[Group]:
    """Devices with ids: the name, and where two share it the serial number or the first row too."""
    short = [_short(part) for part in parts]
    often = Counter(short)
    longer = [name if often[name] == 1 else f"{name}/{_serial(part)}" for name, part in zip(short, parts, strict=True)]
    often = Counter(longer)
    ids = [name if often[name] == 1 else f"{name}/{_place(part)}" for name, part in zip(longer, parts, strict=True)]
    taken: Counter[str] = Counter()
    named = []
    for id, part in zip(ids, parts, strict=True):
        taken[id] += 1
        named.append((_device(id if taken[id] == 1 else f"{id}#{taken[id]}", part), tuple(part)))
    return named


def _short(part: Sequence[Sighting]) -> str:
    names = [one.names[0] for one in part if one.names]
    if names:
        return same.short_name(names[0])
    # A dump of a machine that it does not name is known by its file.
    return _serial(part) if any(same.serial(one) or one.entra_id for one in part) else part[0].file.rsplit("/", 1)[-1]


def _serial(part: Sequence[Sighting]) -> str:
    serials = sorted({same.serial(one) for one in part} - {""})
    entra = sorted({one.entra_id for one in part if one.entra_id})
    return next(iter([*serials, *entra]), "no-serial")


def _place(part: Sequence[Sighting]) -> str:
    return min(f"{one.file}:{one.row}" for one in part)


def _device(id: str, sightings: Sequence[Sighting]) -> Device:
    part = [merge.dated(one) for one in sightings]
    facts = merge.facts(part)
    names = tuple(dict.fromkeys(name for one in part for name in one.names))
    npu: Seen[str] = merge.merged([one.npu for one in part]) if part else missing()
    return Device(
        id=id,
        names=names,
        facts=facts,
        gpus=merge.gpus(part),
        gpus_listed=any(one.gpus_listed for one in part),
        npu=npu,
        sources=tuple(sorted({f"{one.file}:{one.row}" for one in part})),
        notes=_device_notes(names, part),
        measured=newest(part),
        edition=merge.merged([one.edition for one in part]) if part else missing(),
        # The newest first: of one adapter it is the one that counts.
        drivers=tuple({driver.of: driver for one in reversed(part) for driver in one.drivers}.values()),
        providers=merge.merged([one.providers for one in part]) if part else missing(),
    )


def _device_notes(names: tuple[str, ...], part: Sequence[Sighting]) -> tuple[Text, ...]:
    notes = []
    firsts = dict.fromkeys(plain(one.names[0]).split(".")[0] for one in part if one.names)
    if len(firsts) > 1:
        notes.append(Text("one device under several names: {names}", names=", ".join(firsts)))
    serials = sorted({same.serial(one) for one in part} - {""})
    if len(serials) > 1:
        notes.append(Text("one Entra device with several serial numbers: {serials}", serials=", ".join(serials)))
    return tuple(notes)


def _notes(grouped: Sequence[Group], usable: Sequence[Sighting]) -> tuple[Text, ...]:
    """Rows that share a name or a serial number and yet stay apart, since stronger evidence says so."""
    common = sorted(same.common_serials(usable).items(), key=str)
    words = "{count} devices share the serial number {serial}: it identifies none of them"
    return (*(Text(words, count=len(names), serial=str(number)) for number, names in common), *_names_shared(grouped))


def _names_shared(grouped: Sequence[Group]) -> tuple[Text, ...]:
    shared = Counter(key for _, part in grouped for key in {name for one in part for name in same.name_keys(one)})
    return tuple(
        Text("{count} devices share the name {name}: their serial numbers or ids differ", count=count, name=name)
        for name, count in sorted(shared.items())
        if count > 1
    )
