"""Answers on disk: one readable JSON file each, the payload last, exactly as Azure wrote it."""

import dataclasses
import hashlib
import json
from pathlib import Path

from msp_aigov.errors import RunError
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.record.atomic import write
from msp_aigov.record.codec import decode, encode

PAYLOAD = '\n"payload": '


def name_of(ask: Ask) -> str:
    """The file's name: the source for people, a hash for the rest."""
    key = json.dumps([ask.source, ask.scope.kind, ask.scope.id, ask.query])
    return f"{ask.source}.{hashlib.sha256(key.encode()).hexdigest()[:12]}.json"


def save(folder: Path, answer: Answer) -> None:
    """Store one answer as it arrives."""
    head = encode(dataclasses.replace(answer, payload=None), indent=1)
    text = f"{head[:-2]},{PAYLOAD}{answer.payload or 'null'}\n}}\n".replace('\n "payload": null,', "", 1)
    write(folder / name_of(answer.ask), text.encode())


def load(folder: Path) -> dict[Ask, Answer]:
    """Every stored answer of one client."""
    answers = [_read(path) for path in sorted(folder.glob("*.json"))]
    return {answer.ask: answer for answer in answers}


def find(folder: Path, ask: Ask) -> Answer | None:
    """One stored answer, if it is there."""
    path = folder / name_of(ask)
    return _read(path) if path.is_file() else None


def _read(path: Path) -> Answer:
    """The payload is cut out as text: it stands last, after a line break that no JSON string can hold."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RunError(f"{path}: cannot be read") from error
    head, found, payload = text.partition("," + PAYLOAD)
    if not found:
        raise RunError(f"{path}: is not a stored answer")
    answer = decode(Answer, head + "}", str(path))
    assert isinstance(answer, Answer)
    body = payload.rstrip()[:-1].rstrip()
    return dataclasses.replace(answer, payload=None if body == "null" else body)
