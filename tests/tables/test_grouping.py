"""Kinds of rows, and what was found of a kind back at its rows, on every engine."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from msp_aigov.tables import grouping
from msp_aigov.tables.files import Column, Engine, FileSet, Written
from tests.tables.frames import engine_named

QUESTION = grouping.Question("w", 10, "yes", "no", "open")


@pytest.fixture(scope="module", params=["duckdb", "spark"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    made = engine_named(request.param)
    yield made
    made.close()


def table(engine: Engine, path: Path, *lines: str) -> Any:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    header = tuple(lines[0].split(";"))
    return engine.scan(FileSet((str(path),), "csv", tuple(Column(name, name) for name in header), header, ";"))


def figures(engine: Engine, folder: Path, texts: list[str], mark: str, unit: str) -> list[float | None]:
    rows = [f"{place};{text}" for place, text in enumerate(texts)]
    figures = [grouping.Figures("free", 1, mark, unit)]
    scanned = table(engine, folder / "a.csv", "place;free", *rows)
    frame = grouping.with_amount(scanned, "amount", figures, 2**50).select("place", "amount")
    return [row[1] for row in sorted(engine.rows(frame, lambda share: None), key=lambda row: int(row[0]))]


@pytest.mark.parametrize(
    ("texts", "mark", "unit", "expected"),
    [
        (["1.5", "12", "0", "", "1.234", "lots", "-3", "12 GB", "1,5"], ".", "", [1.5, 12, *[None] * 7]),
        (["1,5", "12", "1.5", "1,234", "0,0"], ",", "", [1.5, 12, None, None, None]),
        (["1.5 GB", "12gb", "12", "3 MB"], ".", "gb", [1.5, 12, None, None]),
    ],
)
def test_only_one_plain_spelling_is_a_number(
    engine: Engine, tmp_path: Path, texts: list[str], mark: str, unit: str, expected: list[float | None]
) -> None:
    assert figures(engine, tmp_path, texts, mark, unit) == expected


def test_the_next_column_counts_only_where_nothing_stands_in_those_before(engine: Engine, tmp_path: Path) -> None:
    rows = ("a;5;7", "b;;7", "c;many;7", "d;;", "e;;99999", "f;0;7", "g;;123456789")
    figures = [grouping.Figures("one", 1, ".", ""), grouping.Figures("two", 10, ".", "")]
    scanned = table(engine, tmp_path / "a.csv", "id;one;two", *rows)
    frame = grouping.with_amount(scanned, "free", figures, 1000).select("id", "free")
    expected = [("a", 5), ("b", 70), *((name, None) for name in "cdefg")]
    assert sorted(engine.rows(frame, lambda share: None)) == expected


def test_a_unit_that_is_not_told_makes_a_number_of_nothing(engine: Engine, tmp_path: Path) -> None:
    scanned = table(engine, tmp_path / "a.csv", "id;free", "a;5")
    figures = [grouping.Figures("free", 0, ".", "")]
    frame = grouping.with_amount(scanned, "amount", figures, 1000).select("id", "amount")
    assert engine.rows(frame, lambda share: None) == [("a", None)]


def test_kinds_are_counted_and_their_codes_come_back_to_every_row(engine: Engine, tmp_path: Path) -> None:
    rows = ("a;x;5", "b;x;50", "c;x;", "d;y;50", "e;y;5", "f;new;5")
    scanned = table(engine, tmp_path / "a.csv", "id;h;free", *rows)
    frame = grouping.with_amount(scanned, "amount", [grouping.Figures("free", 1, ".", "")], 100)
    counted = sorted(engine.rows(grouping.kinds(frame, ["h"]), lambda share: None))
    assert counted == [("new", 1), ("x", 3), ("y", 2)]
    found = table(engine, tmp_path / "codes.csv", "h;yes;no;open", "x;0;1;4", "y;2;3;4")
    back = grouping.brought_back(frame, found, ["h"], ["id"], "amount", [QUESTION])
    assert sorted(engine.rows(back, lambda share: None), key=str) == [
        ("a", 1), ("b", 0), ("c", 4), ("d", 2), ("e", 3), ("f", None),
    ]  # fmt: skip
    out = tmp_path / "out.parquet"
    assert engine.write(back, str(out), "w", lambda share: None) == Written(6, 1)
