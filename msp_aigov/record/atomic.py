"""Files that are either whole or not there."""

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msp_aigov.errors import RunError

PARTS = "_SUCCESS"  # what an engine leaves in a folder of parts that it has finished


def write(path: Path, data: bytes) -> None:
    """Write a file so that a crash at any moment leaves the old one, the new one, or none."""
    try:
        path = path.resolve()  # through a link, to what it means
        if path.exists() and not path.is_file():
            path.write_bytes(data)  # a device or a pipe: there is nothing to replace
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f".writing-{secrets.token_hex(8)}")
        try:
            with new.open("xb") as stream:  # readable by whom the umask lets read, unlike a temporary file
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)  # there only if something went wrong on the way
    except OSError as error:
        raise RunError(
            f"{path}: cannot be written: {error.strerror}",
            "Mend the disk, then run the same command again: what was already read is kept.",
        ) from error


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A new place beside a file, or a folder of parts, which takes its name once all of it is written."""
    path = path.resolve()
    new = path.with_name(f".writing-{secrets.token_hex(8)}")
    _check_place(path)
    try:
        yield new
        if path.is_dir() and new.is_dir():
            shutil.rmtree(path)
        new.replace(path)
    except OSError as error:
        raise RunError(
            f"{path}: cannot be written: {error.strerror}", "Mend the disk, or name another place."
        ) from error
    finally:
        if new.is_dir():
            shutil.rmtree(new, ignore_errors=True)
        else:
            new.unlink(missing_ok=True)


def _check_place(path: Path) -> None:
    """Refuse before anything is worked out, and never take a folder for an earlier table that is none."""
    if not path.parent.is_dir():
        raise RunError(f"{path}: cannot be written: there is no folder {path.parent}", "Make the folder first.")
    if path.is_dir() and not (path / PARTS).is_file():
        raise RunError(f"{path}: cannot be written: it is a folder of other things", "Name a file that is to be made.")


def sha256(path: Path) -> str:
    """The hash of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
