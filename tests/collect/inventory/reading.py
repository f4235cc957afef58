"""Reading a file or a text as the program does, in one call."""

import io
import zipfile
from pathlib import Path

from msp_aigov.assess.endpoints.expect.names import Names
from msp_aigov.collect.inventory import files
from msp_aigov.model.answers import Answer, Ask, Scope
from msp_aigov.model.device import Sighting
from msp_aigov.rules.load import load_rules

RULES = load_rules()
SAMPLES = Path(__file__).parent / "samples"


NAMES = Names(RULES.graphics_cards, RULES.silicon)


def parsed(payload: str) -> list[Sighting]:
    """What the payload says, with what its names tell beside it."""
    answer = Answer(Ask(files.SOURCE, Scope("file", "file:x", "x")), "read", payload)
    return [NAMES.told(one) for one in files.parse(answer)]


def sightings(path: Path, product: str | None = None, encoding: str | None = None) -> list[Sighting]:
    return parsed(files.read(path, path.name, product, encoding))


def table(
    folder: Path, content: str | bytes, product: str | None = None, encoding: str | None = None
) -> list[Sighting]:
    path = folder / "fleet.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return sightings(path, product, encoding)


def zipped(**files: str | bytes) -> bytes:
    """An archive of these files; `_` in a name stands for the dot."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return raw.getvalue()
