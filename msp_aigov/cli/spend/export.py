"""`msp-aigov spend --from`: spend as cost exports state it."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msp_aigov.cli.shared.options import FailOn
from msp_aigov.cli.shared.output import Target
from msp_aigov.errors import ConfigError

if TYPE_CHECKING:
    from msp_aigov.pipeline.exported import Reading

SAY_EVERY = 25  # looks between two lines where nobody watches a terminal: about five seconds


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
    from msp_aigov.pipeline import Order
    from msp_aigov.pipeline.exported import view_exports
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
    shown = Shown()
    found = view_exports(order, client, reading, shown.progress)
    shown.clear()
    for note in (*found.notes, *filter(None, (found.unreadable,))):
        sys.stderr.write(clean(note) + "\n")
    sys.stderr.write(f"as of {found.document.run.started:%Y-%m-%d}, the last day in the export\n")
    return print_part(found.document, "spend", wanted, fail_on, exit_zero, show_all)


class Shown:
    """How far a long read is: drawn over itself on a terminal, a line now and then elsewhere."""

    def __init__(self) -> None:
        self._drawn = False
        self._looks = 0

    def progress(self, share: float) -> None:
        """Show a share from 0 to 1."""
        if sys.stderr.isatty():
            sys.stderr.write(f"\rreading exports: {share:4.0%}")
            sys.stderr.flush()
            self._drawn = True
        else:
            self._looks += 1
            if self._looks % SAY_EVERY == 0:
                sys.stderr.write(f"reading exports: {share:.0%}\n")

    def clear(self) -> None:
        """Take the line away again."""
        if self._drawn:
            sys.stderr.write("\r" + " " * 30 + "\r")
            sys.stderr.flush()
