"""What is kept of one inventory file: the cells that its product's mapping uses, to be judged again at any time."""

import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain
from typing import IO, Any

from msp_aigov.collect.inventory import decode, pick, readers
from msp_aigov.collect.inventory.cellreader import CellReader
from msp_aigov.collect.inventory.mapping import LAST, Mapping, Rule, catalogue, chosen, known
from msp_aigov.collect.inventory.readers import csv, plist, stream, unpack
from msp_aigov.collect.inventory.readers.table import Header, Record, Rejected
from msp_aigov.collect.inventory.whose import Whose
from msp_aigov.errors import InventoryError

MAX_RECORDS = 200_000
STREAMED_FROM = 32 * 1024 * 1024
MAX_BYTES = 256 * 1024 * 1024
MAX_STREAMED = 4 * 1024 * 1024 * 1024
_HEAD = 200


@dataclass(frozen=True)
class Wanted:
    """What the caller said of a file, and the MSP's own mappings with their data."""

    product: str | None
    encoding: str | None
    own: dict[str, tuple[Mapping, dict[str, Any]]]
    split_by: str | None = None
    whose: Whose | None = None

    def candidates(self, shown: str, container: str) -> Sequence[Mapping]:
        """The mappings for a container, the MSP's own first; one product alone where it is named."""
        mappings = {**{name: mapping for name, (mapping, _) in self.own.items()}, **_others(self.own)}
        if self.product is not None and self.product not in mappings:
            raise InventoryError(f"{shown}: no mapping is called {self.product!r}", f"There are {', '.join(mappings)}.")
        named = mappings.values() if self.product is None else (mappings[self.product],)
        return tuple(one for one in named if container in one.containers)


def _others(own_ones: dict[str, Any]) -> dict[str, Mapping]:
    return {name: mapping for name, mapping in catalogue().items() if name not in own_ones}


def member_payload(member: unpack.Member, wanted: Wanted) -> dict[str, Any]:
    """The payload of one file inside; one that cannot be read is a rejected row, and the others go on."""
    try:
        if member.problem:
            raise InventoryError(f"{member.shown}: {member.problem}")
        found: dict[str, Any] = json.loads(payload(io.BytesIO(member.data), member.shown, wanted))
        return found
    except InventoryError as error:
        reason = error.message.removeprefix(f"{member.shown}: ")
        refused = {"row": 0, "reason": f"not an inventory: {reason}"}
        return {"file": member.shown, "product": LAST, "container": "csv", "records": [], "rejected": [refused]}


def payload(raw: IO[bytes], shown: str, wanted: Wanted) -> str:
    """The payload of one file as text; of a large table or list of JSON, only what is kept is ever held."""
    size = raw.seek(0, io.SEEK_END)
    raw.seek(0)
    container = decode.beginning(raw, shown, wanted.encoding, readers.container) if size >= STREAMED_FROM else ""
    if container in ("csv", "json") and size <= MAX_STREAMED:
        return _large(raw, container, shown, wanted)
    if size > MAX_BYTES:
        hint = "Export it as CSV or JSON, which may be larger, or split it by client or by site."
        raise InventoryError(f"{shown}: larger than {MAX_BYTES // 2**20} MiB", hint)
    return _small(raw.read(), shown, wanted)


def _large(raw: IO[bytes], container: str, shown: str, wanted: Wanted) -> str:
    digest, encoding = decode.surveyed(raw)
    text = decode.opened(raw, shown, wanted.encoding or encoding)
    candidates = wanted.candidates(shown, container)
    if container == "json":
        return _kept(stream.rows(text, shown), digest, container, candidates, shown, wanted)
    rows = csv.records(text, shown, _header(candidates))
    return _kept(rows, digest, container, candidates, shown, wanted)


def _small(raw: bytes, shown: str, wanted: Wanted) -> str:
    text = plist.as_json(raw, shown) if plist.is_one(raw) else decode.text(raw, shown, wanted.encoding)
    container = readers.container(text)
    if not container:
        raise InventoryError(f"{shown}: the file is empty", "Export it again.")
    candidates = wanted.candidates(shown, container)
    table = readers.REGISTRY[container](text, shown, _header(candidates))
    rows = chain[Record | Rejected](table.records, table.rejected)
    return _kept(rows, hashlib.sha256(raw).hexdigest(), table.container, candidates, shown, wanted)


def _header(candidates: Sequence[Mapping]) -> Header:
    return lambda header: max((known(one, header) for one in candidates), default=0)


def _kept(
    rows: Iterator[Record | Rejected],
    digest: str,
    container: str,
    candidates: Sequence[Mapping],
    shown: str,
    wanted: Wanted,
) -> str:
    """The cells in use of all rows; of rows of others only their number."""
    head = list(_first(rows, shown))
    columns = [_names(row.values) for row in head if isinstance(row, Record)]
    mapping = split(_mapping(columns, candidates, shown, wanted.product), wanted.split_by)
    reader = CellReader(shown, container, ())
    kept, numbers, refused, told = list[str](), list[int](), list[Rejected](), list[str | None]()
    for row in chain(head, rows):
        _weighed(len(kept) + len(refused), shown)
        if isinstance(row, Rejected):
            refused.append(row)
            continue
        cells = pick.cells(mapping, row.values)
        kept.append(json.dumps({"row": row.row, "cells": cells}))
        numbers.append(row.row)
        told.append(reader.words(mapping.organisation, row.row, cells).value)
    elsewhere = wanted.whose.elsewhere(told) if wanted.whose else {}
    moved = [(numbers[at], group) for at, group in elsewhere.items()]
    described = json.dumps(_described(shown, digest, mapping, container, refused, moved, wanted))
    records = ", ".join(record for at, record in enumerate(kept) if at not in elsewhere)
    return f'{described[:-1]}, "records": [{records}]}}'


def _first(rows: Iterator[Record | Rejected], shown: str) -> Iterator[Record | Rejected]:
    """As many rows as it takes to see what their columns are."""
    seen = 0
    for number, row in enumerate(rows):
        _weighed(number, shown)
        yield row
        seen += isinstance(row, Record)
        if seen == _HEAD:
            return


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


def split(mapping: Mapping, column: str | None) -> Mapping:
    return replace(mapping, organisation=Rule((column,))) if column else mapping


def _mapping(
    columns: Sequence[Sequence[str]], candidates: Sequence[Mapping], shown: str, product: str | None
) -> Mapping:
    """The mapping that knows most of the columns of any one record."""
    if not columns:
        raise InventoryError(f"{shown}: it holds no device", "Export it again, with all devices.")
    scores = [max(known(one, names) for names in columns) for one in candidates]
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
