"""Every operation gives the same on every engine; Spark is skipped where it is not installed."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from msp_aigov.tables import operations
from msp_aigov.tables.files import Engine, Frame
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
        (date(2026, 11, 2), Decimal("3"), ""),
        (date(2026, 11, 2), None, ""),
    ]


def test_scan_reads_american_days(engine: Engine, tmp_path: Path) -> None:
    from dataclasses import replace

    files = written(tmp_path / "a.csv", "1,EUR,11/02/2026,,x\n")
    assert rows(engine, engine.scan(replace(files, us_days=True)), "day") == [(date(2026, 11, 2),)]


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
    frame = operations.summed(engine.scan(written(tmp_path / "a.csv")), ("currency",), "cost")
    assert rows(engine, frame, "currency", "total", "rows", "empty") == [
        ("EUR", Decimal("0.100012"), 3, 1),
        ("USD", Decimal("3"), 1, 0),
    ]


def test_rejects_are_counted_and_sampled_and_the_rest_is_read(tmp_path: Path, engine: Engine) -> None:
    before = engine.rejects(0).count
    bad = f"oops,EUR,2026-11-01,{ACCOUNT},x\n1,EUR,notaday,,x\n2,EUR\n"
    frame = engine.scan(written(tmp_path / "bad.csv", ROWS + bad))
    assert len(rows(engine, frame, *KEYS, "cost")) == 4
    found = engine.rejects(10)
    assert found.count - before == 3
    assert all("bad.csv" in reject.file for reject in found.sample[-3:])


def test_names_are_those_of_the_parquet_file(tmp_path: Path, engine: Engine) -> None:
    import duckdb

    duckdb.sql("select 1 as a, 'x' as b").write_parquet(str(tmp_path / "a.parquet"))
    assert engine.names(str(tmp_path / "a.parquet")) == ("a", "b")


def test_duckdb_knows_the_line_of_an_unreadable_row(tmp_path: Path) -> None:
    engine = engine_named("duckdb")
    frame = engine.scan(written(tmp_path / "bad.csv", ROWS + "oops,EUR,2026-11-01,,x\n"))
    engine.rows(frame, lambda share: None)
    (reject,) = engine.rejects(5).sample
    assert (Path(reject.file).name, reject.line) == ("bad.csv", 6) and "oops" in reject.reason
