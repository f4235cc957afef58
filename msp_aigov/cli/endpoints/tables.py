"""The dated tables behind a device's verdict: listed, and replaced by a newer one after a check."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from msp_aigov.errors import ConfigError
from msp_aigov.record.atomic import write
from msp_aigov.rules.load import DATA, load_rules

OVERLAID = ("device_rules", "local_models")
NAMES = (*OVERLAID, "graphics_cards", "silicon", "provider_gates")


@dataclass(frozen=True)
class Dated:
    """One table: how many rows, the days its oldest and newest were read, and every source."""

    name: str
    rows: int
    oldest: date
    newest: date
    sources: tuple[str, ...]


def tables(fleet: Path | None) -> tuple[Dated, ...]:
    """Every table, the fleet's own in place of ours where it has one."""
    return tuple(_dated(name, _place(name, fleet)) for name in NAMES)


def kept(file: Path, fleet: Path | None) -> Path:
    """Keep a newer table in the fleet's rules, after loading it as the program will."""
    if fleet is None:
        raise ConfigError("--refresh keeps the table in a fleet folder", "Add --fleet DIR.")
    if file.stem not in OVERLAID or file.suffix != ".csv":
        raise ConfigError(
            f"{file}: no table of that name can be replaced", f"There are {', '.join(OVERLAID)}, as .csv."
        )
    try:
        data = file.read_bytes()
    except OSError as error:
        raise ConfigError(f"{file}: cannot be opened: {error.strerror}") from error
    load_rules(file.parent)
    target = fleet / "rules" / file.name
    write(target, data)
    return target


def _place(name: str, fleet: Path | None) -> Path:
    own = fleet / "rules" / f"{name}.csv" if fleet and name in OVERLAID else None
    return own if own and own.is_file() else DATA / f"{name}.csv"


def _dated(name: str, path: Path) -> Dated:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    days = sorted(date.fromisoformat(row["read_on"]) for row in rows)
    return Dated(name, len(rows), days[0], days[-1], tuple(sorted({row["source"] for row in rows})))
