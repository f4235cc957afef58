"""An answered questionnaire back into workloads; what was left open stays unknown."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from msp_aigov.config.sense import residency_problems
from msp_aigov.config.shape import adapter
from msp_aigov.config.workloads.reply import field_types, understood
from msp_aigov.config.workloads.sense import workload_problems
from msp_aigov.errors import ConfigError
from msp_aigov.model.rules import Rules
from msp_aigov.model.workload import Stage, Task, Workload

COLUMNS = ("Workload", "Stage", "Field", "Answer")
ADVICE = "Write one with `msp-aigov workloads draft`."
Row = tuple[int, tuple[str, str, str, str]]
Key = tuple[str, str, str]


def answered(path: Path, rules: Rules | None = None) -> tuple[dict[str, Any], ...]:
    """The workloads of the file as plain data that a client's file takes; every wrong answer is named by its row."""
    workloads: dict[str, dict[str, Any]] = {}
    rows: dict[Key, int] = {}
    mistakes: list[str] = []
    for number, key_and_answer in _rows(path, mistakes):
        *key, answer = key_and_answer
        mistakes += _kept(path, workloads, rows, number, (key[0], key[1], key[2]), answer)
    if not workloads and not mistakes:
        mistakes.append(f"{path}: holds no question")
    if not mistakes:
        about = (made for made in workloads.values() if not untouched(made))
        mistakes += [wrong for made in about for wrong in _wrong(path, made, rows, rules)]
    if mistakes:
        raise ConfigError(mistakes)
    return tuple({**made, "stages": made.pop("stages")} for made in workloads.values())


def untouched(made: dict[str, Any]) -> bool:
    """Whether nobody answered anything about a workload that was proposed; then there is nothing to find wrong."""
    return made.keys() <= {"name", "stages"} and all(stage.keys() <= {"name"} for stage in made["stages"])


def _kept(
    path: Path, workloads: dict[str, dict[str, Any]], rows: dict[Key, int], number: int, key: Key, answer: str
) -> Iterator[str]:
    """Put one answer where it belongs; what is wrong with it."""
    workload, stage, field = key
    if key in rows:
        yield f"{path}, row {number}: {field} was asked in row {rows[key]} already; keep one of the two"
        return
    rows[key] = number
    target = _target(workloads, workload, stage)
    try:
        value = understood(Stage if stage else Workload, field, answer)
    except ValueError as error:
        yield f"{path}, row {number}: {field}: {error}, found {answer!r}"
        return
    if value is not None:
        target[field] = value


def _target(workloads: dict[str, dict[str, Any]], workload: str, stage: str) -> dict[str, Any]:
    target = workloads.setdefault(workload, {"name": workload, "stages": []})
    if not stage:
        return target
    known: dict[str, Any] | None = next((each for each in target["stages"] if each["name"] == stage), None)
    if known is None:
        known = {"name": stage}
        target["stages"].append(known)
    return known


def _rows(path: Path, mistakes: list[str]) -> Iterator[Row]:
    """The answers with their rows; a row that has an answer and no field is a mistake, an empty one is none."""
    heads, rows = _sheet(path)
    places = [heads.index(name.lower()) for name in COLUMNS]
    for number, cells in rows:
        workload, stage, field, answer = (_text(cells[place]) if place < len(cells) else "" for place in places)
        field = field.lower()
        if workload and field in field_types(Stage if stage else Workload):
            yield number, (workload, stage, field, answer)
        elif answer:
            wrong = f"there is no field {field!r}" if workload and field else "an answer that belongs to no question"
            mistakes.append(f"{path}, row {number}: {wrong}: {answer!r}")


def _sheet(path: Path) -> tuple[list[str], list[tuple[int, list[Any]]]]:
    """The first sheet with the columns of a questionnaire, whatever was put above them or beside."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
    except (CalamineError, OSError) as error:
        raise ConfigError(f"{path}: is no workbook: {error}", ADVICE) from error
    for sheet in sheets:
        for number, cells in enumerate(sheet, start=1):
            heads = [_text(cell).lower() for cell in cells]
            if {name.lower() for name in COLUMNS} <= set(heads):
                return heads, list(enumerate(sheet[number:], start=number + 1))
    raise ConfigError(f"{path}: has no sheet with the columns {', '.join(COLUMNS)}", ADVICE)


def _text(cell: Any) -> str:
    """A cell as the client typed it: Excel keeps 300 as 300.0, and blanks that do not break a line."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).replace("\u00a0", " ").replace("\u200b", "").split())


def _wrong(path: Path, made: dict[str, Any], rows: dict[Key, int], rules: Rules | None) -> Iterator[str]:
    """What no client's file would take, each by its row."""
    try:
        workload: Workload = adapter(Workload).validate_python(made)
    except ValidationError as error:
        for each in error.errors():
            said = each["msg"].replace("Input should be", "expected")
            if each["type"] == "missing":
                said = (
                    f"is required: one of {', '.join(get_args(Task))}" if each["loc"][-1] == "task" else "is required"
                )
            yield _placed(path, made, each["loc"], rows, said)
        return
    for place, words in workload_problems((workload,)):
        yield _placed(path, made, place[2:], rows, words)
    for number, stage in enumerate(workload.stages if rules else ()):
        assert rules is not None
        for place, words in residency_problems(("stages", number, "residency"), stage.residency, rules, device=True):
            yield _placed(path, made, place, rows, words)


def _placed(path: Path, made: dict[str, Any], place: Sequence[str | int], rows: dict[Key, int], words: str) -> str:
    stage = ""
    if len(place) > 1 and place[0] == "stages" and isinstance(place[1], int):
        stage, place = made["stages"][place[1]]["name"], place[2:]
    field = str(place[0]) if place else "stages"
    number = rows.get((made["name"], stage, field))
    where = f"row {number}" if number else f"{made['name']}, {stage or 'the workload itself'}"
    return f"{path}, {where}: {field}: {words}"
