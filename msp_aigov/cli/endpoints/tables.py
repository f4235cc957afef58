"""The dated tables behind a device's verdict: listed, and replaced by a newer one after a check."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from msp_aigov.assess.endpoints.limits import limits
from msp_aigov.errors import ConfigError
from msp_aigov.model.rules import Rules
from msp_aigov.record.atomic import write
from msp_aigov.rules.load import DATA, load_rules, load_table

# What a fleet may lay over: every table that devices are judged by.
NAMES = (
    "device_rules",
    "local_models",
    "provider_gates",
    "published_claims",
    "bandwidths",
    "collected",
    "workload_needs",
    "model_shapes",
    "graphics_cards",
    "silicon",
)


@dataclass(frozen=True)
class Dated:
    """One table: its rows, the days its oldest and newest were read, its sources, and whether it is the fleet's."""

    name: str
    rows: int
    oldest: date
    newest: date
    sources: tuple[str, ...]
    own: bool


def tables(fleet: Path | None) -> tuple[Dated, ...]:
    """Every table, the fleet's own in place of ours where it has one."""
    return tuple(_dated(name, _place(name, fleet)) for name in NAMES)


def disputes(rules: Rules) -> Iterator[str]:
    """What pages say of one topic side by side; * marks what devices are judged by."""
    topic = ""
    for claim in rules.published_claims:
        if claim.topic != topic:
            topic = claim.topic
            yield topic
        mark = "*" if claim.used == "yes" else " "
        standing = "" if claim.standing == "current" else f" [{claim.standing}]"
        yield f"  {mark} {claim.says}{standing}"
        yield f"    {claim.reference.source}, read {claim.reference.read_on}"


def kept(file: Path, fleet: Path | None, today: date) -> Path:
    """Keep a newer table in the fleet's rules, after loading it as the program will."""
    if fleet is None:
        raise ConfigError("--refresh keeps the table in a fleet folder", "Add --fleet DIR.")
    if not (fleet / "fleet.yaml").is_file():
        raise ConfigError(f"{fleet}: holds no fleet.yaml, so it is no fleet folder", "Name yours with --fleet DIR.")
    if file.stem not in NAMES or file.suffix != ".csv":
        raise ConfigError(f"{file}: no table of that name can be replaced", f"There are {', '.join(NAMES)}, as .csv.")
    if not file.is_file():  # a pipe would wait for ever
        raise ConfigError(f"{file}: there is no such file")
    try:
        data = file.read_bytes()
    except OSError as error:
        raise ConfigError(f"{file}: cannot be opened: {error.strerror}") from error
    rows = _checked(file, today)
    # Numbers that judgement cannot do without are looked for now, not at the next audit.
    changed: dict[str, Any] = {file.stem: rows}
    limits(replace(load_rules(), **changed))
    target = fleet / "rules" / file.name
    write(target, data)
    return target


def _checked(file: Path, today: date) -> tuple[Any, ...]:
    """The rows of a table, each with where it was read and a day that can grow old."""
    rows = load_table(file)
    if not rows:
        raise ConfigError(f"{file}: holds no row", "A table without rows would leave nothing to judge by.")
    for line, row in enumerate(rows, start=2):
        if not row.reference.source.strip():
            raise ConfigError(f"{file.name}:{line}: source: where this was read is not said")
        if row.reference.read_on > today:
            raise ConfigError(f"{file.name}:{line}: read_on: {row.reference.read_on} is still to come")
    return rows


def _place(name: str, fleet: Path | None) -> Path:
    own = fleet / "rules" / f"{name}.csv" if fleet else None
    return own if own and own.is_file() else DATA / f"{name}.csv"


def _dated(name: str, path: Path) -> Dated:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    days = sorted(date.fromisoformat(row["read_on"]) for row in rows)
    sources = tuple(sorted({row["source"] for row in rows}))
    return Dated(name, len(rows), days[0], days[-1], sources, path.parent != DATA)
