"""Archives of equal bytes: what goes in decides, not when; and the bytes of a picture."""

import io
import zipfile
from base64 import b64decode

FIRST = "[Content_Types].xml"
NO_DATE = (1980, 1, 1, 0, 0, 0)


def repacked(archive: bytes) -> bytes:
    """The same archive with fixed dates and a fixed order."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != FIRST, name)):
            entry = zipfile.ZipInfo(name, NO_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(name))
    return out.getvalue()


def picture(address: str) -> bytes:
    """The bytes of a picture that is given as a data URI."""
    return b64decode(address.partition(",")[2])
