"""Findings that somebody answers for until a day."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from msp_aigov.model.finding import Finding


@dataclass(frozen=True)
class Waiver:
    """One risk that was accepted: why, by whom, and the last day on which it is. `subject` is the name or the id of
    what it is about; `fingerprint` names one finding exactly. Only a failure is ever waived."""

    check: str
    client: str
    reason: str
    approver: str
    until: date
    subject: str | None = None
    fingerprint: str | None = None

    def covers(self, finding: Finding) -> bool:
        """Whether the finding is the one that was accepted."""
        if self.check != finding.check:
            return False
        if self.fingerprint and self.fingerprint.lower() != finding.fingerprint:
            return False
        names = (finding.subject.name.lower(), finding.subject.id.lower())
        return self.subject is None or self.subject.lower() in names


@dataclass(frozen=True)
class WaiverFile:
    """What waivers.yaml holds."""

    waivers: tuple[Waiver, ...] = ()


@dataclass(frozen=True)
class WaiverUse:
    """A waiver and what it did in this run: `unused` ones are about nothing that fails any more."""

    waiver: Waiver
    state: Literal["in_force", "expired", "unused"]
