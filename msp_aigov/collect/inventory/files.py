"""Inventory files: reading one into a payload, and shaping a payload into sightings."""

import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from msp_aigov.collect.inventory import decode
from msp_aigov.collect.inventory.cellreader import CellReader
from msp_aigov.collect.inventory.mapping import catalogue, made
from msp_aigov.collect.inventory.own_mappings import own
from msp_aigov.collect.inventory.payload import MAX_BYTES, Wanted, member_payload, payload, split
from msp_aigov.collect.inventory.readers import unpack
from msp_aigov.collect.inventory.readers.opening import opened
from msp_aigov.collect.inventory.shape import sighting
from msp_aigov.collect.inventory.whose import Whose
from msp_aigov.errors import InventoryError
from msp_aigov.model.answers import Answer, Ask, Scope
from msp_aigov.model.client import SharedInventory
from msp_aigov.model.device import Sighting

SOURCE = "inventory.file"
PER = "file"


def read(
    path: Path,
    shown: str,
    product: str | None = None,
    encoding: str | None = None,
    mappings: Path | None = None,
    split_by: str | None = None,
    whose: Whose | None = None,
) -> str:
    """The cells of one inventory file that its product's mapping uses, as JSON text; `shown` is its name for people.

    An archive or a workbook gives several payloads under `members`. `mappings` is the folder of the MSP's own;
    `split_by` the column that names the organisation, whatever the mapping says, and `whose` the rows to keep: of the
    others only their number stays.
    """
    wanted = Wanted(product, encoding, own(mappings), split_by, whose)
    with opened(path, shown) as raw:
        return _read(raw, shown, wanted)


def _read(raw: IO[bytes], shown: str, wanted: Wanted) -> str:
    if not unpack.is_packed(raw.read(8)):
        return payload(raw, shown, wanted)
    if raw.seek(0, io.SEEK_END) > MAX_BYTES:
        hint = "Unpack it, and name the files inside: a CSV and JSON may be larger."
        raise InventoryError(f"{shown}: an archive or workbook larger than {MAX_BYTES // 2**20} MiB", hint)
    raw.seek(0)
    packed = raw.read()
    parts = [member_payload(member, wanted) for member in unpack.members(packed, shown)]
    if not any(part["records"] or "elsewhere" in part for part in parts):
        reasons = "; ".join(part["rejected"][0]["reason"] for part in parts[:3] if part["rejected"])
        raise InventoryError(f"{shown}: nothing inside is an inventory: {reasons or 'it is empty'}", decode.UNDERSTOOD)
    return json.dumps({"file": shown, "sha256": hashlib.sha256(packed).hexdigest(), "members": parts})


def parse(answer: Answer) -> Iterator[Sighting]:
    """One sighting for each record and each rejected row of the payload."""
    kept = answer.json()
    if kept is None:
        return
    for part in kept.get("members", [kept]):
        yield from _sightings(part)


def organisations(folder: Path, shared: SharedInventory) -> list[tuple[str, int]]:
    """The organisations of a shared inventory with their rows, by name; nothing where it cannot be read."""
    try:
        found = read(
            folder / shared.path,
            shared.path,
            shared.product,
            shared.encoding,
            folder / "rules" / "mappings",
            shared.split_by,
        )
    except InventoryError:
        return []  # the clients' own reading of the same file says why
    answer = Answer(Ask(SOURCE, Scope("file", f"file:{shared.path}", shared.path)), "read", found)
    return sorted(Counter(one.organisation or "" for one in parse(answer)).items())


def _sightings(part: dict[str, Any]) -> Iterator[Sighting]:
    mapping = made(part["mapping"]) if "mapping" in part else catalogue()[part["product"]]
    mapping, file = split(mapping, part.get("split_by")), part["file"]
    records: list[dict[str, Any]] = part["records"]
    reader = CellReader(file, part["container"], [record["cells"] for record in records])
    for record in records:
        yield sighting(mapping, reader, file, record["row"], record["cells"])
    for one in part["rejected"]:
        aside = one.get("aside", False)
        yield Sighting(file, one["row"], mapping.product, "rejected", reason=one["reason"], aside=aside)
    for row, group in part.get("elsewhere", ()):
        named = f"another organisation, {group}" if group else None
        yield Sighting(file, row, mapping.product, "unassigned", organisation=named)
