"""What must hold of every decision, whatever the workload."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msp_aigov.assess.workloads.places import EXPOSURE
from msp_aigov.assess.workloads.question import questions
from msp_aigov.model.device import Endpoints
from msp_aigov.model.guardrails import Guardrails
from msp_aigov.model.workload import Stage, Workload
from tests.assess.workloads.casebook import RULES, TODAY, Case, cases

CASES = cases()
ALLOWED = {"approved": 2, "conditional": 1, "needs_evidence": 0, "rejected": 0}
# Every answer that a client may give or keep back.
ANSWERS = [
    "residency",
    "connectivity",
    "data_class",
    "subjects",
    "egress_features",
    "interactive",
    "p95_target_ms",
    "volume",
    "max_unit_cost",
    "image_gate",
    "app_filter",
    "human_review",
]
MEASURED = ["version", "evaluation", "evaluated_on", "p95_ms", "unit_cost", "requests_per_minute"]
FEW = settings(max_examples=150, deadline=None, derandomize=True)


@FEW
@given(st.sampled_from(CASES), st.data())
def test_removing_an_answer_never_improves_a_status(case: Case, data: st.DataObject) -> None:
    before = case.decided().status
    stages = list(case.workload.stages)
    at = data.draw(st.integers(0, len(stages) - 1))
    stages[at] = replace(stages[at], **dict.fromkeys(data.draw(st.sets(st.sampled_from(ANSWERS))), None))
    after = case.decided(replace(case.workload, stages=tuple(stages))).status
    assert ALLOWED[after] <= ALLOWED[before]


@FEW
@given(st.sampled_from(CASES), st.data())
def test_removing_evidence_never_improves_a_status(case: Case, data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.sampled_from(MEASURED)))
    stages = tuple(
        replace(stage, evidence=tuple(replace(known, **dict.fromkeys(gone, None)) for known in stage.evidence))
        for stage in case.workload.stages
    )
    assert ALLOWED[case.decided(replace(case.workload, stages=stages)).status] <= ALLOWED[case.decided().status]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_without_inventory_uses_or_papers_no_status_improves(case: Case) -> None:
    before = ALLOWED[case.decided().status]
    for changed in ({"uses": None}, {"holds": ()}, {"audience": None}, {"uses": None, "lacks": ()}):
        assert ALLOWED[case.decided(replace(case.workload, **changed)).status] <= before
    assert ALLOWED[replace(case, endpoints=Endpoints()).decided().status] <= before


@FEW
@given(st.sampled_from(CASES), st.randoms(use_true_random=False))
def test_the_order_in_which_candidates_are_found_changes_nothing(case: Case, random: object) -> None:
    shuffled = list(case.guardrails.deployments)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    stages = []
    for stage in case.workload.stages:
        models, evidence = list(stage.cloud_models), list(stage.evidence)
        random.shuffle(models)  # type: ignore[attr-defined]
        random.shuffle(evidence)  # type: ignore[attr-defined]
        stages.append(replace(stage, cloud_models=tuple(models), evidence=tuple(evidence)))
    other = replace(case, guardrails=Guardrails(case.guardrails.accounts, tuple(shuffled)))
    assert other.decided(replace(case.workload, stages=tuple(stages))) == case.decided()


@pytest.mark.parametrize("use", [rule.use for rule in RULES.uses if rule.kind == "prohibited"])
@pytest.mark.parametrize("case", CASES[:8], ids=lambda case: case.name)
def test_a_prohibited_use_is_blocked_wherever_it_runs(case: Case, use: str) -> None:
    decision = case.decided(replace(case.workload, uses=(*(case.workload.uses or ()), use)))
    assert (decision.route, decision.status, decision.deciding_gate) == ("blocked", "rejected", "safety")


@FEW
@given(st.sampled_from(CASES), st.data())
def test_no_sensitive_data_leaves_its_boundary_in_an_approved_route(case: Case, data: st.DataObject) -> None:
    """Whatever a later stage claims of itself: what flows in from a device-only stage keeps it on the device."""
    stages = list(case.workload.stages)
    first = replace(stages[0], residency="device", human_review=data.draw(st.sampled_from([None, False])))
    claimed = data.draw(st.sampled_from(["public", "internal", None]))
    later = replace(stages[-1], name="later", data_class=claimed, residency=data.draw(st.sampled_from(["any", "eu"])))
    decision = case.decided(replace(case.workload, stages=(first, replace(later, takes=None))))
    if decision.status in ("approved", "conditional"):
        assert {stage.candidates[0].placement for stage in decision.stages} <= {"device"}


def test_a_person_s_review_is_what_lowers_a_class() -> None:
    listen = Stage("listen", "speech-to-text", residency="device", data_class="restricted", output_class="public")
    paint = Stage("paint", "image-generation", data_class="public")
    for reviewed, expected in ((False, ("restricted", "device")), (True, ("public", "any"))):
        chain = Workload("w", stages=(replace(listen, human_review=reviewed), paint))
        client = replace(CASES[0].client, residency="any")
        *_, last = questions(client, chain, (), RULES, TODAY)
        assert (last.data_class, last.residency) == expected


def test_two_boundaries_are_both_kept() -> None:
    stages = (Stage("one", "chat", residency="DE", data_class="confidential"), Stage("two", "chat", residency="eu"))
    *_, last = questions(CASES[0].client, Workload("w", stages=stages), (), RULES, TODAY)
    assert last.residency == "DE"
    stages = (stages[0], replace(stages[1], residency="us"))
    *_, last = questions(CASES[0].client, Workload("w", stages=stages), (), RULES, TODAY)
    assert last.residency == "device"


def test_obligations_carry_their_dates_and_a_decision_its_review() -> None:
    case = next(case for case in CASES if case.name == "Hero images for a campaign")
    decision = case.decided()
    assert any("article 50" in str(text) for text in decision.obligations)
    assert decision.review_by == date(2027, 3, 30)
    assert [candidate.placement for candidate in decision.stages[0].candidates if candidate.monthly] == [
        "global",
        "device",
    ]


def test_exposure_is_an_order_of_all_placements() -> None:
    assert EXPOSURE == ("device", "premises", "region", "data_zone", "global")
