"""A workload with some answers changed, each written as `stage.field=value`."""

import dataclasses
from collections.abc import Sequence
from typing import Any

import yaml
from pydantic import ValidationError

from msp_aigov.config.shape import adapter
from msp_aigov.errors import ConfigError
from msp_aigov.model.workload import Stage, Workload


def changed(workload: Workload, settings: Sequence[str]) -> Workload:
    """The workload as it would be; a stage or field that does not exist is the caller's mistake."""
    raw = dataclasses.asdict(workload)
    for setting in settings:
        # A stage's own name may hold a dot or a sign of its own; of two that fit the longer is meant.
        stages = [f"{each['name']}." for each in raw["stages"] if setting.startswith(f"{each['name']}.")]
        stage = max(stages, key=len, default="")
        field, equals, value = setting[len(stage) :].partition("=")
        if not equals:
            raise ConfigError(f"--set {setting}: expected STAGE.FIELD=VALUE")
        target, field = _target(raw, f"{stage}{field}".strip())
        target[field] = _value(setting, value)
    try:
        made = adapter(Workload).validate_python(raw)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ConfigError(f"--set: {where}: {first['msg']}, found {first['input']!r}") from error
    assert isinstance(made, Workload)
    return made


def _target(raw: dict[str, Any], path: str) -> tuple[dict[str, Any], str]:
    """The place that a path means: a stage's field, or the workload's own where no stage has that name."""
    stage, dot, field = path.rpartition(".")
    target = raw if not dot else next((each for each in raw["stages"] if each["name"] == stage), None)
    kind = Stage if dot else Workload
    if target is None:
        names = ", ".join(each["name"] for each in raw["stages"])
        raise ConfigError(f"--set {path}: there is no stage {stage!r}", f"Stages: {names}.")
    fields = [each.name for each in dataclasses.fields(kind)]
    if field not in fields:
        raise ConfigError(f"--set {path}: there is no field {field!r}", f"Fields: {', '.join(fields)}.")
    return target, field


def _value(setting: str, value: str) -> Any:
    try:
        return yaml.safe_load(value)
    except yaml.YAMLError as error:
        raise ConfigError(f"--set {setting}: the value is no YAML") from error
