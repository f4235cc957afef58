"""File names made of client ids, safe on every file system."""

import hashlib
import re

SAFE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
# Taken: our own index page, and the device names that Windows gives to no file.
TAKEN = re.compile(r"index|con|prn|aux|nul|com\d|lpt\d")


def file_name(client_id: str, suffix: str) -> str:
    """The name of a client's file; an id that is no safe name of its own gets its hash behind it."""
    if SAFE.fullmatch(client_id) and not TAKEN.fullmatch(client_id):
        return client_id + suffix
    readable = re.sub(r"[^a-z0-9]+", "-", client_id.lower()).strip("-")[:40]
    digest = hashlib.sha256(client_id.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{readable or 'client'}-{digest}{suffix}"
