"""Files that are no exports, or no longer whole: every one is an error that names it, and no sum is wrong."""

import gzip
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from msp_aigov.collect.export.layout import of_csv
from msp_aigov.collect.export.proof import proven
from msp_aigov.errors import AigovError
from tests.collect.export.test_costs import FOCUS, exported, focus, lines, sums, written

ROWS = "\n".join([FOCUS, *[focus("2026-11-01", "1")] * 2000]) + "\n"
PACKED = gzip.compress(ROWS.encode(), mtime=0)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("cut.csv.gz", PACKED[: len(PACKED) // 2], "cut.csv.gz"),
        ("holed.csv.gz", PACKED[:60] + b"\0" * 9 + PACKED[69:], "holed.csv.gz"),
        ("altered.csv.gz", PACKED[:-8] + b"\0" * 8, "is damaged"),
        ("plain.csv.gz", ROWS.encode(), "Not a gzipped file"),
        ("packed.csv", PACKED, "but gzipped"),
        ("book.csv", b"PK\x03\x04 and so on", "workbook"),
        ("wide.csv", ROWS.encode("utf-16"), "UTF-16"),
        ("empty.csv", b"", "is empty"),
        ("empty.csv.gz", gzip.compress(b"", mtime=0), "is empty"),
        ("headless.csv", ROWS.split("\n", 1)[1].encode(), "is no cost export"),
        (
            "twice.csv",
            b"BilledCost,billedcost,ChargePeriodStart,BillingCurrency\n1,2,3,4\n",
            "two columns BilledCost, billedcost",
        ),
        ("lacking.csv", b"BilledCost,ChargePeriodStart\n1,2026-11-01\n", "no column for currency .BillingCurrency."),
    ],
)
def test_a_file_that_cannot_be_right_is_refused_by_its_name(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(AigovError, match=said):
        exported(tmp_path / name)


def test_a_gzip_of_several_members_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(PACKED + gzip.compress((focus("2026-11-01", "5") + "\n").encode()))
    assert proven(path) and sums(exported(path)) == {"EUR": Decimal(2005)}


def test_partitions_may_differ_in_the_order_and_number_of_their_columns(tmp_path: Path) -> None:
    written(tmp_path / "part_0.csv", FOCUS, focus("2026-11-01", "1"))
    written(tmp_path / "part_1.csv", "Extra,BilledCost,BillingCurrency,ChargePeriodStart", "x,2,EUR,2026-11-02")
    written(tmp_path / "part_2.csv", "BilledCost;BillingCurrency;ChargePeriodStart", "4;EUR;2026-11-03")
    assert sums(exported(tmp_path)) == {"EUR": Decimal(7)}


def test_a_partition_without_a_header_is_refused_and_no_row_is_taken_for_one(tmp_path: Path) -> None:
    written(tmp_path / "part_0.csv", FOCUS, focus("2026-11-01", "1"))
    (tmp_path / "part_1.csv").write_text(focus("2026-11-01", "1") + "\n")
    with pytest.raises(AigovError, match=r"part_1\.csv: is no cost export"):
        exported(tmp_path)


def test_a_byte_that_is_no_utf8_costs_its_row_and_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("\n".join([FOCUS, focus("2026-11-01", "1"), focus("2026-11-01", "2", "/é"), ""]).encode("latin-1"))
    found = exported(path)
    assert sums(found) == {"EUR": Decimal(1)} and "a.csv line 3: " in found.unreadable


def test_a_decimal_comma_is_never_taken_for_thousands(tmp_path: Path) -> None:
    found = exported(written(tmp_path / "a.csv", FOCUS, focus("2026-11-01", "1"), focus("2026-11-01", '"1,5"')[:-6]))
    assert sums(found) == {"EUR": Decimal(1)} and found.unreadable.startswith("1 rows cannot be read")


@pytest.mark.parametrize(
    ("seen", "day"),
    [(("11/02/2026", "11/13/2026"), date(2026, 11, 2)), (("02/11/2026", "13/11/2026"), date(2026, 11, 2))],
)
def test_a_first_number_above_12_is_a_day(tmp_path: Path, seen: tuple[str, ...], day: date) -> None:
    rows = [f"{each},EUR,1" for each in seen]
    assert lines(exported(written(tmp_path / "a.csv", "Date,BillingCurrency,Cost", *rows)))[0].day == day


def test_a_marked_utf8_file_with_carriage_returns_reads_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "a b é.CSV"
    path.write_bytes(
        b"\xef\xbb\xbf" + "\r\n".join([FOCUS, focus("2026-11-01", "-5"), focus("2026-11-01", "3"), ""]).encode()
    )
    assert sums(exported(path)) == {"EUR": Decimal(-2)} and of_csv(path).header[0] == "ChargePeriodStart"


def test_a_file_without_rows_says_so(tmp_path: Path) -> None:
    assert "holds no rows" in exported(written(tmp_path / "a.csv", FOCUS)).unreadable


@pytest.mark.parametrize("extra", ["", ",PricingCurrency,SkuMeter,InvoiceId", ",AvailabilityZone,x_SkuMeterName"])
def test_focus_1_0_to_1_2_are_read_alike(tmp_path: Path, extra: str) -> None:
    head = "BilledCost,BillingCurrency,ChargePeriodStart,ServiceName" + extra
    row = "1,EUR,2026-11-01T00:00:00Z,Foundry Models" + ",x" * extra.count(",")
    (line,) = lines(exported(written(tmp_path / "a.csv", head, row)))
    assert (line.service, line.cost.amount) == ("Foundry Models", Decimal(1))
    assert line.meter == ("x" if "Meter" in extra else "")
