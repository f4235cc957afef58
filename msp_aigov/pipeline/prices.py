"""Fetch the public price list into the fleet's rules."""

import csv
import io
from dataclasses import fields
from pathlib import Path
from typing import Any

from azure.core.exceptions import AzureError

from msp_aigov.azure.failure import failure
from msp_aigov.azure.pricelist import price_items
from msp_aigov.collect.prices.retail import SERVICES, prices
from msp_aigov.errors import AigovError
from msp_aigov.model.money.prices import Price
from msp_aigov.pipeline.order import now
from msp_aigov.record.atomic import write

FILE = "prices.csv"


def refreshed(rules: Path, currencies: tuple[str, ...]) -> tuple[Path, int]:
    """Write the list as a rule file of the fleet's own, which then takes the place of ours; where, and how many."""
    found: list[Price] = []
    for currency in currencies:
        listed = list(prices(_items(currency), now().date()))
        if not listed:  # an empty list in the place of a full one would make every price unknown
            hint = "Check the currency's code; the prices there were are kept."
            raise AigovError(f"the price list holds no price of a model in {currency}: nothing was written", hint)
        found += listed
    names = [field.name for field in fields(Price) if field.name != "reference"]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*names, "source", "read_on"])
    for price in found:
        cells = [getattr(price, name) for name in names]
        shown = ["" if cell is None else cell for cell in cells]
        writer.writerow([*shown, price.reference.source, price.reference.read_on])
    write(rules / FILE, stream.getvalue().encode())
    return rules / FILE, len(found)


def _items(currency: str) -> list[dict[str, Any]]:
    """Everything the list holds of the models' services; a list that is cut off is none."""
    try:
        return [item for service in SERVICES for item in price_items(service, currency)]
    except (AzureError, ValueError, OSError) as error:
        gap = failure(error, "")
        raise AigovError(f"the price list was not read: {gap.reason}", "Nothing was written; try again.") from error
