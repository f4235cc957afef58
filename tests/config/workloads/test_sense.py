"""What a workload in a client's file may not say."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from msp_aigov.config.workloads.sense import workload_problems
from msp_aigov.model.workload import ModelEvidence, Stage, Workload

GOOD = Workload("W", stages=(Stage("one", "chat"), Stage("two", "chat", takes=("one",))))
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"volume": -1}, "a number, 0 or more"),
    ({"max_unit_cost": Decimal("NaN")}, "a number, 0 or more"),
    ({"p95_target_ms": 0}, "a number above 0"),
    ({"takes": ("two",)}, "an earlier stage, found 'two'"),
    ({"takes": ("one",)}, "an earlier stage, found 'one'"),
    ({"subjects": ("none", "health")}, "`none` cannot stand beside"),
    ({"name": "two"}, "written twice in this workload"),
    ({"name": " "}, "the stage's name"),
    ({"evidence": (ModelEvidence("m", unit_cost=Decimal(-1)),)}, "a number, 0 or more"),
]


@pytest.mark.parametrize(("fields", "said"), WRONG)
def test_a_stage_that_makes_no_sense_is_named(fields: dict[str, Any], said: str) -> None:
    first, second = GOOD.stages
    found = list(workload_problems((replace(GOOD, stages=(replace(first, **fields), second)),)))
    assert any(said in words for _, words in found), found
    assert all(place[:3] == ("workloads", 0, "stages") for place, _ in found)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"stages": ()}, "at least one stage"),
        ({"holds": ("dpia",), "lacks": ("dpia",)}, "cannot both exist and be missing"),
        ({"currency": "euro"}, "a currency like EUR"),
        ({"currency": "eur"}, "a currency like EUR"),  # or it would never be that of the budget
        ({"name": ""}, "the workload's name"),
    ],
)
def test_a_workload_that_makes_no_sense_is_named(fields: dict[str, Any], said: str) -> None:
    assert any(said in words for _, words in workload_problems((replace(GOOD, **fields),)))


def test_what_is_left_out_is_legal_everywhere() -> None:
    assert list(workload_problems((GOOD,))) == []
    assert list(workload_problems((replace(GOOD, stages=(Stage("s", "chat", volume=0),)),))) == []
