"""Every operation gives the same on every engine; Spark is skipped where it is not installed."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from msp_aigov.tables import operations
from msp_aigov.tables.files import Days, Engine, Frame
from tests.tables.frames import ACCOUNT, ROWS, engine_named, written

KEYS = ("day", "currency", "resource", "service", "publisher")
PART = "/providers/microsoft.cognitiveservices/accounts/"


@pytest.fixture(scope="module", params=["duckdb", "spark"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    made = engine_named(request.param)
    yield made
    made.close()


def rows(engine: Engine, frame: Frame, *columns: str) -> list[tuple[Any, ...]]:
    return sorted(engine.rows(frame.select(*columns), lambda share: None), key=str)


def test_scan_gives_days_exact_amounts_and_empty_words(engine: Engine, tmp_path: Path) -> None:
    found = rows(engine, engine.scan(written(tmp_path / "a.csv")), "day", "cost", "publisher")
    assert found == [
        (date(2026, 11, 1), Decimal("0.000012"), ""),
        (date(2026, 11, 1), Decimal("0.1"), ""),
        (date(2026, 11, 2), Decimal("-0.5"), ""),
        (date(2026, 11, 2), Decimal("3"), ""),
    ]


@pytest.mark.parametrize(("days", "written_as"), [("us", "11/02/2026"), ("eu", "02/11/2026")])
def test_scan_reads_days_behind_slashes(engine: Engine, tmp_path: Path, days: Days, written_as: str) -> None:
    files = written(tmp_path / "a.csv", f"1,EUR,{written_as},,x,\n")
    assert rows(engine, engine.scan(replace(files, days=days)), "day") == [(date(2026, 11, 2),)]


def test_scan_keeps_a_row_whose_figure_is_missing(engine: Engine, tmp_path: Path) -> None:
    found = rows(engine, engine.scan(written(tmp_path / "a.csv")), "list")
    assert found == [(Decimal("0.001"),), (Decimal("0.2"),), (None,), (None,)]


def test_scan_takes_every_name_of_a_file_literally(engine: Engine, tmp_path: Path) -> None:
    written(tmp_path / "x1y.csv")
    files = written(tmp_path / "x[1]* é{a}?.csv", "7,EUR,2026-11-02,,x,\n")
    assert rows(engine, engine.scan(files), "cost") == [(Decimal(7),)]


def test_scan_reads_cells_of_several_lines_and_gzip(engine: Engine, tmp_path: Path) -> None:
    files = written(tmp_path / "a.csv", '1,EUR,2026-11-02,,"a\nb ""c""",\n2,EUR,2026-11-02,,x,\n')
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress((tmp_path / "a.csv").read_bytes()))
    for path in ("a.csv", "a.csv.gz"):
        scanned = engine.scan(replace(files, paths=(str(tmp_path / path),)))
        assert rows(engine, scanned, "service") == [('a\nb "c"',), ("x",)]


def test_scan_gives_the_amounts_of_parquet_as_they_were_written(engine: Engine, tmp_path: Path) -> None:
    import duckdb

    columns = "98765432.1::double as BilledCost, 'EUR' as BillingCurrency, '' as ResourceId, '' as ServiceName"
    day = "timestamptz '2026-11-02 00:30:00+00' as ChargePeriodStart"
    duckdb.sql(f"select {columns}, {day}, 'x' as ListCost").write_parquet(str(tmp_path / "a.parquet"))
    files = replace(written(tmp_path / "a.csv"), paths=(str(tmp_path / "a.parquet"),), format="parquet")
    found = rows(engine, engine.scan(files), "cost", "day", "list")
    assert found == [(Decimal("98765432.1"), date(2026, 11, 2), None)]


def test_labelled_says_the_same_in_every_row(engine: Engine, tmp_path: Path) -> None:
    assert rows(engine, operations.labelled(engine.scan(written(tmp_path / "a.csv")), "run", 7), "run") == [(7,)] * 4


def test_stacked_keeps_every_row(engine: Engine, tmp_path: Path) -> None:
    frames = [operations.labelled(engine.scan(written(tmp_path / f"{number}.csv")), "run", number) for number in (1, 2)]
    assert rows(engine, operations.stacked(frames), "run") == [(1,)] * 4 + [(2,)] * 4


def flag(frame: Frame) -> Frame:
    return operations.flagged(frame, "ai", {"resource": [PART]}, {"service": ["azure openai"]})


def test_flagged_knows_parts_and_words_in_any_case(engine: Engine, tmp_path: Path) -> None:
    found = rows(engine, flag(engine.scan(written(tmp_path / "a.csv"))), "service", "ai")
    assert found == [
        ("Azure OpenAI", True),
        ("Foundry Models", True),
        ("Foundry Models", True),
        ("Virtual Machines", False),
    ]


