"""Prices and the numbers by which spend is judged: dated rules, like all others."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Reference:
    """Where a rule was read, and when."""

    source: str
    read_on: date


@dataclass(frozen=True)
class Price:
    """One price of one meter: `amount` for `unit` as the source writes it (`1M`, `1K`, `1 Hour`, `1`).

    `client` is empty in the public list and names the client in a price file of the MSP's, which wins. `metric` says
    what the meter counts: input, output, cached, image, hosting, provisioned; of models that make images also
    input_image and output_text. `tier` is the service tier that it bills, empty for the standard one.
    """

    client: str
    meter_id: str
    meter: str
    model: str
    sku: str
    metric: str
    region: str
    currency: str
    amount: Decimal
    unit: str
    effective: date | None
    reference: Reference
    tier: str = ""


@dataclass(frozen=True)
class SpendRule:
    """One number spend is judged by, under its key; its unit is part of the key."""

    key: str
    value: Decimal
    note: str
    reference: Reference
