"""Whose rows the shared inventories hold; told to the MSP at its terminal, never in a client's document."""

import sys
from pathlib import Path

from msp_aigov.collect.inventory.files import organisations
from msp_aigov.model.client import Fleet
from msp_aigov.reports.words import clean


def say_organisations(fleet: Fleet, folder: Path, mapped_too: bool = True) -> None:
    """Each organisation of the shared inventories with the number of its rows and its client, if it has one."""
    for inventory in fleet.inventories:
        mapped = {str(one.name).casefold(): one.client for one in inventory.organisations}
        for name, count in organisations(folder, inventory):
            whose = mapped.get(name.casefold())
            if whose and not mapped_too:
                continue
            rows = "1 row" if count == 1 else f"{count} rows"
            words = f"{inventory.path}: {name or '(no organisation)'}: {rows}, mapped to {whose or 'no client'}"
            sys.stderr.write(clean(words) + "\n")
