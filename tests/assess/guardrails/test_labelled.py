"""Labelled cases: policy JSON in, the effective matrix and the verdicts out."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from msp_aigov.model.guardrails import plain
from tests.assess.guardrails.labelled import cells, judged, wire

HERE = Path(__file__).parent / "cases"
CASES: list[dict[str, Any]] = [
    case for name in ("policies", "odd") for case in yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8"))
]


def test_there_are_enough_cases_and_each_has_its_own_name() -> None:
    assert len({case["name"] for case in CASES}) == len(CASES) >= 40


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_matrix_and_the_verdicts_are_as_labelled(case: dict[str, Any], tmp_path: Path) -> None:
    report = judged(wire(case), tmp_path, case.get("profile"))
    made = cells(report)
    for key, said in case.get("cells", {}).items():
        name, _, direction = key.rpartition(" ")
        assert made.get(f"{plain(name)} {direction}") == said, key
    assert not set(case.get("without", ())) & set(made)
    for check in (key for key in case if key.startswith("GRD")):
        (found,) = [finding for finding in report.findings if finding.check == check]
        outcome, _, severity = case[check].partition(" ")
        assert found.outcome == outcome, (check, found.detail)
        assert not severity or found.severity.value == severity, check
