"""An answered questionnaire, and what clients do to one."""

from pathlib import Path
from typing import Any

import pytest

from msp_aigov.config.shape import adapter
from msp_aigov.config.workloads.answers import answered, untouched
from msp_aigov.errors import ConfigError
from msp_aigov.model.workload import Workload
from msp_aigov.rules.load import load_rules

RULES = load_rules()
HEADS = ["Workload", "Stage", "Field", "Question", "Possible answers", "Answer"]
GOOD: list[list[Any]] = [
    ["Letters", "", "uses", "", "", "drafting"],
    ["Letters", "main", "task", "", "", "chat"],
    ["Letters", "main", "volume", "", "", 300.0],
    ["Letters", "main", "interactive", "", "", True],
]


def book(path: Path, rows: list[list[Any]], heads: list[str] = HEADS, above: int = 0) -> Path:
    """A workbook as somebody saved it: a sheet of notes first, rows above the heads."""
    from xlsxwriter import Workbook

    out = Workbook(path)
    out.add_worksheet("Notes").write(0, 0, "please hurry")
    sheet = out.add_worksheet("Fragen")
    for number, cells in enumerate([heads, *rows], start=above):
        for at, cell in enumerate(cells):
            sheet.write(number, at, cell)
    out.close()
    return path


def read(path: Path) -> Workload:
    (made,) = answered(path, RULES)
    workload: Workload = adapter(Workload).validate_python(made)
    return workload


def test_columns_may_move_rows_may_go_and_titles_may_come(tmp_path: Path) -> None:
    path = tmp_path / "q.xlsx"
    straight = read(book(path, GOOD))
    turned = [cells[::-1] for cells in GOOD]
    assert read(book(path, turned, [f" {head.upper()} " for head in HEADS[::-1]], above=3)) == straight
    assert (straight.stages[0].volume, straight.stages[0].interactive) == (300, True)
    assert read(book(path, [*GOOD[:2], ["", "", "", "", "", ""]])).stages[0].volume is None


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["Letters", "main", "volume", "", "", "often"], "row 4: volume: expected a whole number"),
        (["Letters", "main", "volume", "", "", -3], "row 4: volume: expected a number, 0 or more"),
        (["Letters", "main", "residency", "", "", "Mars"], "row 4: residency: expected one of"),
        (["Letters", "main", "volumes", "", "", "3"], "row 4: there is no field 'volumes'"),
        (["", "", "", "", "", "call me"], "row 4: an answer that belongs to no question"),
        (["Letters", "main", "task", "", "", "vision"], "row 4: task was asked in row 3 already"),
        (["Leters", "", "uses", "", "", "drafting"], "Leters, the workload itself: stages: expected at least one"),
    ],
)
def test_what_is_wrong_is_named_by_its_row(tmp_path: Path, row: list[Any], said: str) -> None:
    with pytest.raises(ConfigError) as error:
        answered(book(tmp_path / "q.xlsx", [*GOOD[:2], row]), RULES)
    assert said in str(error.value)


def test_all_mistakes_are_said_at_once(tmp_path: Path) -> None:
    rows = [*GOOD[:2], ["Letters", "main", "volume", "", "", "often"], ["Letters", "main", "data_class", "", "", "?!x"]]
    with pytest.raises(ConfigError) as error:
        answered(book(tmp_path / "q.xlsx", rows), RULES)
    assert "row 4" in str(error.value) and "row 5" in str(error.value)


def test_a_task_that_nobody_answered_is_asked_for_by_its_row(tmp_path: Path) -> None:
    rows = [["Letters", "main", "task", "", "", "?"], ["Letters", "main", "volume", "", "", 300.0]]
    with pytest.raises(ConfigError, match="row 2: task: is required: one of chat"):
        answered(book(tmp_path / "q.xlsx", rows), RULES)


def test_a_proposal_that_nobody_touched_keeps_no_other_from_being_read(tmp_path: Path) -> None:
    blank = [["On the devices", "", "uses", "", "", ""], ["On the devices", "main", "task", "", "", "?"]]
    letters, devices = answered(book(tmp_path / "q.xlsx", [*GOOD, *blank]), RULES)
    assert (untouched(letters), untouched(devices)) == (False, True)


def test_a_file_that_is_no_questionnaire_says_how_to_get_one(tmp_path: Path) -> None:
    (tmp_path / "q.xlsx").write_text("no workbook", encoding="utf-8")
    for path in (tmp_path / "q.xlsx", book(tmp_path / "other.xlsx", [], ["Name", "Value"]), tmp_path / "none.xlsx"):
        with pytest.raises(ConfigError, match="no workbook|no sheet"):
            answered(path, RULES)
    with pytest.raises(ConfigError, match="holds no question"):
        answered(book(tmp_path / "empty.xlsx", []), RULES)
