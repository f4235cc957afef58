"""What each deployment's content filter effectively does, against what the client's profile wants."""

from dataclasses import dataclass
from typing import Literal

from msp_aigov.model.cloud import AiAccount, Deployment
from msp_aigov.model.text import Text

FilterState = Literal["blocks", "annotates", "off", "unknown"]
Threshold = Literal["Low", "Medium", "High"]
Match = Literal["meets", "weaker", "unknown", "not_wanted"]

# The four harm categories, as `plain` writes them. Only they have severities.
HARMS = frozenset({"hate", "sexual", "violence", "selfharm"})


def plain(name: str) -> str:
    """A filter's name as compared: ids and display names differ in spaces, underscores, hyphens and case."""
    return "".join(letter for letter in name.lower() if letter.isalnum())


@dataclass(frozen=True)
class EffectiveFilter:
    """One cell of the matrix: what a filter does in one direction, what is wanted, and how the two compare.

    `threshold` is the severity from which it blocks (Low is strictest); None for filters without severities.
    """

    filter: str
    direction: str
    state: FilterState
    threshold: Threshold | None
    source: Literal["configured", "inherited", "default"]
    evidence: str
    wanted: str = ""
    match: Match = "not_wanted"


@dataclass(frozen=True)
class Processing:
    """Where a deployment's SKU may process data: `kind` and the zone or region in plain words."""

    kind: Literal["region", "data_zone", "global", "unknown"]
    zone: str
    allowed: bool | None
    reason: Text


@dataclass(frozen=True)
class DeploymentGuardrail:
    """One deployment with its effective filters and its place of processing."""

    deployment: Deployment
    account_name: str
    policy: str
    profile: str
    filters: tuple[EffectiveFilter, ...]
    processing: Processing
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Guardrails:
    """All accounts and deployments of a client."""

    accounts: tuple[AiAccount, ...] = ()
    deployments: tuple[DeploymentGuardrail, ...] = ()
