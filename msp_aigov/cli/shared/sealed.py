"""A run that was altered since it ended is said wherever it is used again."""

import sys
from pathlib import Path

from msp_aigov.record.folder import verify


def say_if_altered(run: Path) -> None:
    """One line on stderr for a run whose files differ from what it wrote; the command goes on."""
    wrong = verify(run)
    if wrong:
        sys.stderr.write(f"warning: {run} was altered since it ended: {wrong[0]}; `msp-aigov verify {run}` lists all\n")
