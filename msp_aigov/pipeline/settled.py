"""Closed months are read once: an answer that can no longer change is served from an earlier run."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from msp_aigov.collect.planned import PAYING, planned
from msp_aigov.collect.registry import SOURCES
from msp_aigov.errors import RunError
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.pipeline.order import Order, now
from msp_aigov.record import evidence, history
from msp_aigov.record.folder import finished

RENEWED = timedelta(hours=4)  # how often Azure renews cost data


def settled(runs: Path, client: str) -> Callable[[Ask], Answer | None]:
    """A link that answers what an earlier run read after the day from which it is final; newest run first."""

    def answer(ask: Ask) -> Answer | None:
        source: Any = SOURCES[ask.source]
        if not hasattr(source, "settled"):
            return None
        return _kept(runs, client, ask, source.settled(ask))

    return answer


def _kept(runs: Path, client: str, ask: Ask, final: date) -> Answer | None:
    for run in finished(runs):
        try:
            found = evidence.find(run / client / history.EVIDENCE, ask)
        except RunError:  # an old file nobody can read: ask again
            continue
        if found and found.state == "read" and found.read_at and found.read_at.date() >= final:
            return replace(found, ask=ask)
    return None


class Kept:
    """Answers about billing within one command: Azure renews them every few hours, and each costs query units."""

    def __init__(self, clock: Callable[[], datetime] = now) -> None:
        self._clock = clock
        self._answers: dict[tuple[str, Ask], Answer] = {}

    def over(self, client: str, read: Callable[[Ask], Answer]) -> Callable[[Ask], Answer]:
        """A link that asks about billing again only when an answer is older than Azure's own."""

        def answer(ask: Ask) -> Answer:
            found = self._answers.get((client, ask))
            if found and found.read_at and self._clock() - found.read_at < RENEWED:
                return found
            said = read(ask)
            if ask.source in PAYING and said.state == "read":
                self._answers[client, ask] = said
            return said

        return answer


def plan_of(order: Order) -> tuple[str, ...]:
    """What each client's tenant will be asked to pay in query units, one line each."""
    today = order.clock().date()
    plans = (planned(client, today, settled(order.runs, client.id)) for client in order.clients)
    return tuple(plan.words for plan in plans if plan)
