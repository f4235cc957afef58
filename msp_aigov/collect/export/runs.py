"""Which files make one run of an export: by its manifest, or by the names of its partitions."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msp_aigov.errors import InventoryError

SUFFIXES = (".csv", ".csv.gz", ".parquet")
PARTITION = re.compile(r"([-_.]?part[-_]?\d+.*|[-_]\d{1,5})$", re.IGNORECASE)


@dataclass(frozen=True)
class ExportRun:
    """Files that were written together. `submitted` and `period` come from a manifest and are empty without one."""

    name: str
    paths: tuple[Path, ...]
    kind: str = ""
    export: str = ""
    period: str = ""
    submitted: str = ""
    expected: int | None = None


def runs_at(paths: Iterable[Path]) -> tuple[ExportRun, ...]:
    """Every run under these files and folders, of each period of an export only the newest."""
    found: dict[str, ExportRun] = {}
    for path in paths:
        if not path.exists():
            raise InventoryError(f"{path}: is not there", "Name an export: a file, or the folder it was written to.")
        for run in _in_folder(path) if path.is_dir() else _plain([path]):
            found[run.name] = run
    if not found:
        raise InventoryError("no export found", f"Files that are read end in {', '.join(SUFFIXES)}.")
    return tuple(_newest(found.values()))


def _newest(runs: Iterable[ExportRun]) -> Iterator[ExportRun]:
    """An export that runs daily writes the month so far each time: the last run holds all of it."""
    kept: dict[tuple[str, ...], ExportRun] = {}
    for run in sorted(runs, key=lambda run: (run.submitted, run.name)):
        key = (run.export, run.kind, run.period) if run.export else (run.name,)
        kept[key] = run
    return iter(kept.values())


def _in_folder(folder: Path) -> Iterator[ExportRun]:
    taken: set[Path] = set()
    for manifest in sorted(folder.rglob("manifest.json")):
        run = _manifest(manifest)
        taken |= set(manifest.parent.iterdir())
        yield run
    yield from _plain(path for path in sorted(folder.rglob("*")) if _is_data(path) and path not in taken)


def _is_data(path: Path) -> bool:
    return path.is_file() and path.name.lower().endswith(SUFFIXES)


def _plain(paths: Iterable[Path]) -> Iterator[ExportRun]:
    """Files without a manifest: partitions of one run share folder and name but for their number."""
    groups: dict[tuple[Path, str, str], list[Path]] = {}
    for path in paths:
        if not path.name.lower().endswith(SUFFIXES):
            raise InventoryError(f"{path}: is no export", f"Files that are read end in {', '.join(SUFFIXES)}.")
        stem, _, suffix = path.name.partition(".")
        groups.setdefault((path.parent, PARTITION.sub("", stem), suffix.lower()), []).append(path)
    for members in groups.values():
        yield ExportRun(str(members[0]), tuple(sorted(members)))


def _manifest(path: Path) -> ExportRun:
    try:
        raw = json.loads(path.read_bytes())
        config, about = _object(raw, "exportConfig"), _object(raw, "runInfo")
        blobs = [item for item in raw["blobs"] if isinstance(item, dict)]
        files = tuple(path.parent / Path(str(blob["blobName"])).name for blob in blobs)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InventoryError(f"{path}: is no manifest of an export") from error
    missing = [file.name for file in files if not file.is_file()]
    if missing:
        raise InventoryError(f"{path}: names {', '.join(missing)}, not there", "Copy the whole folder of the run.")
    rows: list[Any] = [blob.get("dataRowCount") for blob in blobs]
    return ExportRun(
        name=str(path.parent),
        paths=files,
        kind=str(config.get("type") or ""),
        export=f"{config.get('resourceId') or ''}/{config.get('exportName') or path.parent.parent.name}",
        period=str(about.get("startDate") or "")[:10],
        submitted=str(about.get("submittedTime") or ""),
        expected=sum(rows) if rows and all(isinstance(count, int) for count in rows) else None,
    )


def _object(raw: Any, key: str) -> dict[str, Any]:
    value = raw.get(key)
    return value if isinstance(value, dict) else {}
