"""Whose devices a file holds: rows of another organisation are never shown to this client."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from msp_aigov.model.client import AD_HOC, Client
from msp_aigov.model.device import Sighting
from msp_aigov.model.likeness import plain
from msp_aigov.model.text import Text


def own(client: Client, sightings: Iterable[Sighting]) -> tuple[list[Sighting], int, tuple[Text, ...]]:
    """The client's sightings, the number left unassigned, and a note for each file that named only others.

    A file with one organisation, or none, is the client's, whatever it calls it. In a file with several, only rows
    that carry the client's name or id are. Where the configuration splits a file, only rows of an organisation that it
    maps to the client are: nothing is guessed.
    """
    every = list(sightings)
    if client.id == AD_HOC:
        return every, 0, ()
    every, elsewhere = _split(client, every)
    names = {plain(client.id), plain(client.name)}
    by_file: dict[str, set[str]] = defaultdict(set)
    for one in every:
        if one.organisation:
            by_file[one.file].add(plain(one.organisation))
    shared = {file for file, found in by_file.items() if len(found) > 1}
    # A row that was taken apart to nothing names nobody, and its reason is wanted.
    kept = [
        one
        for one in every
        if (one.file not in shared and one.kind != "unassigned")
        or plain(one.organisation or "") in names
        or (one.kind == "rejected" and not one.organisation)
    ]
    notes = tuple(
        Text(
            "{file} holds {count} organisations and none is called {client}", file=file, count=count, client=client.name
        )
        for file in sorted(shared)
        if (count := len(by_file[file])) and not by_file[file] & names
    )
    return kept, len(every) - len(kept) + elsewhere, notes


def _split(client: Client, every: list[Sighting]) -> tuple[list[Sighting], int]:
    """The rows left where files are split by a column, and how many were not this client's."""
    wanted = {file.path: {plain(name) for name in file.organisations} for file in client.inventories if file.split_by}
    kept = []
    for one in every:
        names = wanted.get(one.file.split("!")[0])
        if one.kind == "unassigned" and names is not None:
            continue
        if names is None:
            kept.append(one)
        elif plain(one.organisation or "") in names:
            # What is mapped is the client's; its name in the file no longer matters.
            kept.append(replace(one, organisation=None))
    return kept, len(every) - len(kept)
