"""The run folder: opened under a lock, filled as answers arrive, closed with the hash of every file."""

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from msp_aigov.errors import RunError
from msp_aigov.record.atomic import sha256, write
from msp_aigov.record.codec import encode

OPEN = ".open"
RESUME_WITHIN = timedelta(hours=6)
STAMP = "%Y%m%dT%H%M%SZ"
UNHASHED = frozenset({"run.json", "open.json", "lock"})


@dataclass(frozen=True)
class OpenRun:
    """A run being written. `started` is that of the first attempt, also when a later one continues it."""

    path: Path
    id: str
    started: datetime
    resumed: bool
    lock: FileLock


def open_run(runs: Path, started: datetime, identity: str) -> OpenRun:
    """Continue an unfinished run of the same configuration, rules and command, or begin a new one."""
    try:
        runs.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RunError(f"{runs}: cannot be made: {error.strerror}", "Name another place with --runs DIR.") from error
    for path in sorted(runs.glob(f"*{OPEN}"), reverse=True):
        found = _opened(path)
        if not found or found["identity"] != identity:
            continue
        begun = found["started"]
        if timedelta(0) <= started - begun <= RESUME_WITHIN and (lock := _locked(path)):
            return OpenRun(path, found["id"], begun, True, lock)
    return _begin(runs, started, identity)


def _begin(runs: Path, started: datetime, identity: str) -> OpenRun:
    for number in range(1, 100):
        name = started.strftime(STAMP) + (f"-{number}" if number > 1 else "")
        path = runs / f"{name}{OPEN}"
        if (runs / name).exists():
            continue
        try:
            path.mkdir()
        except FileExistsError:
            continue
        lock = _locked(path)
        if lock:
            opened = {"id": name, "started": started.isoformat(), "identity": identity}
            write(path / "open.json", encode(opened, indent=1).encode())
            return OpenRun(path, name, started, False, lock)
    raise RunError(f"{runs}: too many runs began in this second", "Wait a moment and try again.")


def _opened(path: Path) -> dict[str, Any] | None:
    """What an unfinished run says of itself; None where it says nothing usable."""
    try:
        found = json.loads((path / "open.json").read_bytes())
        started = datetime.fromisoformat(found["started"])
        return {"id": str(found["id"]), "started": started, "identity": found["identity"]}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _locked(path: Path) -> FileLock | None:
    """The system drops the lock when its process dies, however it dies."""
    lock = FileLock(path / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return None
    return lock


def close_run(run: OpenRun, about: dict[str, Any]) -> Path:
    """Hash every file, chain to the run before, and give the folder its final name."""
    runs = run.path.parent
    files = {str(path.relative_to(run.path).as_posix()): sha256(path) for path in _files(run.path)}
    before = next((path for path in finished(runs) if path.name < run.id), None)
    chain = {"id": before.name, "sha256": sha256(before / "run.json")} if before else None
    write(run.path / "run.json", encode({**about, "files": files, "previous": chain}, indent=1).encode() + b"\n")
    final = runs / run.id
    run.lock.release()  # an open file cannot be moved everywhere
    try:
        run.path.rename(final)
    except OSError as error:
        raise RunError(f"{run.path}: cannot be renamed: {error.strerror}", "Run the same command again.") from error
    for name in UNHASHED - {"run.json"}:
        (final / name).unlink(missing_ok=True)
    return final


def finished(runs: Path) -> Iterator[Path]:
    """The finished runs, newest first."""
    for path in sorted(runs.glob("*"), reverse=True):
        if path.is_dir() and not path.name.endswith(OPEN) and (path / "run.json").is_file():
            yield path


def discard_renderings(run: OpenRun, clients: Iterable[str]) -> None:
    """Remove what an earlier attempt judged or printed, so that only evidence is carried over."""
    for client in clients:
        for path in (run.path / client).glob("*"):
            if path.name != "evidence":
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def verify(run: Path) -> list[str]:
    """What differs from the hashes written when the run was closed; an empty list means nothing was altered."""
    try:
        about = json.loads((run / "run.json").read_bytes())
        files = dict(about["files"])
        before = (about["previous"]["id"], about["previous"]["sha256"]) if about.get("previous") else None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RunError(f"{run}: is not a finished run", "Name a folder under runs/.") from error
    wrong = [f"{name}: is missing" for name in files if not (run / name).is_file()]
    wrong += [f"{name}: was altered" for name, digest in files.items() if _differs(run / name, digest)]
    known = {*files}
    here = (str(path.relative_to(run).as_posix()) for path in _files(run))
    wrong += [f"{name}: was added" for name in here if name not in known]
    if before:
        name, digest = before
        chained = run.parent / name / "run.json"
        if not chained.is_file():
            wrong.append(f"the run before, {name}: is missing")
        elif sha256(chained) != digest:
            wrong.append(f"the run before, {name}: was altered")
    return sorted(wrong)


def _differs(path: Path, digest: str) -> bool:
    return path.is_file() and sha256(path) != digest


def _files(folder: Path) -> Iterator[Path]:
    """What is hashed: everything but the run's own bookkeeping."""
    return (
        path for path in sorted(folder.rglob("*")) if path.is_file() and path.parent / path.name not in _own(folder)
    )


def _own(folder: Path) -> set[Path]:
    return {folder / name for name in UNHASHED}
