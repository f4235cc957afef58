"""The MSP's own mappings, beside its other rules: read back, and proposed for an export that nobody knows."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from msp_aigov.collect.inventory import decode, readers
from msp_aigov.collect.inventory.mapping import LAST, Mapping, catalogue, made, plain_name, split_unit
from msp_aigov.collect.inventory.readers import unpack
from msp_aigov.collect.inventory.readers.opening import opened
from msp_aigov.collect.inventory.readers.table import Table
from msp_aigov.errors import ConfigError, InventoryError

_SAMPLES = 3
_MOST = 32 * 1024 * 1024
_NEAR = 0.82
# Parts of names that only suggest a fact: a person decides.
_HINTS = (
    ("vram", "gpus.vram"),
    ("videomem", "gpus.vram"),
    ("disk", "disk_free_bytes"),
    ("free", "disk_free_bytes"),
    ("ram", "ram_visible_bytes"),
    ("memory", "ram_visible_bytes"),
    ("speicher", "ram_visible_bytes"),
    ("gpu", "gpus.name"),
    ("graph", "gpus.name"),
    ("grafik", "gpus.name"),
    ("processor", "cpu_name"),
    ("cpu", "cpu_name"),
    ("serial", "serial"),
    ("customer", "organisation"),
    ("client", "organisation"),
    ("kunde", "organisation"),
    ("build", "os_build"),
    ("last", "last_seen"),
    ("serie", "serial"),
    ("host", "names"),
    ("computer", "names"),
    ("device", "names"),
    ("gerat", "names"),
    ("user", "user"),
)


@dataclass(frozen=True)
class Column:
    """One column of an export: sample values, the fact it seems to hold, and whether that is more than a likeness."""

    name: str
    samples: tuple[str, ...]
    fact: str = ""
    sure: bool = False


def own(folder: Path | None) -> dict[str, tuple[Mapping, dict[str, Any]]]:
    """The mappings in a folder by product, each with the data it was made of."""
    found: dict[str, tuple[Mapping, dict[str, Any]]] = {}
    for path in sorted(folder.glob("*.yaml")) if folder and folder.is_dir() else ():
        try:
            raw = yaml.safe_load(path.read_text("utf-8"))
            found[raw["product"]] = (made(raw), raw)
        except (yaml.YAMLError, OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path}: cannot be read: {' '.join(str(error).split())}") from error
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ConfigError(f"{path}: is no mapping: {error}", "`msp-aigov endpoints map` writes one.") from error
    return found


def columns(path: Path) -> tuple[str, tuple[Column, ...]]:
    """The container of an export, and its columns with what they seem to hold."""
    with opened(path, str(path)) as file:
        raw = file.read(_MOST + 1)
    if len(raw) > _MOST:
        raise InventoryError(f"{path}: larger than {_MOST // 2**20} MiB", "Name a part of it: a few rows will do.")
    if unpack.is_packed(raw):
        inside = unpack.members(raw, str(path))
        raw = next((member.data for member in inside if member.data), b"")
        if not raw:
            reasons = "; ".join(member.problem for member in inside[:3])
            raise InventoryError(f"{path}: nothing inside is a table: {reasons or 'it is empty'}", decode.UNDERSTOOD)
    text = decode.text(raw, str(path))
    container = readers.container(text)
    if container not in ("csv", "json"):
        raise InventoryError(f"{path}: this is no table", "A mapping is for CSV, XLSX and JSON of a product.")
    table = readers.REGISTRY[container](text, str(path), _header)
    if not table.records:
        raise InventoryError(f"{path}: it holds no row", "Export it again, with all devices.")
    return container, tuple(_column(name, table) for name in _names(table))


def proposal(product: str, container: str, found: Sequence[Column]) -> str:
    """A mapping as YAML to review: what is sure stands in it, what is only alike stands beside it as a remark."""
    by_fact: dict[str, list[str]] = {}
    for column in found:
        if column.sure:
            by_fact.setdefault(column.fact, []).append(column.name)
    told = [name for names in by_fact.values() for name in names]
    lines = [f"# Proposed for {product}; read it before you rely on it. Units are the columns', never guesses.", ""]
    document: dict[str, Any] = {"product": product, "containers": [container], "recognise": told[:4]}
    for key in ("names", "entra_id", "macs", "organisation", "os", "npu"):
        document |= {key: by_fact[key]} if key in by_fact else ({"names": []} if key == "names" else {})
    facts = {fact: names for fact, names in by_fact.items() if fact in _FACTS}
    document["facts"] = {
        fact: {"columns": names, "unit": "header"} if fact.endswith("_bytes") else names
        for fact, names in facts.items()
    }
    if "gpus.name" in by_fact:
        document["gpus"] = {"name": by_fact["gpus.name"]}
        if "gpus.vram" in by_fact:
            document["gpus"]["vram"] = {"columns": by_fact["gpus.vram"], "unit": "header"}
    lines.append(yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=110))
    for column in found:
        guess = f" looks like {column.fact}" if column.fact and not column.sure else ""
        if not column.sure:
            lines.append(f"# {column.name!a}{guess}, holds {', '.join(map(ascii, column.samples)) or 'nothing'}")
    return "\n".join(lines) + "\n"


def _header(cells: Sequence[str]) -> int:
    """Any row of several names may be a header; the fullest one is."""
    named = [cell for cell in cells if cell.strip() and not cell.strip().replace(".", "").isdigit()]
    return len(named) if len(named) >= 2 else 0


def _names(table: Table) -> list[str]:
    return list(dict.fromkeys(name for record in table.records[:50] for name in record.values))


def _column(name: str, table: Table) -> Column:
    cells = (record.values.get(name) for record in table.records[:200])
    words = dict.fromkeys(" ".join(str(cell).split())[:40] for cell in cells if cell not in (None, ""))
    samples = tuple(list(words)[:_SAMPLES])
    bare = {plain_name(name), split_unit(name)[0]}
    known = _known()
    if exact := next((known[one] for one in bare if one in known), ""):
        return Column(name, samples, exact, sure=True)
    if hint := next((fact for part, fact in _HINTS if part in plain_name(name)), ""):
        return Column(name, samples, hint)
    near = difflib.get_close_matches(plain_name(name), list(known), n=1, cutoff=_NEAR)
    return Column(name, samples, known[near[0]] if near else "")


_FACTS: frozenset[str] = frozenset(fact for mapping in catalogue().values() for fact, _ in mapping.facts)


def _known() -> dict[str, str]:
    """Every column name of the generic table and of the products' tables, and the fact that it holds."""
    names: dict[str, str] = {}
    mappings = catalogue()
    for mapping in (mappings[LAST], *mappings.values()):
        if "csv" not in mapping.containers:
            continue
        rules = [*mapping.facts, ("names", mapping.names), ("entra_id", mapping.entra_id), ("macs", mapping.macs)]
        rules += [("organisation", mapping.organisation), ("os", mapping.os), ("npu", mapping.npu)]
        if mapping.gpus:
            rules += [("gpus.name", mapping.gpus.name), ("gpus.vram", mapping.gpus.vram)]
        for fact, rule in rules:
            for column in rule.columns:
                names.setdefault(plain_name(column), fact)
    return names
