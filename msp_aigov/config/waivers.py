"""waivers.yaml: which client each waiver is for, and what is wrong with it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from msp_aigov.config.sense import Problem
from msp_aigov.model.client import Client
from msp_aigov.model.pack.waiver import WaiverFile

CHECK = re.compile(r"[A-Z]{3}[0-9]{3}")
FINGERPRINT = re.compile(r"[0-9a-fA-F]{16}")


def waiver_problems(held: WaiverFile, known: Sequence[str]) -> Iterator[Problem]:
    """What is wrong with waivers that have the right shape; `known` are the ids of the clients."""
    for number, waiver in enumerate(held.waivers):
        place = ("waivers", number)
        if not CHECK.fullmatch(waiver.check):
            yield (*place, "check"), f"expected a check's id like GRD001, found {waiver.check!r}"
        if waiver.client not in known:
            yield (*place, "client"), f"no such client here, found {waiver.client!r}"
        for field in ("reason", "approver"):
            if not getattr(waiver, field).strip():
                yield (*place, field), "a waiver says why, and who answers for it"
        if not (waiver.subject or waiver.fingerprint):
            yield place, "says not of what: add `subject` (a name or an id) or `fingerprint`"
        if waiver.fingerprint and not FINGERPRINT.fullmatch(waiver.fingerprint):
            yield (*place, "fingerprint"), f"expected the 16 digits of a finding, found {waiver.fingerprint!r}"


def with_waivers(clients: Sequence[Client], held: WaiverFile) -> tuple[Client, ...]:
    """Every client with the waivers that are its own."""
    return tuple(
        replace(client, waivers=tuple(waiver for waiver in held.waivers if waiver.client == client.id))
        for client in clients
    )
