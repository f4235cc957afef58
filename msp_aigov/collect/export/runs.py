"""Which files make one run of an export: by its manifest, or by the names of its partitions."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msp_aigov.errors import InventoryError

SUFFIXES = (".csv", ".csv.gz", ".parquet")
SCOPE = re.compile(r"/providers/microsoft\.costmanagement/.*$|/+$")
SLASHES = re.compile(r"[\\/]+")
DATED = re.compile(r"(19|20)\d\d[-_]?(0\d|1[0-2])([-_]?[0-3]\d)?$")
PARTITION = re.compile(r"([-_.]?part[-_]?\d+.*|[-_]\d{1,5})$", re.IGNORECASE)


@dataclass(frozen=True)
class ExportRun:
    """Files that were written together. `scope`, `submitted` and `period` come from a manifest and are empty without
    one."""

    name: str
    paths: tuple[Path, ...]
    kind: str = ""
    export: str = ""
    period: str = ""
    submitted: str = ""
    expected: int | None = None
    scope: str = ""


def runs_at(paths: Iterable[Path]) -> tuple[ExportRun, ...]:
    """Every run under these files and folders, of each period of an export only the newest."""
    found: dict[str, ExportRun] = {}
    loose: dict[Path, Path] = {}
    for path in paths:
        if not path.exists():
            raise InventoryError(f"{path}: is not there", "Name an export: a file, or the folder it was written to.")
        if path.is_dir():
            found |= {str(run.paths[0].parent.resolve()): run for run in _manifests(path)}
        for file in _data(path):
            loose.setdefault(file.resolve(), file)
    taken = {file.resolve() for run in found.values() for file in run.paths}
    folders = set(found)
    left = [file for at, file in loose.items() if at not in taken and str(at.parent) not in folders]
    runs = [*found.values(), *_plain(left)]
    if not runs:
        raise InventoryError("no export found", f"Files that are read end in {', '.join(SUFFIXES)}.")
    return tuple(_newest(runs))


def _manifests(folder: Path) -> Iterator[ExportRun]:
    return (_manifest(path) for path in sorted(folder.rglob("manifest.json")))


def _data(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from (file for file in sorted(path.rglob("*")) if file.is_file() and _is_data(file))
    elif _is_data(path):
        yield path
    else:
        raise InventoryError(f"{path}: is no export", f"Files that are read end in {', '.join(SUFFIXES)}.")


def _is_data(path: Path) -> bool:
    return path.name.lower().endswith(SUFFIXES)


def _newest(runs: Iterable[ExportRun]) -> Iterator[ExportRun]:
    """An export that runs daily writes the month so far each time: the last run holds all of it."""
    kept: dict[tuple[str, ...], ExportRun] = {}
    for run in sorted(runs, key=lambda run: (run.submitted, run.name)):
        key = (run.export, run.kind, run.period) if run.export else (run.name,)
        kept[key] = run
    return iter(kept.values())


def _plain(paths: Iterable[Path]) -> Iterator[ExportRun]:
    """Files without a manifest: partitions of one run share folder and name but for their number."""
    groups: dict[tuple[Path, str, str], list[Path]] = {}
    for path in paths:
        stem, _, suffix = path.name.partition(".")
        if not DATED.search(stem):  # a day or a month is no number of a partition
            stem = PARTITION.sub("", stem)
        groups.setdefault((path.parent, stem, suffix.lower()), []).append(path)
    for members in groups.values():
        yield ExportRun(str(members[0]), tuple(sorted(members)))


def _manifest(path: Path) -> ExportRun:
    try:
        raw = json.loads(path.read_bytes())
        config, about = _object(raw, "exportConfig"), _object(raw, "runInfo")
        blobs = [item for item in raw["blobs"] if isinstance(item, dict)]
        files = tuple(path.parent / SLASHES.split(str(blob["blobName"]))[-1] for blob in blobs)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InventoryError(f"{path}: is no manifest of an export", "Take it away, or copy the run again.") from error
    if not files:
        raise InventoryError(f"{path}: names no files", "Copy the whole folder of the run.")
    missing = [file.name for file in files if not file.is_file()]
    if missing:
        raise InventoryError(f"{path}: names {', '.join(missing)}, not there", "Copy the whole folder of the run.")
    rows: list[Any] = [blob.get("dataRowCount") for blob in blobs]
    return ExportRun(
        name=str(path.parent),
        paths=files,
        kind=str(config.get("type") or ""),
        export=f"{config.get('resourceId') or ''}/{config.get('exportName') or path.parent.parent.name}",
        scope=SCOPE.sub("", str(config.get("resourceId") or "").lower()),
        period=str(about.get("startDate") or "")[:10],
        submitted=str(about.get("submittedTime") or ""),
        expected=sum(rows) if rows and all(isinstance(count, int) for count in rows) else None,
    )


def _object(raw: Any, key: str) -> dict[str, Any]:
    value = raw.get(key)
    return value if isinstance(value, dict) else {}
