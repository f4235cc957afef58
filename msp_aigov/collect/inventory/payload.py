"""What is kept of one inventory file: the cells that its product's mapping uses, to be judged again at any time."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from io import TextIOWrapper
from itertools import chain, islice
from pathlib import Path
from typing import Any

from msp_aigov.collect.inventory import decode, pick, readers
from msp_aigov.collect.inventory.cellreader import CellReader
from msp_aigov.collect.inventory.mapping import LAST, Mapping, Rule, catalogue, chosen, known
from msp_aigov.collect.inventory.readers import stream, unpack
from msp_aigov.collect.inventory.readers.table import Record, Rejected, Table
from msp_aigov.collect.inventory.whose import Whose
from msp_aigov.errors import InventoryError

MAX_RECORDS = 200_000
_HEAD = 200


@dataclass(frozen=True)
class Wanted:
    """What the caller said of a file, and the MSP's own mappings with their data."""

    product: str | None
    encoding: str | None
    own: dict[str, tuple[Mapping, dict[str, Any]]]
    split_by: str | None = None
    whose: Whose | None = None

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


def member_payload(member: unpack.Member, wanted: Wanted) -> dict[str, Any]:
    """The payload of one file inside; one that cannot be read is a rejected row, and the others go on."""
    try:
        if member.problem:
            raise InventoryError(f"{member.shown}: {member.problem}")
        return payload(member.data, member.shown, wanted)
    except InventoryError as error:
        reason = error.message.removeprefix(f"{member.shown}: ")
        refused = {"row": 0, "reason": f"not an inventory: {reason}"}
        return {"file": member.shown, "product": LAST, "container": "csv", "records": [], "rejected": [refused]}


def streamed(path: Path, shown: str, wanted: Wanted) -> str:
    """The payload of a large JSON file as text, one device after another: only what is kept is held."""
    candidates = [one for one in wanted.candidates(shown) if "json" in one.containers]
    with path.open("rb") as raw:
        encoding = wanted.encoding or decode.suggested(raw.read(decode.SAMPLE))
        raw.seek(0)
        words = TextIOWrapper(raw, encoding)  # kept by a name: letting go of it would close the file
        rows = stream.rows(words, shown)
        head = list(islice(rows, _HEAD))
        table = Table("json", tuple(row for row in head if isinstance(row, Record)))
        mapping = split(_mapping(table, candidates, shown, wanted.product), wanted.split_by)
        reader = CellReader(shown, "json", ())
        kept, numbers, refused, told = list[str](), list[int](), list[Rejected](), list[str | None]()
        for row in chain(head, rows):
            if isinstance(row, Rejected):
                refused.append(row)
                continue
            _weighed(len(kept), shown)
            cells = pick.cells(mapping, row.values)
            kept.append(json.dumps({"row": row.row, "cells": cells}))
            numbers.append(row.row)
            told.append(reader.words(mapping.organisation, row.row, cells).value)
        raw.seek(0)
        digest = hashlib.file_digest(raw, "sha256").hexdigest()
    elsewhere = wanted.whose.elsewhere(told) if wanted.whose else {}
    moved = [(numbers[at], group) for at, group in elsewhere.items()]
    head_text = json.dumps(_described(shown, digest, mapping, "json", refused, moved, wanted))
    records = ", ".join(record for at, record in enumerate(kept) if at not in elsewhere)
    return f'{head_text[:-1]}, "records": [{records}]}}'


def payload(raw: bytes, shown: str, wanted: Wanted) -> dict[str, Any]:
    """The payload of the bytes of one file."""
    text = decode.text(raw, shown, wanted.encoding)
    container = readers.container(text)
    if not container:
        raise InventoryError(f"{shown}: the file is empty", "Export it again.")
    candidates = [one for one in wanted.candidates(shown) if container in one.containers]
    table = readers.REGISTRY[container](
        text, shown, lambda header: max((known(one, header) for one in candidates), default=0)
    )
    _weighed(len(table.records) - 1, shown)
    mapping = split(_mapping(table, candidates, shown, wanted.product), wanted.split_by)
    records = [{"row": record.row, "cells": pick.cells(mapping, record.values)} for record in table.records]
    elsewhere = _elsewhere(mapping, CellReader(shown, table.container, ()), records, wanted.whose)
    moved = [(table.records[at].row, group) for at, group in elsewhere.items()]
    digest = hashlib.sha256(raw).hexdigest()
    return {
        **_described(shown, digest, mapping, table.container, table.rejected, moved, wanted),
        "records": [record for place, record in enumerate(records) if place not in elsewhere],
    }


def _weighed(count: int, shown: str) -> None:
    if count >= MAX_RECORDS:
        hint = "Split it by client or by site; `msp-aigov endpoints verdicts` judges one CSV of any size."
        raise InventoryError(f"{shown}: it holds more than {MAX_RECORDS:,} devices", hint)


def _described(
    shown: str,
    digest: str,
    mapping: Mapping,
    container: str,
    refused: Iterable[Rejected],
    moved: Sequence[tuple[int, int]],
    wanted: Wanted,
) -> dict[str, Any]:
    """Everything about a file but its records; `moved` are rows of others, each with its organisation's number."""
    return {
        "file": shown,
        "sha256": digest,
        "product": mapping.product,
        "container": container,
        "rejected": [asdict(one) for one in refused],
        **({"elsewhere": moved} if moved else {}),
        **({"split_by": wanted.split_by} if wanted.split_by else {}),
        # An own mapping may change or go; the payload must be judged again as it was read.
        **({"mapping": wanted.own[mapping.product][1]} if mapping.product in wanted.own else {}),
    }


def _elsewhere(
    mapping: Mapping, reader: CellReader, records: Sequence[dict[str, Any]], whose: Whose | None
) -> dict[int, int]:
    """The places of the records that are another organisation's, each with a number for that one."""
    if whose is None:
        return {}
    told = [reader.words(mapping.organisation, record["row"], record["cells"]).value for record in records]
    return whose.elsewhere(told)


def split(mapping: Mapping, column: str | None) -> Mapping:
    return replace(mapping, organisation=Rule((column,))) if column else mapping


def _mapping(table: Table, candidates: Sequence[Mapping], shown: str, product: str | None) -> Mapping:
    """The mapping that knows most of the columns."""
    scores = [0] * len(candidates)
    for record in table.records[:200]:
        names = _names(record.values)
        scores = [max(score, known(one, names)) for score, one in zip(scores, candidates, strict=True)]
    if not table.records:
        raise InventoryError(f"{shown}: it holds no device", "Export it again, with all devices.")
    if not any(scores):
        told = f" as {product}" if product else ""
        raise InventoryError(f"{shown}: its columns are not known{told}", decode.UNDERSTOOD)
    return chosen(candidates, scores)


def _names(values: dict[str, Any]) -> list[str]:
    """The columns of a record, and the paths one and two steps into its objects."""
    names = list(values)
    for outer, value in values.items():
        if isinstance(value, dict):
            names += [f"{outer}.{inner}" for inner in value]
            names += [f"{outer}.{a}.{b}" for a, inner in value.items() if isinstance(inner, dict) for b in inner]
    return names
