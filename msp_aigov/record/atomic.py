"""Files that are either whole or not there."""

import hashlib
import os
import secrets
from pathlib import Path

from msp_aigov.errors import RunError


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


def sha256(path: Path) -> str:
    """The hash of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
