"""Archives of equal bytes: what goes in decides, not when."""

import io
import zipfile

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
