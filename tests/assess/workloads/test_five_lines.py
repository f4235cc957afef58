"""The five-line rule of the ranking debate is one corner of the gates."""

from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest

from tests.assess.workloads.casebook import Case, cases

# Its outcome names, and what ours are called: status and deciding gate.
OURS = {
    "reject": ("rejected", "safety"),
    "fallback_to_allowed_region_or_model": ("rejected", "region"),
    "use_lower_cost_model": ("rejected", "cost"),
    "run_additional_eval": ("needs_evidence", "evidence"),
    "approve_candidate": ("approved", None),
}


def five_lines(safe: bool, allowed: bool, unit_cost: Decimal, rank: int) -> str:
    """The published rule: safety, region, a unit cost of 0.08, a rank of three or better."""
    if not safe:
        return "reject"
    if not allowed:
        return "fallback_to_allowed_region_or_model"
    if unit_cost > Decimal("0.08"):
        return "use_lower_cost_model"
    return "approve_candidate" if rank <= 3 else "run_additional_eval"


@pytest.mark.parametrize(
    ("safe", "allowed", "unit_cost", "rank"),
    list(product((True, False), (True, False), (Decimal("0.03"), Decimal("0.08"), Decimal("0.16")), (1, 3, 4))),
)
def test_one_candidate_and_a_rank_for_an_evaluation_give_the_five_lines(
    safe: bool, allowed: bool, unit_cost: Decimal, rank: int
) -> None:
    """A good rank stands here for an evaluation; on its own it would only break a tie."""
    case: Case = next(case for case in cases() if case.name == "An upgrade made the evaluation stale")
    (deployed,) = case.guardrails.deployments
    deployment = replace(deployed.deployment, model_version="1")
    cells = tuple(replace(cell, match="meets" if safe else "weaker") for cell in deployed.filters)
    guardrails = replace(case.guardrails, deployments=(replace(deployed, deployment=deployment, filters=cells),))
    (stage,) = case.workload.stages
    evaluation = "passed" if rank <= 3 else None
    known = replace(stage.evidence[0], unit_cost=unit_cost, rank=rank, evaluation=evaluation)
    changed = replace(stage, evidence=(known,), residency="eu" if allowed else "DE")
    decision = replace(case, guardrails=guardrails).decided(replace(case.workload, stages=(changed,)))
    status, gate = OURS[five_lines(safe, allowed, unit_cost, rank)]
    assert decision.status == status
    assert status == "approved" or decision.deciding_gate == gate
