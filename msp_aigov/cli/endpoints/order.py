"""From the options of `endpoints assess` to a document: whose devices, which files, which workloads."""

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from msp_aigov.cli.endpoints.asked import asked
from msp_aigov.cli.shared.mapped import say_organisations
from msp_aigov.config.load import choose, load_fleet
from msp_aigov.errors import ConfigError
from msp_aigov.model.client import AD_HOC, Client, Fleet, InventoryFile
from msp_aigov.model.document import Document
from msp_aigov.model.rules import Rules
from msp_aigov.pipeline.order import Order
from msp_aigov.pipeline.parts import only_part
from msp_aigov.pipeline.run import view
from msp_aigov.rules.load import load_rules


def assessed(
    paths: Sequence[Path],
    folder: Path | None,
    client_id: str | None,
    models: Sequence[str],
    workloads: Sequence[str],
    since: str | None,
) -> tuple[Document, bool]:
    """The endpoints part of one client, and whether any file could not be read at all."""
    rules = load_rules(folder / "rules" if folder else None)
    fleet, client = _client(folder, client_id, rules)
    files = inventories(paths)
    if not files and not client.inventories:
        raise ConfigError("no inventory is named", "Name files or a folder: msp-aigov endpoints assess exports/")
    wanted = replace(
        client,
        azure=None,
        inventories=files or client.inventories,
        workloads=asked(models, workloads, rules, client.workloads),
        devices_since=_day(since) or client.devices_since,
    )
    # Paths on the command line are relative to here, those of a client's file to its fleet folder.
    if files and folder:
        wanted = replace(wanted, inventories=tuple(replace(one, path=str(Path(one.path).resolve())) for one in files))
    home = folder or Path()
    document = view(Order(fleet, (wanted,), rules, home, home / "runs", ("endpoints",)))
    unread = [cell for one in document.clients for cell in one.coverage if cell.state != "read"]
    for mend in dict.fromkeys(cell.mend for cell in unread):
        for reason in dict.fromkeys(cell.reason for cell in unread if cell.mend == mend):
            sys.stderr.write(f"error: {reason}\n")
        sys.stderr.write(f"hint: {mend}\n" if mend else "")
    if folder and not files:
        say_organisations(fleet, folder)
    return only_part(document, "endpoints"), bool(unread)


def inventories(paths: Iterable[Path]) -> tuple[InventoryFile, ...]:
    """The files named, and those inside the folders named, each once and sorted."""
    found: dict[str, None] = {}
    for path in paths:
        if path.is_dir():
            found.update(dict.fromkeys(sorted(_inside(path)) or [str(path)]))
        else:
            found[str(path)] = None
    return tuple(InventoryFile(path) for path in found)


def _inside(folder: Path) -> list[str]:
    """The files in a folder; what is none, or cannot be looked at, is refused by name when its turn comes."""
    found: list[str] = []

    def closed(error: OSError) -> None:
        found.append(str(error.filename))

    for place, below, names in os.walk(folder, onerror=closed):
        if not os.access(place, os.X_OK):
            found.append(place)
            below.clear()
            continue
        # A link to a folder may lead back to this one, so it is not followed.
        links = (name for name in below if Path(place, name).is_symlink())
        found += [str(Path(place, name)) for name in (*names, *links) if not name.startswith(".")]
    return found


def _client(folder: Path | None, client_id: str | None, rules: Rules) -> tuple[Fleet, Client]:
    if folder is None:
        if client_id:
            raise ConfigError("--client needs the fleet that describes it", "Add --fleet DIR.")
        client = Client(AD_HOC, "Inventory files")
        return Fleet("", (client,)), client
    fleet = load_fleet(folder, rules)
    chosen = choose(fleet, [client_id] if client_id else [])
    if len(chosen) > 1:
        raise ConfigError("this fleet has several clients", "Name one: --client " + chosen[0].id)
    return fleet, chosen[0]


def _day(words: str | None) -> date | None:
    try:
        return date.fromisoformat(words) if words else None
    except ValueError as error:
        raise ConfigError(f"--since {words}: expected a day as 2026-09-01") from error
