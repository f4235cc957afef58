"""The file at a path, if it is one that ends and may be read; else why not, with its name."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from msp_aigov.errors import InventoryError


@contextmanager
def opened(path: Path, shown: str) -> Iterator[IO[bytes]]:
    """The bytes of a file that people know as `shown`."""
    try:
        _regular(path, shown)
        raw = path.open("rb")
    except FileNotFoundError as error:
        raise InventoryError(f"{shown}: there is no such file", "Check the path in the client's file.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InventoryError(f"{shown}: cannot be opened: {reason}", "Check the path and who may read it.") from error
    with raw:
        try:
            yield raw
        except OSError as error:
            reason = error.strerror or error
            raise InventoryError(f"{shown}: cannot be read: {reason}", "Copy it here first.") from error


def _regular(path: Path, shown: str) -> None:
    """A pipe or a device may wait for ever, or never end: it is not even opened."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise InventoryError(f"{shown}: this is a folder, not a file", "Name the exports in it, or put them there.")
    if not stat.S_ISREG(mode):
        raise InventoryError(f"{shown}: this is a pipe or a device, not a file", "Save what it gives to a file first.")
