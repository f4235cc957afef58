"""Whose devices a file holds: rows of another organisation are never shown to this client."""

from collections import defaultdict
from collections.abc import Iterable

from msp_aigov.assess.endpoints.same import plain
from msp_aigov.model.client import Client
from msp_aigov.model.device import Sighting
from msp_aigov.model.text import Text


def own(client: Client, sightings: Iterable[Sighting]) -> tuple[list[Sighting], int, tuple[Text, ...]]:
    """The client's sightings, the number left unassigned, and a note for each file that named only others.

    A file with one organisation, or none, is the client's, whatever it calls it. In a file with several, only rows
    that carry the client's name or id are.
    """
    every = list(sightings)
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
        if one.file not in shared
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
    return kept, len(every) - len(kept), notes
