"""What a client's credential can reach, and what would mend the rest."""

from dataclasses import dataclass
from typing import Literal

Diagnosis = Literal[
    "works",
    "role missing",
    "provider not registered",
    "wrong tenant",
    "sign-in failed",
    "blocked by the network",
    "not offered",
    "not asked",
    "failed",
]


@dataclass(frozen=True)
class Reached:
    """One API at one scope: whether it answers, and if not, why and what a person would do."""

    source: str
    scope: str
    diagnosis: Diagnosis
    role: str
    reason: str = ""
    mend: str = ""


@dataclass(frozen=True)
class AccessReport:
    """One client's access: the route, who else manages its subscriptions, what is reached, what is beyond need."""

    client: str
    route: str
    reached: tuple[Reached, ...]
    managed_by: tuple[str, ...] = ()
    beyond_need: tuple[str, ...] = ()
    rights: Literal["read", "not read"] = "not read"