def test_blanked_empties_what_is_not_flagged(engine: Engine, tmp_path: Path) -> None:
    frame = operations.blanked(flag(engine.scan(written(tmp_path / "a.csv"))), ("service",), "ai")
    assert ("", False) in rows(engine, frame, "service", "ai")


def test_summed_adds_exactly_and_counts_rows_without_an_amount(engine: Engine, tmp_path: Path) -> None:
    frame = operations.summed(engine.scan(written(tmp_path / "a.csv")), ("currency",), ("cost", "list"))
    found = [tuple(row) for row in engine.rows(frame, lambda share: None)]
    assert sorted(found) == [
        ("EUR", 3, Decimal("-0.399988"), 0, Decimal("0.201"), 1),
        ("USD", 1, Decimal("3"), 0, Decimal(0), 1),
    ]


def test_summed_says_whether_any_row_is_flagged(engine: Engine, tmp_path: Path) -> None:
    frame = operations.differing(engine.scan(written(tmp_path / "a.csv")), "odd", "service", "currency")
    frame = operations.filled(operations.filled(frame, "resource"), "publisher")
    found = operations.summed(frame, ("currency",), (), ("odd", "resource", "publisher"))
    assert sorted(engine.rows(found, lambda share: None)) == [
        ("EUR", 3, True, True, False),
        ("USD", 1, True, True, False),
    ]


def test_rejects_are_counted_and_sampled_and_the_rest_is_read(tmp_path: Path, engine: Engine) -> None:
    before = engine.rejects(0).count
    oops = f"oops,EUR,2026-11-01,{ACCOUNT},x,\n"
    bad = f"{oops}1,EUR,notaday,,x,\n2,EUR\n,EUR,2026-11-01,,x,\n{oops}"
    frame = engine.scan(written(tmp_path / "bad é.csv", ROWS + bad))
    assert len(rows(engine, frame, *KEYS, "cost")) == 4
    found = engine.rejects(100)
    assert found.count - before == 5
    mine = sorted((reject.line or 0) for reject in found.sample if Path(reject.file) == tmp_path / "bad é.csv")
    assert mine == [6, 7, 8, 9, 10]


def test_names_are_those_of_the_parquet_file(tmp_path: Path, engine: Engine) -> None:
    import duckdb

    duckdb.sql("select 1 as a, 'x' as b").write_parquet(str(tmp_path / "a.parquet"))
    assert engine.names(str(tmp_path / "a.parquet")) == ("a", "b")


def test_duckdb_knows_the_line_of_an_unreadable_row(tmp_path: Path) -> None:
    engine = engine_named("duckdb")
    frame = engine.scan(written(tmp_path / "bad.csv", ROWS + "oops,EUR,2026-11-01,,x,\n"))
    engine.rows(frame, lambda share: None)
    (reject,) = engine.rejects(5).sample
    assert (Path(reject.file).name, reject.line) == ("bad.csv", 6) and "oops" in reject.reason


def test_held_answers_several_questions_and_regrouped_puts_groups_together(engine: Engine, tmp_path: Path) -> None:
    frame = operations.filled(engine.scan(written(tmp_path / "a.csv")), "resource")
    found = operations.summed(frame, ("currency", "service"), ("cost",), ("resource",))
    held = engine.held(found, lambda share: None)
    assert rows(engine, operations.counted(held), "rows") == [(3,)]
    fewer = operations.regrouped(held, ("currency",), ("rows", "total_cost"), ("any_resource",))
    assert sorted(engine.rows(fewer, lambda share: None)) == [
        ("EUR", 3, Decimal("-0.399988"), True),
        ("USD", 1, Decimal("3"), True),
    ]


def test_monthly_gives_the_first_day_of_the_month(engine: Engine, tmp_path: Path) -> None:
    frame = operations.monthly(engine.scan(written(tmp_path / "a.csv")), "month", "day")
    assert rows(engine, frame, "month") == [(date(2026, 11, 1),)] * 4


def test_among_keeps_the_rows_whose_values_stand_together(engine: Engine, tmp_path: Path) -> None:
    frame = operations.labelled(engine.scan(written(tmp_path / "a.csv")), "run", 7)
    wanted = [(7, "USD", date(2026, 11, 2)), (7, "EUR", date(2026, 11, 30)), (8, "EUR", date(2026, 11, 1))]
    found = operations.among(frame, ("run", "currency", "day"), wanted)
    assert rows(engine, found, "cost") == [(Decimal(3),)]
