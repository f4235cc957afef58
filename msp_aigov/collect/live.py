"""The link of the chain that really reads: Azure through the session, inventories from the disk."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from azure.core.exceptions import AzureError

from msp_aigov.azure.failure import failure
from msp_aigov.azure.session import Session
from msp_aigov.collect.inventory import files
from msp_aigov.collect.inventory.whose import whose
from msp_aigov.collect.registry import SOURCES
from msp_aigov.errors import AigovError
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.client import Client

Clock = Callable[[], datetime]


def live(client: Client, folder: Path, session: Callable[[], Session], now: Clock) -> Callable[[Ask], Answer]:
    """A link that always answers: with what was read, or with why it could not be."""

    def answer(ask: Ask) -> Answer:
        if ask.source == files.SOURCE:
            return _inventory(client, folder, ask, now)
        return _azure(SOURCES[ask.source], session, ask, now)

    return answer


def _azure(source: Any, session: Callable[[], Session], ask: Ask, now: Clock) -> Answer:
    api = source.fetch.__module__.rsplit(".", 1)[-1]
    try:
        wire = source.fetch(session(), ask)
    except AigovError as error:  # a credential that cannot even be made
        return Answer(ask, "denied", reason=error.message, mend=error.hint, api=api, read_at=now())
    except (AzureError, ValueError, OSError) as error:
        gap = failure(error, source.ROLE)
        return Answer(
            ask,
            gap.state,
            reason=gap.reason,
            mend=gap.mend,
            api=api,
            status=gap.status,
            request_id=gap.request_id,
            read_at=now(),
        )
    return Answer(
        ask,
        "read",
        payload=wire.payload,
        api=api,
        api_version=wire.api_version,
        status=wire.status,
        request_id=wire.request_id,
        read_at=now(),
    )


def _inventory(client: Client, folder: Path, ask: Ask, now: Clock) -> Answer:
    file = next(file for file in client.inventories if file.path == ask.scope.name)
    try:
        own = folder / "rules" / "mappings"
        mine = whose(client, file)
        payload = files.read(folder / file.path, file.path, file.product, file.encoding, own, file.split_by, mine)
    except AigovError as error:
        return Answer(ask, "failed", reason=error.message, mend=error.hint, api="file", read_at=now())
    return Answer(ask, "read", payload=payload, api="file", read_at=now())
