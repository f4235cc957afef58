"""What comes with a decision about a workload: crossings, obligations, money, and the record of it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from msp_aigov.model.text import Money, Text

GateName = Literal["safety", "region", "feasibility", "cost", "evidence"]
Placement = Literal["device", "premises", "region", "data_zone", "global"]


@dataclass(frozen=True)
class Crossing:
    """Data of one class that goes over one boundary; `before` and `after` are stages, `the client`, or a service."""

    data_class: str
    before: str
    after: str
    words: Text


@dataclass(frozen=True)
class Obligation:
    """What the law or good practice asks for, from the day `since` on (UTC; None where it names no day)."""

    kind: str
    words: Text
    since: date | None
    source: str


@dataclass(frozen=True)
class RouteCost:
    """What one stage would cost a month in one place; `price_source` says where the price comes from.

    None is not known, never nothing.
    """

    stage: str
    candidate: str
    placement: Placement
    unit: Money | None
    monthly: Money | None
    price_source: str


@dataclass(frozen=True)
class BreakEven:
    """From which `volume` a month on work on devices, spread over `months`, costs less than one cloud candidate."""

    stage: str
    candidate: str
    refresh: Money | None
    months: int
    volume: int | None
    words: Text


@dataclass(frozen=True)
class Sensitivity:
    """A month of one candidate if volume and price were changed by so many percent, and whether it is still allowed."""

    stage: str
    candidate: str
    volume_percent: int
    price_percent: int
    monthly: Money
    allowed: bool | None


@dataclass(frozen=True)
class Economics:
    """What the routes of a workload cost, side by side."""

    routes: tuple[RouteCost, ...] = ()
    break_even: tuple[BreakEven, ...] = ()
    sensitivity: tuple[Sensitivity, ...] = ()


@dataclass(frozen=True)
class DecisionRecord:
    """What a decision rests on. `id` is the hash of all of it but the days; the same input gives the same id.

    `review_by` is the last day on which the decision may be relied on without another look, `review_when` what ends it
    sooner. `inputs` are the client's own answers, as the file gives them.
    """

    id: str = ""
    rules_hash: str = ""
    decided_on: date | None = None
    review_by: date | None = None
    review_when: tuple[Text, ...] = ()
    inputs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Blocker:
    """How many workloads one gate keeps from being approved outright."""

    gate: GateName
    rejected: int
    open: int
    conditional: int
