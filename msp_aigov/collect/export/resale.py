"""What a partner's export says beside the partner's own price: list prices, and how much was used."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from msp_aigov.collect.export.once import Shipment, once
from msp_aigov.model.money.resale import Charge
from msp_aigov.tables import operations
from msp_aigov.tables.files import Engine, Frame, Progress


class _Row(NamedTuple):
    run: int
    day: date | None
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
    unlisted: int
    quantity: Decimal | None
    uncounted: int


def charges(
    frame: Frame, keys: Sequence[str], engine: Engine, runs: Sequence[Shipment], progress: Progress
) -> tuple[Charge, ...]:
    """Every charge that counts, in order; the partner's amount is not among what is summed."""
    asked = operations.summed(frame, (*keys, "meter_id", "unit"), ("list", "quantity"))
    kept, _ = once([_Row(*row) for row in engine.rows(asked, progress)], runs)
    return tuple(sorted((_charge(row) for row in kept if row.day), key=str))


def _charge(row: _Row) -> Charge:
    assert row.day is not None
    return Charge(
        day=row.day,
        subscription=row.subscription,
        resource=row.resource,
        service=row.service,
        publisher=row.publisher,
        meter=row.meter,
        currency=row.currency,
        meter_id=row.meter_id,
        unit=row.unit,
        rows=row.rows,
        listed=None if row.unlisted else row.listed,
        quantity=None if row.uncounted else row.quantity,
    )
