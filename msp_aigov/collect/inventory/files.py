"""Inventory files: reading one into a payload, and shaping a payload into sightings."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from msp_aigov.collect.inventory import decode, pick, readers
from msp_aigov.collect.inventory.cellreader import CellReader
from msp_aigov.collect.inventory.mapping import LAST, Mapping, Rule, catalogue, known, made
from msp_aigov.collect.inventory.own_mappings import own
from msp_aigov.collect.inventory.readers import unpack
from msp_aigov.collect.inventory.readers.table import Table
from msp_aigov.collect.inventory.shape import sighting
from msp_aigov.errors import InventoryError
from msp_aigov.model.answers import Answer, Ask, Scope
from msp_aigov.model.client import SharedInventory
from msp_aigov.model.device import Sighting

SOURCE = "inventory.file"
PER = "file"
MAX_BYTES = 256 * 1024 * 1024


def read(
    path: Path,
    shown: str,
    product: str | None = None,
    encoding: str | None = None,
    mappings: Path | None = None,
    split_by: str | None = None,
) -> str:
    """The cells of one inventory file that its product's mapping uses, as JSON text; `shown` is its name for people.

    An archive or a workbook gives several payloads under `members`. `mappings` is the folder of the MSP's own;
    `split_by` the column that names the organisation, whatever the mapping says.
    """
    raw, wanted = _bytes(path, shown), _Wanted(product, encoding, own(mappings), split_by)
    if not unpack.is_packed(raw):
        return json.dumps(_payload(raw, shown, wanted))
    parts = [_member(member, wanted) for member in unpack.members(raw, shown)]
    if not any(part["records"] for part in parts):
        reasons = "; ".join(part["rejected"][0]["reason"] for part in parts[:3] if part["rejected"])
        raise InventoryError(f"{shown}: nothing inside is an inventory: {reasons or 'it is empty'}", decode.UNDERSTOOD)
    return json.dumps({"file": shown, "sha256": hashlib.sha256(raw).hexdigest(), "members": parts})


@dataclass(frozen=True)
class _Wanted:
    """What the caller said of a file, and the MSP's own mappings with their data."""

    product: str | None
    encoding: str | None
    own: dict[str, tuple[Mapping, dict[str, Any]]]
    split_by: str | None = None

    def candidates(self, shown: str) -> Sequence[Mapping]:
        """The MSP's own mappings first; one product alone where it is named."""
        mappings = {**{name: mapping for name, (mapping, _) in self.own.items()}, **_others(self.own)}
        if self.product is None:
            return tuple(mappings.values())
        if self.product not in mappings:
            raise InventoryError(f"{shown}: no mapping is called {self.product!r}", f"There are {', '.join(mappings)}.")
        return (mappings[self.product],)


def _others(own_ones: dict[str, Any]) -> dict[str, Mapping]:
    return {name: mapping for name, mapping in catalogue().items() if name not in own_ones}


def _member(member: unpack.Member, wanted: _Wanted) -> dict[str, Any]:
    """The payload of one file inside; one that cannot be read is a rejected row, and the others go on."""
    try:
        if member.problem:
            raise InventoryError(f"{member.shown}: {member.problem}")
        return _payload(member.data, member.shown, wanted)
    except InventoryError as error:
        reason = error.message.removeprefix(f"{member.shown}: ")
        refused = {"row": 0, "reason": f"not an inventory: {reason}"}
        return {"file": member.shown, "product": LAST, "container": "csv", "records": [], "rejected": [refused]}


