"""`msp-aigov spend --from`: spend as cost exports state it."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msp_aigov.cli.shared.options import FailOn
from msp_aigov.cli.shared.output import Target
from msp_aigov.cli.shared.progress import share
from msp_aigov.errors import ConfigError

if TYPE_CHECKING:
    from msp_aigov.pipeline.exported import Reading


def from_exports(
    reading: "Reading",
    folder: Path,
    clients: Sequence[str],
    wanted: Sequence[Target],
    fail_on: FailOn,
    exit_zero: bool,
    show_all: bool = False,
) -> int:
    """Read the exports and print the spend; the exit code."""
    from msp_aigov.cli.shared.viewing import print_part
    from msp_aigov.config.load import FLEET_FILE, choose, load_fleet
    from msp_aigov.model.client import Client, Fleet
    from msp_aigov.pipeline.exported import view_exports
    from msp_aigov.pipeline.order import Order
    from msp_aigov.reports.words import clean
    from msp_aigov.rules.load import load_rules

    if len(clients) > 1:
        raise ConfigError("exports are of one client", "Name one with --client ID.")
    rules = load_rules(folder / "rules")
    if clients or (folder / FLEET_FILE).is_file():
        fleet = load_fleet(folder, rules)
        client = choose(fleet, clients)[0] if clients else Client("export", "Cost export")
    else:
        client = Client("export", "Cost export")
        fleet = Fleet("", (client,))
    order = Order(fleet, (client,), rules, folder, folder / "runs", ("spend",))
    with share("reading exports") as progress:
        found = view_exports(order, client, reading, progress)
    for note in (*found.notes, *filter(None, (found.unreadable,))):
        sys.stderr.write(clean(note) + "\n")
    sys.stderr.write(f"as of {found.document.run.started:%Y-%m-%d}, the last day in the export\n")
    return print_part(found.document, "spend", wanted, fail_on, exit_zero, show_all)
