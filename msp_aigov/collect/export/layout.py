"""Which columns of an export mean what, by its header."""

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from msp_aigov.errors import InventoryError
from msp_aigov.tables.files import Column, Days, Kind

LOOKED_AT = 1000  # rows that tell how days are written
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/\d{4}")
MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"PK": "a ZIP archive or a workbook", b"\x1f\x8b": "gzipped"}
READ = "FOCUS 1.0 to 1.2 and Azure's actual and amortised cost exports are read, as CSV (UTF-8), CSV.GZ or Parquet."
# Our column, its kind, and what exports call it; the first that is there is taken, case aside.
Wanted = tuple[tuple[str, Kind, tuple[str, ...]], ...]
FOCUS: Wanted = (
    ("day", "day", ("ChargePeriodStart",)),
    ("subscription", "text", ("SubAccountId",)),
    ("resource", "text", ("ResourceId",)),
    ("service", "text", ("ServiceName",)),
    ("publisher", "text", ("PublisherName", "Publisher")),
    ("meter", "text", ("SkuMeter", "x_SkuMeterName")),
    ("currency", "text", ("BillingCurrency",)),
    ("cost", "amount", ("BilledCost",)),
    ("partner", "text", ("x_CustomerId", "x_CustomerName")),
    ("listed", "text", ("ListUnitPrice",)),
    ("agreed", "text", ("ContractedUnitPrice",)),
)
AZURE: Wanted = (
    ("day", "day", ("Date", "UsageDateTime", "UsageDate")),
    ("subscription", "text", ("SubscriptionId", "SubscriptionGuid")),
    ("resource", "text", ("ResourceId", "InstanceId", "InstanceName")),
    ("service", "text", ("MeterCategory", "ServiceName", "ConsumedService")),
    ("publisher", "text", ("PublisherType", "PublisherName")),
    ("meter", "text", ("MeterName", "Meter")),
    ("currency", "text", ("BillingCurrency", "BillingCurrencyCode", "Currency")),
    ("cost", "amount", ("CostInBillingCurrency", "PreTaxCost", "Cost")),
    ("partner", "text", ("PartnerTenantId", "PartnerName", "CustomerTenantId")),
    ("listed", "text", ("PayGPrice",)),
    ("agreed", "text", ("UnitPrice",)),
)
# What a partner's export says beside the partner's own price.
FOCUS_RETAIL: Wanted = (
    ("meter_id", "text", ("x_SkuMeterId",)),
    ("list", "figure", ("ListCost",)),
    ("quantity", "figure", ("ConsumedQuantity",)),
    ("unit", "text", ("ConsumedUnit",)),
)
AZURE_RETAIL: Wanted = (
    ("meter_id", "text", ("MeterId",)),
    ("list", "figure", ("PayGCostInBillingCurrency",)),
    ("quantity", "figure", ("Quantity", "UsageQuantity")),
    ("unit", "text", ("UnitOfMeasure",)),
)
NEEDED = ("day", "currency", "cost")


@dataclass(frozen=True)
class Layout:
    """How one file is to be read; `retail` are the columns that only a partner's export is asked for."""

    kind: str
    columns: tuple[Column, ...]
    retail: tuple[Column, ...]
    header: tuple[str, ...] = ()
    delimiter: str = ","
    days: Days = "iso"


def of_csv(path: Path) -> Layout:
    """The layout of a CSV, plain or gzipped, from its first rows."""
    try:
        with _opened(path) as stream:
            first = stream.readline()
            delimiter = max(",;\t|", key=first.count)
            header = next(csv.reader([first], delimiter=delimiter), [])
            rows = list(islice(csv.reader(stream, delimiter=delimiter), LOOKED_AT))
    except (OSError, EOFError, zlib.error, csv.Error) as error:
        raise InventoryError(f"{path}: cannot be read: {error}", "Copy or export it again.") from error
    if not first:
        raise InventoryError(f"{path}: is empty", "Copy or export it again.")
    kind, columns, retail = _columns(tuple(header), path)
    twice = sorted({name for name in header if [each.lower() for each in header].count(name.lower()) > 1})
    if twice:
        raise InventoryError(f"{path}: has two columns {', '.join(twice)}", "Keep one of them.")
    day = header.index(columns[0].source)
    days = _days(row[day].strip() for row in rows if len(row) > day)
    return Layout(kind, columns, retail, tuple(header), delimiter, days)


def of_names(names: tuple[str, ...], path: Path) -> Layout:
    """The layout of a file whose columns are typed already."""
    return Layout(*_columns(names, path))


def _days(written: Iterable[str]) -> Days:
    """A first number above 12 is no month; where none is, Azure's own order holds, month first."""
    found = [slashed for slashed in map(SLASHED.match, written) if slashed]
    if not found:
        return "iso"
    return "eu" if any(int(each[1]) > 12 for each in found) else "us"


def _columns(names: tuple[str, ...], path: Path) -> tuple[str, tuple[Column, ...], tuple[Column, ...]]:
    known = {name.lower(): name for name in names}
    focus = {"billedcost", "chargeperiodstart"} <= known.keys()
    wanted, retail = (FOCUS, FOCUS_RETAIL) if focus else (AZURE, AZURE_RETAIL)
    made = _made(wanted, known)
    lacking = [f"{name} ({theirs[0]})" for name, _, theirs in wanted if name in NEEDED and not _source(theirs, known)]
    if lacking:
        raise InventoryError(f"{path}: is no cost export: it has no column for {', '.join(lacking)}", READ)
    amortised = "amort" in path.name.lower()
    return "FocusCost" if focus else "AmortizedCost" if amortised else "ActualCost", made, _made(retail, known)


def _made(wanted: Wanted, known: dict[str, str]) -> tuple[Column, ...]:
    return tuple(Column(ours, _source(theirs, known), kind) for ours, kind, theirs in wanted)


def _source(theirs: tuple[str, ...], known: dict[str, str]) -> str:
    return next((known[name.lower()] for name in theirs if name.lower() in known), "")


def _opened(path: Path) -> io.TextIOBase:
    if path.suffix.lower() == ".gz":
        return io.TextIOWrapper(gzip.open(path, "rb"), encoding="utf-8-sig", errors="replace", newline="")
    raw = path.open("rb")
    begins = raw.peek(2)[:2]
    if begins in MARKS:
        raw.close()
        raise InventoryError(f"{path}: is no UTF-8 text but {MARKS[begins]}", READ)
    return io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="")
