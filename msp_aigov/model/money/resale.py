"""What a partner's bill says beside the partner's own price."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Charge:
    """Charges of one meter on one day. `listed` is what they cost at list prices, `quantity` how many of `unit`; either
    is None where one of the `rows` behind it does not say."""

    day: date
    subscription: str
    resource: str
    service: str
    publisher: str
    meter: str
    currency: str
    meter_id: str
    unit: str
    rows: int
    listed: Decimal | None
    quantity: Decimal | None
