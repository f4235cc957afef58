"""Checks' verdicts and the findings made of them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from msp_aigov.model.text import Text

Outcome = Literal["fail", "pass", "unknown", "not_applicable", "waived"]
Status = Literal["new", "unchanged", "resolved", "reopened", "lost_sight"]


class Severity(StrEnum):
    """How urgent a failed check is."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """0 for the most urgent."""
        return list(Severity).index(self)


@dataclass(frozen=True)
class Subject:
    """What a finding is about."""

    kind: str
    id: str
    name: str


@dataclass(frozen=True)
class Verdict:
    """What a check says of one assessment. `severity` overrides the check's own where a case is graver or milder."""

    outcome: Outcome
    detail: Text
    evidence: tuple[str, ...] = ()
    severity: Severity | None = None


@dataclass(frozen=True)
class Finding:
    """One verdict on one subject, with all that a reader needs. `since` is the day this outcome was first seen."""

    check: str
    title: Text
    severity: Severity
    outcome: Outcome
    subject: Subject
    detail: Text
    remedy: Text
    fingerprint: str
    evidence: tuple[str, ...] = ()
    why: str = ""
    status: Status = "new"
    since: date | None = None
    failed_before: bool = False


def passed(detail: Text | None = None, evidence: tuple[str, ...] = ()) -> Verdict:
    """The subject is in order."""
    return Verdict("pass", detail or Text("in order"), evidence)


def failed(detail: Text, evidence: tuple[str, ...] = (), severity: Severity | None = None) -> Verdict:
    """The subject needs somebody to act."""
    return Verdict("fail", detail, evidence, severity)


def unknown(detail: Text, evidence: tuple[str, ...] = ()) -> Verdict:
    """Nobody can say yet; `detail` names what would settle it."""
    return Verdict("unknown", detail, evidence)


def not_applicable(detail: Text) -> Verdict:
    """The question does not arise here."""
    return Verdict("not_applicable", detail)
