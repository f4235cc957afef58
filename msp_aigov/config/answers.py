"""An answered questionnaire back into workloads; what was left open stays unknown."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from msp_aigov.config.shape import adapter
from msp_aigov.errors import ConfigError
from msp_aigov.model.workload import Workload

COLUMNS = ("Workload", "Stage", "Field", "Answer")


def answered(path: Path) -> tuple[dict[str, Any], ...]:
    """The workloads of the file as plain data that a client's file takes; a wrong answer is named by its row."""
    workloads: dict[str, dict[str, Any]] = {}
    rows: dict[tuple[str, str, str], int] = {}
    for number, (workload, stage, field, answer) in _rows(path):
        target = workloads.setdefault(workload, {"name": workload, "stages": []})
        if stage:
            known = next((each for each in target["stages"] if each["name"] == stage), None)
            if known is None:
                known = {"name": stage}
                target["stages"].append(known)
            target = known
        rows[workload, stage, field] = number
        if answer:
            target[field] = _value(path, number, answer)
    for made in workloads.values():
        _checked(path, made, rows)
    return tuple(workloads.values())


def _rows(path: Path) -> list[tuple[int, tuple[str, str, str, str]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    except (CalamineError, OSError) as error:
        raise ConfigError(f"{path}: is no workbook: {error}") from error
    heads = [str(cell) for cell in sheet[0]] if sheet else []
    missing = [name for name in COLUMNS if name not in heads]
    if missing:
        raise ConfigError(f"{path}: has no column {', '.join(missing)}", "Write one with `msp-aigov workloads draft`.")
    places = [heads.index(name) for name in COLUMNS]
    made = []
    for number, row in enumerate(sheet[1:], start=2):
        workload, stage, field, answer = (_text(row[place]) for place in places)
        if workload and field:
            made.append((number, (workload, stage, field, answer)))
    return made


def _text(cell: Any) -> str:
    """A cell as the client typed it: Excel keeps 300 as 300.0."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _value(path: Path, number: int, answer: str) -> Any:
    try:
        return yaml.safe_load(answer)
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}, row {number}: cannot be read: {answer!r}") from error


def _checked(path: Path, made: dict[str, Any], rows: dict[tuple[str, str, str], int]) -> None:
    try:
        adapter(Workload).validate_python(made)
    except ValidationError as error:
        first = error.errors()[0]
        where = first["loc"]
        stage = made["stages"][where[1]]["name"] if len(where) > 2 and isinstance(where[1], int) else ""
        field = str(where[2]) if stage else str(where[0])
        number = rows.get((made["name"], stage, field), 0)
        raise ConfigError(f"{path}, row {number}: {field}: {first['msg']}, found {first['input']!r}") from error
