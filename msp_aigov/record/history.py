"""Earlier runs, read back."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from msp_aigov.errors import RunError
from msp_aigov.model.client import Fleet
from msp_aigov.model.document import Document
from msp_aigov.model.finding import Finding
from msp_aigov.record.atomic import write
from msp_aigov.record.codec import decode, encode
from msp_aigov.record.folder import finished

FLEET, FINDINGS, DOCUMENT, EVIDENCE = "fleet.json", "findings.json", "document.json", "evidence"


def previous_findings(runs: Path, client: str, before: str) -> tuple[tuple[Finding, ...], date | None]:
    """The client's findings in the newest finished run before `before`, and that run's day, if any."""
    for path in finished(runs):
        kept = path / client / FINDINGS
        if path.name < before and kept.is_file():
            try:
                findings = decode(tuple[Finding, ...], kept.read_bytes(), str(kept))
                return findings, datetime.fromisoformat(about_run(path)["started"]).date()
            except RunError:  # altered, or written by a version we cannot read: an older run may still do
                continue
    return (), None


def about_run(run: Path) -> dict[str, Any]:
    """What run.json says."""
    try:
        about = json.loads((run / "run.json").read_bytes())
        return {"id": about["id"], "started": about["started"], "clients": about["clients"], **about}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RunError(f"{run}: is not a finished run", "Name a folder under runs/.") from error


def saved_fleet(run: Path) -> Fleet:
    """The configuration as it was when the run began."""
    path = run / FLEET
    fleet = decode(Fleet, _bytes(path), str(path))
    assert isinstance(fleet, Fleet)
    return fleet


def saved_document(run: Path) -> Document:
    """The document as it was printed, all its clients put together again."""
    parts: list[Document] = []
    for client in about_run(run)["clients"]:
        path = run / client / DOCUMENT
        part = decode(Document, _bytes(path), str(path))
        assert isinstance(part, Document)
        parts.append(part)
    if not parts:
        raise RunError(f"{run}: holds no client")
    first = parts[0]
    clients = tuple(client for part in parts for client in part.clients)
    return Document(first.run, first.msp, first.contact, first.branding, clients, first.schema_version)


def save(folder: Path, name: str, value: Any) -> None:
    """Write one model value into a run's folder."""
    write(folder / name, encode(value, indent=1).encode() + b"\n")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RunError(f"{path}: cannot be read", "Name a finished run under runs/.") from error
