"""Load the dated rules: CSV files whose columns are the fields of the model's rule classes."""

import csv
import dataclasses
import hashlib
import re
import typing
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import NoneType
from typing import Any, TypeVar

from msp_aigov.errors import ConfigError
from msp_aigov.model import rules as model
from msp_aigov.model.ability.gates import Bandwidth, Claim, Collected, GraphicsCard, ProviderGate, Silicon
from msp_aigov.model.bench.shapes import ModelShape, WorkloadNeed
from msp_aigov.model.pack.guide import ModelLicence

T = TypeVar("T")

DATA = Path(__file__).parent / "data"
TABLES: dict[str, Any] = {
    "skus": model.SkuRule,
    "regions": model.RegionRule,
    "ai_services": model.AiService,
    "local_models": model.LocalModel,
    "device_rules": model.DeviceRule,
    "cloud_models": model.CloudModel,
    "data_zones": model.DataZoneRule,
    "model_facts": model.ModelFact,
    "mappings": model.Mapping,
    "remedies": model.RemedyStep,
    "uses": model.UseRule,
    "tasks": model.TaskRule,
    "runtimes": model.Runtime,
    "model_limits": model.ModelLimit,
    "obligations": model.ObligationRule,
    "model_shapes": ModelShape,
    "workload_needs": WorkloadNeed,
    "prices": model.Price,
    "client_prices": model.Price,
    "spend_rules": model.SpendRule,
    "provider_gates": ProviderGate,
    "published_claims": Claim,
    "bandwidths": Bandwidth,
    "collected": Collected,
    "graphics_cards": GraphicsCard,
    "silicon": Silicon,
    "model_licences": ModelLicence,
}


def load_rules(overlay: Path | None = None) -> model.Rules:
    """The rules that ship with the program; a file of the same name in `overlay` takes the place of ours."""
    digest = hashlib.sha256()
    tables: dict[str, Any] = {}
    for name in (*TABLES, "profiles", "system_policies"):
        path = _path(name, overlay)
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
        tables[name] = _grouped(path, name) if name not in TABLES else tuple(_rows(path, TABLES[name]))
    return model.Rules(digest=digest.hexdigest(), **tables)


def load_table(path: Path) -> tuple[Any, ...]:
    """The rows of one table, checked as the program will read them; the file's name says which table it is."""
    return tuple(_rows(path, TABLES[path.stem]))


def _path(name: str, overlay: Path | None) -> Path:
    own = overlay / f"{name}.csv" if overlay else None
    return own if own and own.is_file() else DATA / f"{name}.csv"


def _grouped(path: Path, name: str) -> tuple[Any, ...]:
    """Filter rules gathered by the profile or policy they belong to, in the file's order."""
    key, kind = ("profile", model.Profile) if name == "profiles" else ("policy", model.SystemPolicy)
    groups: dict[str, list[model.FilterRule]] = defaultdict(list)
    for record, rule in zip(_records(path), _rows(path, model.FilterRule, ignore=key), strict=True):
        groups[record[key]].append(rule)
    return tuple(kind(name, tuple(filters)) for name, filters in groups.items())


def _records(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.DictReader(stream))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ConfigError(f"{path.name}: is no CSV in UTF-8: {error}") from error


def _rows(path: Path, kind: type[T], ignore: str = "") -> Iterator[T]:
    """Every row as one value; a wrong cell is named by file, line and column."""
    hints = typing.get_type_hints(kind)
    for line, record in enumerate(_records(path), start=2):
        if None in record:
            raise ConfigError(f"{path.name}:{line}: more cells than columns: a comma stands unquoted in one")
        fields = {}
        for field in dataclasses.fields(kind):  # type: ignore[arg-type]
            name = field.name
            if name not in record and field.default is not dataclasses.MISSING:
                continue  # a column younger than the file
            fields[name] = _field(name, record, hints[name], f"{path.name}:{line}")
        yield kind(**fields)


def _field(name: str, record: dict[str, str], hint: Any, place: str) -> Any:
    """One field of a row, a reference out of the two columns that every table has for it."""
    if name == "reference":
        return model.Reference(_field("source", record, str, place), _field("read_on", record, date, place))
    try:
        return _value(name, record, hint)
    except (KeyError, ValueError) as error:
        raise ConfigError(f"{place}: {name}: {error}") from error


def _value(name: str, record: dict[str, str], hint: Any) -> Any:
    """One cell; a row that ends before it is a mistake, and so is a pattern that none is."""
    if record[name] is None:
        raise ValueError("the row ends before this column")
    if name.endswith("pattern"):
        try:
            re.compile(record[name])
        except re.error as error:
            raise ValueError(f"no regular expression: {error}") from error
    return _cell(record[name], hint)


def _amount(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(f"expected a number such as 0.25, found {text!r}") from None


def _several(text: str) -> tuple[int, ...]:
    parts = text.split(";")
    if not all(part.isdecimal() and int(part) for part in parts):
        raise ValueError(f"expected whole numbers from 1 up, as 8 or 8;16, found {text!r}")
    return tuple(map(int, parts))


def _cell(text: str, hint: Any) -> Any:
    """One cell as the type its field asks for; an empty cell is None where that is allowed."""
    choices = typing.get_args(hint)
    if NoneType in choices:
        if text == "":
            return None
        hint = next(choice for choice in choices if choice is not NoneType)
        choices = typing.get_args(hint)
    if typing.get_origin(hint) is typing.Literal and text not in choices:
        raise ValueError(f"expected one of {', '.join(choices)}, found {text!r}")
    if typing.get_origin(hint) is tuple:
        return _several(text)
    if hint is date:
        return date.fromisoformat(text)
    if hint is Decimal:
        return _amount(text)
    return int(text) if hint is int else text
