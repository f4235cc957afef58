"""Fetch the public price list into the fleet's rules."""

import csv
import io
from dataclasses import fields
from pathlib import Path

from msp_aigov.azure.pricelist import price_items
from msp_aigov.collect.prices.retail import SERVICES, prices
from msp_aigov.model.money.prices import Price
from msp_aigov.pipeline.order import now
from msp_aigov.record.atomic import write

FILE = "prices.csv"


def refreshed(rules: Path, currencies: tuple[str, ...]) -> tuple[Path, int]:
    """Write the list as a rule file of the fleet's own, which then takes the place of ours; where, and how many."""
    items = (item for currency in currencies for service in SERVICES for item in price_items(service, currency))
    found = list(prices(items, now().date()))
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
