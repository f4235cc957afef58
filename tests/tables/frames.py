"""Small files and the engines that read them."""

from pathlib import Path

import pytest

from msp_aigov.tables.engines import opened
from msp_aigov.tables.files import Column, Engine, FileSet

HEADER = "BilledCost,BillingCurrency,ChargePeriodStart,ResourceId,ServiceName,ListCost\n"
ACCOUNT = "/subscriptions/s/resourceGroups/r/providers/Microsoft.CognitiveServices/accounts/a"
ROWS = (
    f"0.1,EUR,2026-11-01T00:00:00Z,{ACCOUNT},Foundry Models,0.2\n"
    f"1.2E-05,EUR,2026-11-01T00:00Z,{ACCOUNT.upper()},Foundry Models,1E-3\n"
    "3,USD,2026-11-02,/subscriptions/s/vm,Virtual Machines,\n"
    "-0.5,EUR,2026-11-02,,Azure OpenAI,?\n"
)
COLUMNS = (
    Column("cost", "BilledCost", "amount"),
    Column("currency", "BillingCurrency"),
    Column("day", "ChargePeriodStart", "day"),
    Column("resource", "ResourceId"),
    Column("service", "ServiceName"),
    Column("publisher", ""),
    Column("list", "ListCost", "figure"),
)


def engine_named(name: str) -> Engine:
    """An engine, or a skip where it is not installed."""
    if name == "spark":
        pytest.importorskip("pyspark")
    return opened(name)


def written(path: Path, rows: str = ROWS, header: str = HEADER) -> FileSet:
    """A CSV and how to read it."""
    path.write_text(header + rows, encoding="utf-8")
    return FileSet((str(path),), "csv", COLUMNS, tuple(header.strip().split(",")))
