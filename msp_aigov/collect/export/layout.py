"""Which columns of an export mean what, by its header."""

import csv
import gzip
import io
import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from msp_aigov.errors import InventoryError
from msp_aigov.tables.files import Column, Kind

LOOKED_AT = 50  # rows that tell how days are written
US_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
# Our column, its kind, and what exports call it; the first that is there is taken, case aside.
FOCUS: tuple[tuple[str, Kind, tuple[str, ...]], ...] = (
    ("day", "day", ("ChargePeriodStart",)),
    ("subscription", "text", ("SubAccountId",)),
    ("resource", "text", ("ResourceId",)),
    ("service", "text", ("ServiceName",)),
    ("publisher", "text", ("PublisherName", "Publisher")),
    ("currency", "text", ("BillingCurrency",)),
    ("cost", "amount", ("BilledCost",)),
)
AZURE: tuple[tuple[str, Kind, tuple[str, ...]], ...] = (
    ("day", "day", ("Date", "UsageDateTime", "UsageDate")),
    ("subscription", "text", ("SubscriptionId", "SubscriptionGuid")),
    ("resource", "text", ("ResourceId", "InstanceId", "InstanceName")),
    ("service", "text", ("MeterCategory", "ServiceName", "ConsumedService")),
    ("publisher", "text", ("PublisherType", "PublisherName")),
    ("currency", "text", ("BillingCurrency", "BillingCurrencyCode", "Currency")),
    ("cost", "amount", ("CostInBillingCurrency", "PreTaxCost", "Cost")),
)
NEEDED = ("day", "currency", "cost")


@dataclass(frozen=True)
class Layout:
    """How one file is to be read."""

    kind: str
    columns: tuple[Column, ...]
    header: tuple[str, ...] = ()
    delimiter: str = ","
    us_days: bool = False


def of_csv(path: Path) -> Layout:
    """The layout of a CSV, plain or gzipped, from its first rows."""
    with _opened(path) as stream:
        first = stream.readline()
        delimiter = max(",;\t|", key=first.count)
        header = next(csv.reader([first], delimiter=delimiter), [])
        rows = list(islice(csv.reader(stream, delimiter=delimiter), LOOKED_AT))
    kind, columns = _columns(tuple(header), path)
    day = header.index(columns[0].source)
    us_days = any(len(row) > day and US_DAY.match(row[day].strip()) for row in rows)
    return Layout(kind, columns, tuple(header), delimiter, us_days)


def of_names(names: tuple[str, ...], path: Path) -> Layout:
    """The layout of a file whose columns are typed already."""
    return Layout(*_columns(names, path))


def _columns(names: tuple[str, ...], path: Path) -> tuple[str, tuple[Column, ...]]:
    known = {name.lower(): name for name in names}
    focus = {"billedcost", "chargeperiodstart"} <= known.keys()
    made = tuple(
        Column(ours, next((known[name.lower()] for name in theirs if name.lower() in known), ""), kind)
        for ours, kind, theirs in (FOCUS if focus else AZURE)
    )
    lacking = [column.name for column in made if column.name in NEEDED and not column.source]
    if lacking:
        raise InventoryError(
            f"{path}: is no cost export: it has no column for {', '.join(lacking)}",
            "FOCUS 1.0 to 1.2 and Azure's actual and amortised cost exports are read.",
        )
    amortised = "amort" in path.name.lower()
    return "FocusCost" if focus else "AmortizedCost" if amortised else "ActualCost", made


def _opened(path: Path) -> io.TextIOBase:
    if path.suffix.lower() == ".gz":
        return io.TextIOWrapper(gzip.open(path, "rb"), encoding="utf-8-sig", errors="replace", newline="")
    return path.open(encoding="utf-8-sig", errors="replace", newline="")
