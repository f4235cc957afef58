"""What the MSP charges for making a device ready: the only place any cost in a refresh plan comes from."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from msp_aigov.model.ability.fit import StepKind


@dataclass(frozen=True)
class RemedyPrice:
    """What one remedy costs, parts and work together, without tax.

    `size_gb` is what the device has afterwards: memory, or the size of the disk. `models` limits the price to devices
    whose maker and model hold one of these words, `clients` to these clients; empty means all.
    """

    remedy: StepKind
    amount: Decimal
    size_gb: int | None = None
    models: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()


@dataclass(frozen=True)
class PriceFile:
    """What prices.yaml holds: one currency, the day the prices are of, and a price for each remedy."""

    currency: str
    as_of: date
    remedies: tuple[RemedyPrice, ...] = ()
