"""That a file is whole, and the hash by which anybody can see that it is the one that was read."""

import hashlib
import zlib
from pathlib import Path

from msp_aigov.errors import InventoryError

BLOCK = 1 << 20  # bytes
GZIP = 31  # zlib's window size that expects gzip, and checks its sum


def proven(path: Path) -> str:
    """The SHA-256 of a file; one that is gzipped is also read to its end and its check sums compared."""
    digest = hashlib.sha256()
    member = zlib.decompressobj(GZIP) if path.suffix.lower() == ".gz" else None
    try:
        with path.open("rb") as stream:
            while block := stream.read(BLOCK):
                digest.update(block)
                if member:
                    member = _read(member, block)
    except (OSError, zlib.error) as error:
        raise _damaged(path, str(error)) from error
    if member and not member.eof:
        raise _damaged(path, "it ends in the middle")
    return digest.hexdigest()


def _damaged(path: Path, why: str) -> InventoryError:
    return InventoryError(f"{path}: is damaged: {why}", "Copy or export it again.")


def _read(member: "zlib._Decompress", block: bytes) -> "zlib._Decompress":
    """Go on in a file that may hold several gzip members, one behind the other."""
    while block:
        if member.eof:
            member = zlib.decompressobj(GZIP)
        member.decompress(block)
        block = member.unused_data
    return member
