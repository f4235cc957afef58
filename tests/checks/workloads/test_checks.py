"""The check about workloads."""

from datetime import date

import pytest

from msp_aigov.checks.check import Brief
from msp_aigov.checks.workloads import no_route
from msp_aigov.model.client import Client
from msp_aigov.model.text import Text
from msp_aigov.model.workload import Candidate, Gate, Route, StageDecision, WorkloadDecision
from msp_aigov.rules.load import load_rules

BRIEF = Brief(Client("one", "One"), load_rules(), date(2026, 11, 20))
ROUTES: list[tuple[Route, str]] = [
    ("blocked", "fail"),
    ("run_additional_eval", "unknown"),
    ("foundry_local", "pass"),
    ("azure_region", "pass"),
    ("azure_data_zone", "pass"),
    ("azure_global", "pass"),
    ("hybrid", "pass"),
]


@pytest.mark.parametrize(("route", "outcome"), ROUTES)
def test_a_workload_needs_a_place(route: Route, outcome: str) -> None:
    gate = Gate("region", "fail", Text("the data must not leave the device"))
    stage = StageDecision("notes", "chat", route, "approved", (Candidate("offer:x", "global", (gate,)),))
    decision = WorkloadDecision("Letters", "", route, "approved", "region", gate.reason, (stage,))
    verdict = no_route.judge.judge(decision, BRIEF)
    assert (verdict.outcome, verdict.evidence) == (outcome, ("notes, offer:x: region fail",))
