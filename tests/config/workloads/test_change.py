"""One answer changed, as it is written on the command line."""

import pytest

from msp_aigov.config.workloads.change import changed
from msp_aigov.errors import ConfigError
from msp_aigov.model.workload import Stage, Workload

NAMED = Workload("W", stages=(Stage("é", "chat"), Stage("é=1", "chat"), Stage("a", "chat"), Stage("a.b", "chat")))


@pytest.mark.parametrize("name", ["é", "é=1", "a", "a.b"])
def test_a_stage_is_found_whatever_signs_its_name_holds(name: str) -> None:
    made = changed(NAMED, [f"{name}.volume = 7"])
    assert [stage.name for stage in made.stages if stage.volume == 7] == [name]


def test_what_is_no_change_says_how_one_is_written() -> None:
    for setting in ("volume", "a.volume"):
        with pytest.raises(ConfigError, match="expected STAGE.FIELD=VALUE"):
            changed(NAMED, [setting])
