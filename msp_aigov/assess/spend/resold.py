"""What a partner's customer pays: the customer's price file, else list prices; never the partner's own price."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from msp_aigov.assess.spend.outlook.prices import per
from msp_aigov.model.money.prices import Price
from msp_aigov.model.money.resale import Charge
from msp_aigov.model.rules import Rules
from msp_aigov.model.spend import PriceBasis
from msp_aigov.model.text import Text

NOT_INVOICE = {
    "client": Text(
        "What was read are the partner's own prices, which stand in no report. The figures rest on the client's price "
        "file, and on list prices where it has none. They are not the invoice."
    ),
    "retail": Text(
        "What was read are the partner's own prices, which stand in no report. The figures rest on list prices. They "
        "are not the invoice."
    ),
}
# A price file whose figure is this many times the list's, or the list's so many times its, counts in another unit.
IMPLAUSIBLE = 10


@dataclass(frozen=True)
class Resold:
    """Charges with the amount the client is shown, and how many rows had no price to show."""

    priced: tuple[tuple[Charge, Decimal], ...]
    basis: PriceBasis
    unpriced: int
    implausible: int

    @property
    def why(self) -> Text:
        """What to say beside every figure."""
        return NOT_INVOICE[self.basis]


def resold(charges: Iterable[Charge], client: str, rules: Rules) -> Resold:
    """Every charge at the price that the client may see."""
    own = [price for price in rules.client_prices if price.client in ("", client)]
    priced: list[tuple[Charge, Decimal]] = []
    unpriced = implausible = 0
    basis: Literal["retail", "client"] = "retail"
    for charge in charges:
        wanted, usual = _at(charge, own), charge.listed
        if usual is None:
            usual = _at(charge, [price for price in rules.prices if price.amount])
        if wanted is not None and usual and not 1 / Decimal(IMPLAUSIBLE) <= wanted / usual <= IMPLAUSIBLE:
            wanted, implausible = None, implausible + charge.rows
        amount = usual if wanted is None else wanted
        if amount is None:
            unpriced += charge.rows
            continue
        basis = basis if wanted is None else "client"
        priced.append((charge, amount))
    return Resold(tuple(priced), basis, unpriced, implausible)


def _at(charge: Charge, prices: Sequence[Price]) -> Decimal | None:
    """Quantity times the newest price of its meter: by id, else by name."""
    if charge.quantity is None or not charge.meter:
        return None
    tries: tuple[Callable[[Price], bool], ...] = (
        lambda price: bool(price.meter_id) and price.meter_id.lower() == charge.meter_id.lower(),
        lambda price: bool(price.meter) and price.meter.lower() == charge.meter.lower(),
    )
    dated = [p for p in prices if p.currency == charge.currency and (p.effective or date.min) <= charge.day]
    for fits in tries:
        fitting = [price for price in dated if fits(price)]
        if fitting:
            price = max(fitting, key=lambda each: (bool(each.client), each.effective or date.min))
            return charge.quantity * per(charge.unit) * price.amount / per(price.unit)
    return None
