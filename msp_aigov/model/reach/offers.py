"""Where a model is offered, and whether a client may use it there."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from msp_aigov.model.rules import CloudModel
from msp_aigov.model.text import Text


@dataclass(frozen=True)
class OfferedPlace:
    """One SKU of a model in one region. `allowed` is None where nobody said where the client's data may go."""

    model: str
    sku: str
    region: str
    processing: str
    allowed: bool | None
    reason: Text
    source: str
    read_on: date


@dataclass(frozen=True)
class ModelClaim:
    """What one source said of a model on one day; two sources may contradict each other, and both are shown."""

    version: str
    lifecycle: str
    retires: date | None
    price: str
    source: str
    read_on: date


@dataclass(frozen=True)
class WhereAnswer:
    """The answer to `models where`. `basis` is `live` or `dated facts`; a pair without a dated row is unknown.

    `ends` are the ends that sources name, several where they conflict; `quota` says what is known of it.
    """

    model: str
    region: str
    client: str
    residency: str
    basis: Literal["live", "dated facts"]
    as_of: date
    outcome: Literal["offered", "not_allowed", "unknown"]
    places: tuple[OfferedPlace, ...]
    claims: tuple[ModelClaim, ...]
    ends: tuple[date, ...]
    quota: Text
    alternative: OfferedPlace | None = None
    alternative_price: str = ""
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True)
class LiveOffers:
    """What a client's own accounts list of a model on a day, and the quota that is left for it, in words."""

    rows: tuple[CloudModel, ...]
    claims: tuple[ModelClaim, ...]
    quota: str
    read_on: date
