"""Inventory files: reading one into a payload, and shaping a payload into sightings."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msp_aigov.collect.inventory import decode, pick, readers
from msp_aigov.collect.inventory.cellreader import CellReader
from msp_aigov.collect.inventory.mapping import Mapping, catalogue, known
from msp_aigov.collect.inventory.readers.table import Table
from msp_aigov.collect.inventory.shape import sighting
from msp_aigov.errors import InventoryError
from msp_aigov.model.answers import Answer
from msp_aigov.model.device import Sighting

SOURCE = "inventory.file"
PER = "file"
MAX_BYTES = 256 * 1024 * 1024


def read(path: Path, shown: str, product: str | None = None, encoding: str | None = None) -> str:
    """The cells of one inventory file that its product's mapping uses, as JSON text; `shown` is its name for people."""
    raw = _bytes(path, shown)
    text = decode.text(raw, shown, encoding)
    container = readers.container(text)
    if not container:
        raise InventoryError(f"{shown}: XML and empty text are not read", decode.UNDERSTOOD)
    candidates = [one for one in _candidates(product, shown) if container in one.containers]
    table = readers.REGISTRY[container](
        text, shown, lambda header: max((known(one, header) for one in candidates), default=0)
    )
    mapping = _mapping(table, candidates, shown, product)
    return json.dumps(
        {
            "file": shown,
            "sha256": hashlib.sha256(raw).hexdigest(),
            "product": mapping.product,
            "container": container,
            "records": [{"row": record.row, "cells": pick.cells(mapping, record.values)} for record in table.records],
            "rejected": [{"row": one.row, "reason": one.reason} for one in table.rejected],
        }
    )


def parse(answer: Answer) -> Iterator[Sighting]:
    """One sighting for each record and each rejected row of the payload."""
    payload = answer.json()
    if payload is None:
        return
    mapping, file = catalogue()[payload["product"]], payload["file"]
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


def _candidates(product: str | None, shown: str) -> Sequence[Mapping]:
    mappings = catalogue()
    if product is None:
        return tuple(mappings.values())
    if product not in mappings:
        raise InventoryError(f"{shown}: no mapping is called {product!r}", f"There are {', '.join(mappings)}.")
    return (mappings[product],)


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