def _payload(raw: bytes, shown: str, wanted: _Wanted) -> dict[str, Any]:
    text = decode.text(raw, shown, wanted.encoding)
    container = readers.container(text)
    if not container:
        raise InventoryError(f"{shown}: the file is empty", "Export it again.")
    candidates = [one for one in wanted.candidates(shown) if container in one.containers]
    table = readers.REGISTRY[container](
        text, shown, lambda header: max((known(one, header) for one in candidates), default=0)
    )
    mapping = _split(_mapping(table, candidates, shown, wanted.product), wanted.split_by)
    return {
        "file": shown,
        "sha256": hashlib.sha256(raw).hexdigest(),
        "product": mapping.product,
        "container": table.container,
        "records": [{"row": record.row, "cells": pick.cells(mapping, record.values)} for record in table.records],
        "rejected": [{"row": one.row, "reason": one.reason} for one in table.rejected],
        **({"split_by": wanted.split_by} if wanted.split_by else {}),
        # An own mapping may change or go; the payload must be judged again as it was read.
        **({"mapping": wanted.own[mapping.product][1]} if mapping.product in wanted.own else {}),
    }


def _split(mapping: Mapping, column: str | None) -> Mapping:
    return replace(mapping, organisation=Rule((column,))) if column else mapping


def parse(answer: Answer) -> Iterator[Sighting]:
    """One sighting for each record and each rejected row of the payload."""
    payload = answer.json()
    if payload is None:
        return
    for part in payload.get("members", [payload]):
        yield from _sightings(part)


def organisations(folder: Path, shared: SharedInventory) -> list[tuple[str, int]]:
    """The organisations of a shared inventory with their rows, by name; nothing where it cannot be read."""
    try:
        payload = read(
            folder / shared.path,
            shared.path,
            shared.product,
            shared.encoding,
            folder / "rules" / "mappings",
            shared.split_by,
        )
    except InventoryError:
        return []  # the clients' own reading of the same file says why
    answer = Answer(Ask(SOURCE, Scope("file", f"file:{shared.path}", shared.path)), "read", payload)
    return sorted(Counter(one.organisation or "" for one in parse(answer)).items())


def _sightings(payload: dict[str, Any]) -> Iterator[Sighting]:
    mapping = made(payload["mapping"]) if "mapping" in payload else catalogue()[payload["product"]]
    mapping, file = _split(mapping, payload.get("split_by")), payload["file"]
    records: list[dict[str, Any]] = payload["records"]
    reader = CellReader(file, payload["container"], [record["cells"] for record in records])
    for record in records:
        yield sighting(mapping, reader, file, record["row"], record["cells"])
    for one in payload["rejected"]:
        yield Sighting(file, one["row"], mapping.product, "rejected", reason=one["reason"])


def _bytes(path: Path, shown: str) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InventoryError(f"{shown}: larger than {MAX_BYTES // 2**20} MiB", "Split it by client or by site.")
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise InventoryError(f"{shown}: there is no such file", "Check the path in the client's file.") from error
    except IsADirectoryError as error:
        raise InventoryError(f"{shown}: this is a folder", "Name the export inside it.") from error
    except (OSError, ValueError) as error:
        raise InventoryError(f"{shown}: cannot be opened: {error}", "Check the path and who may read it.") from error
    if not raw.strip(b" \t\r\n\0"):
        raise InventoryError(f"{shown}: the file is empty", "Export it again.")
    return raw


def _mapping(table: Table, candidates: Sequence[Mapping], shown: str, product: str | None) -> Mapping:
    """The mapping that knows most of the columns; the first wins a tie, so that the generic one never does."""
    scores = [0] * len(candidates)
    for record in table.records[:200]:
        names = _names(record.values)
        scores = [max(score, known(one, names)) for score, one in zip(scores, candidates, strict=True)]
    if not table.records:
        raise InventoryError(f"{shown}: it holds no device", "Export it again, with all devices.")
    if not any(scores):
        told = f" as {product}" if product else ""
        raise InventoryError(f"{shown}: its columns are not known{told}", decode.UNDERSTOOD)
    return candidates[scores.index(max(scores))]


def _names(values: dict[str, Any]) -> list[str]:
    """The columns of a record, and the paths one and two steps into its objects."""
    names = list(values)
    for outer, value in values.items():
        if isinstance(value, dict):
            names += [f"{outer}.{inner}" for inner in value]
            names += [f"{outer}.{a}.{b}" for a, inner in value.items() if isinstance(inner, dict) for b in inner]
    return names
