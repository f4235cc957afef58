"""One read, and what came of it: the coverage ledger is the answers."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

ScopeKind = Literal["client", "subscription", "account", "location", "file"]
AnswerState = Literal["read", "denied", "throttled", "unsupported", "failed", "skipped"]


@dataclass(frozen=True)
class Scope:
    """What a read is about. `id` is the source's own, lower-cased; `within` holds the ids of the scopes around it."""

    kind: ScopeKind
    id: str
    name: str
    within: tuple[str, ...] = ()

    @property
    def path(self) -> tuple[str, ...]:
        """The ids of this scope and of all around it."""
        return (self.id, *self.within)


@dataclass(frozen=True)
class Ask:
    """One question to one source at one scope. `query` tells apart two questions at the same scope."""

    source: str
    scope: Scope
    query: str = ""


@dataclass(frozen=True)
class Answer:
    """What an ask gave. `payload` is the wire JSON as text, secrets removed; a state other than `read` is a gap."""

    ask: Ask
    state: AnswerState
    payload: str | None = None
    reason: str = ""
    mend: str = ""
    api: str = ""
    api_version: str = ""
    status: int | None = None
    request_id: str = ""
    read_at: datetime | None = None

    def json(self) -> Any:
        """The payload parsed, numbers with a point as `Decimal`; None where there is none."""
        return None if self.payload is None else json.loads(self.payload, parse_float=Decimal)

    @property
    def items(self) -> Iterator[dict[str, Any]]:
        """The objects of a list payload, in the source's order; what is not an object is left out."""
        body = self.json()
        listed = body.get("value") if isinstance(body, dict) else body
        listed = listed if isinstance(listed, list) else []
        return (item for item in listed if isinstance(item, dict))
