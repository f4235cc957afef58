"""Whose rows of a file with several organisations are kept: what is another client's never enters the evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from msp_aigov.model.client import AD_HOC, Client, InventoryFile
from msp_aigov.model.likeness import plain


@dataclass(frozen=True)
class Whose:
    """The names under which rows are the client's. Where a file is `split`, rows under no other are."""

    names: frozenset[str]
    split: bool

    def elsewhere(self, organisations: Sequence[str | None]) -> dict[int, int]:
        """The places of the rows of others, each with a number that stands for its organisation; 0 where it has none.

        A file that names one organisation, or none, is the client's, whatever it calls it, unless it is split.
        """
        every = [plain(one or "") for one in organisations]
        if not self.split and len(set(every) - {""}) < 2:
            return {}
        numbers = {"": 0}
        return {
            place: numbers.setdefault(name, len(numbers)) for place, name in enumerate(every) if name not in self.names
        }


def whose(client: Client, file: InventoryFile) -> Whose | None:
    """What the configuration says of one file of a client; None where every row is kept."""
    if client.id == AD_HOC:
        return None
    if file.split_by:
        return Whose(frozenset(map(plain, file.organisations)), True)
    return Whose(frozenset((plain(client.id), plain(client.name))), False)
