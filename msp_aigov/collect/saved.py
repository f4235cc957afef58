"""The link of the chain that reads saved answers: what ARM gave, or what the `az` command line printed."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from msp_aigov.azure.wire import exact_json, without_secrets
from msp_aigov.collect import recognise
from msp_aigov.collect.recognise import Item
from msp_aigov.errors import AigovError, ConfigError
from msp_aigov.model.answers import Answer, Ask

MAX_BYTES = 64 * 1024 * 1024
API = "saved"


def saved(paths: Iterable[Path], now: Callable[[], datetime]) -> Callable[[Ask], Answer | None]:
    """A link that answers every question to Azure from files; what is not in them is a gap that says so."""
    items = recognise.placed(tuple(_items(paths)))
    if not items:
        raise ConfigError("the saved answers hold nothing that is recognised", recognise.UNDERSTOOD)

    def answer(ask: Ask) -> Answer | None:
        if not ask.source.startswith("azure."):
            return None
        found = recognise.answering(ask, items)
        if found is None:
            reason, mend = "not in the saved answers", f"Save it too: {recognise.how_to_save(ask.source)}"
            return Answer(ask, "skipped", reason=reason, mend=mend, api=API)
        if recognise.cut_short(ask, items):
            reason, mend = "the saved list names a next page that is not in the files", "Save every page of it."
            return Answer(ask, "skipped", reason=reason, mend=mend, api=API)
        return Answer(ask, "read", payload=exact_json(without_secrets({"value": found})), api=API, read_at=now())

    return answer


def _items(paths: Iterable[Path]) -> Iterator[Item]:
    for path in paths:
        if not path.exists():
            raise AigovError(f"{path}: there is no such file or folder", "Name files that hold saved answers.")
        files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
        for file in files:
            yield from recognise.items(_read(file))


def _read(path: Path) -> Any:
    """The JSON of one file, numbers exact; PowerShell writes UTF-16 unless told otherwise."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise AigovError(f"{path}: larger than {MAX_BYTES // 2**20} MiB", "Save one kind of answer per file.")
        raw = path.read_bytes()
        encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        return json.loads(raw.decode(encoding), parse_float=Decimal)
    except OSError as error:
        raise AigovError(f"{path}: cannot be read: {error.strerror}", "Check the path and who may read it.") from error
    except (ValueError, RecursionError) as error:
        raise AigovError(f"{path}: is not JSON", "Save with `az ... -o json`, or as ARM answered.") from error
