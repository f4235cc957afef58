"""What must hold of every decision, whatever the workload."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msp_aigov.assess.guardrails.residency import countries_of
from msp_aigov.assess.workloads.places import EXPOSURE
from msp_aigov.assess.workloads.question import questions
from msp_aigov.model.device import Endpoints
from msp_aigov.model.guardrails import Guardrails
from msp_aigov.model.workload import ModelEvidence, Stage, Workload
from tests.assess.workloads.casebook import RULES, TODAY, Case, cases

CASES = cases()
ALLOWED = {"approved": 2, "conditional": 1, "needs_evidence": 0, "rejected": 0}
# Every answer that a client may give or keep back.
ANSWERS = [
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
# Of two answers that contradict each other, taking one away settles the matter; the file is refused before that.
CONTRADICTS = {"Public, and about patients"}
FEW = settings(max_examples=150, deadline=None, derandomize=True)


@FEW
@given(st.sampled_from([case for case in CASES if case.name not in CONTRADICTS]), st.data())
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


# What a file may leave out with a meaning of its own: the client's boundary, the stage before, no paper missing.
HAS_A_DEFAULT = {"residency", "takes"}
FIELDS = sorted(
    {each.name for each in fields(Stage)}
    - {"name", "task", "evidence", "shared_host", "local_models", "cloud_models", "runtimes", *HAS_A_DEFAULT}
)
KNOWN = [each.name for each in fields(ModelEvidence) if each.name not in ("model", "source")]


def without(case: Case) -> Iterator[tuple[str, Case, Workload]]:
    """Every way to know one thing less about an example."""
    workload = case.workload
    for at, stage in enumerate(workload.stages):
        for changed in (*_fewer_answers(case, stage), *_fewer_trials(stage)):
            yield (
                stage.name,
                case,
                replace(workload, stages=(*workload.stages[:at], changed, *workload.stages[at + 1 :])),
            )
    for name, nothing in (("uses", None), ("audience", None), ("holds", ())):
        yield name, case, replace(workload, **{name: nothing})
    yield "endpoints", replace(case, endpoints=Endpoints()), workload
    yield "guardrails", replace(case, guardrails=Guardrails()), workload
    yield "the client's residency", replace(case, client=replace(case.client, residency=None)), workload
    for at, item in enumerate(case.guardrails.deployments):
        others = case.guardrails.deployments[:at], case.guardrails.deployments[at + 1 :]
        unversioned = replace(item, deployment=replace(item.deployment, model_version=None))
        for less in ((), (replace(item, filters=()),), (unversioned,)):
            guardrails = replace(case.guardrails, deployments=(*others[0], *less, *others[1]))
            yield f"{item.deployment.name}, {len(less)}", replace(case, guardrails=guardrails), workload


def _fewer_answers(case: Case, stage: Stage) -> Iterator[Stage]:
    for name in () if case.name in CONTRADICTS else FIELDS:
        yield replace(stage, **{name: None})


def _fewer_trials(stage: Stage) -> Iterator[Stage]:
    yield replace(stage, evidence=())
    for at, known in enumerate(stage.evidence):
        for name in KNOWN:
            less = replace(known, **{name: None})
            yield replace(stage, evidence=(*stage.evidence[:at], less, *stage.evidence[at + 1 :]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_knowing_one_thing_less_never_improves_a_status(case: Case) -> None:
    before = ALLOWED[case.decided().status]
    better = [what for what, other, workload in without(case) if ALLOWED[other.decided(workload).status] > before]
    assert better == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_where_a_stage_is_placed_lies_within_what_was_declared(case: Case) -> None:
    """Held against the regions and zones themselves, not against the gate."""
    decision = case.decided()
    regions = {region.region: region.country for region in RULES.regions}
    placed = {f"deployment:{each.account_name}/{each.deployment.name}": each for each in case.guardrails.deployments}
    for stage, made in zip(case.workload.stages, decision.stages, strict=True):
        boundary = stage.residency or case.client.residency
        if made.route in ("blocked", "run_additional_eval") or boundary == "any":
            continue
        chosen = made.candidates[0]
        if boundary == "device":
            assert chosen.placement == "device"
        elif chosen.placement == "region":
            allowed = countries_of(boundary or "", RULES) or {boundary}
            assert regions[placed[chosen.id].account_name] in allowed
        elif chosen.placement == "data_zone":
            assert boundary == "eu"
        else:
            assert chosen.placement in ("device", "premises")


@FEW
@given(st.sampled_from(CASES), st.randoms(use_true_random=False))
def test_the_order_in_which_candidates_are_found_changes_nothing(case: Case, random: object) -> None:
    shuffled = list(case.guardrails.deployments)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    stages = []
    for stage in case.workload.stages:
        lists = {name: list(getattr(stage, name)) for name in ("cloud_models", "local_models", "runtimes", "evidence")}
        for each in lists.values():
            random.shuffle(each)  # type: ignore[attr-defined]
        stages.append(replace(stage, **{name: tuple(each) for name, each in lists.items()}))
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
        *_, last = questions(client, chain, Endpoints(), RULES, TODAY)
        assert (last.data_class, last.residency) == expected


def test_two_boundaries_are_both_kept() -> None:
    stages = (Stage("one", "chat", residency="DE", data_class="confidential"), Stage("two", "chat", residency="eu"))
    *_, last = questions(CASES[0].client, Workload("w", stages=stages), Endpoints(), RULES, TODAY)
    assert last.residency == "DE"
    stages = (stages[0], replace(stages[1], residency="us"))
    *_, last = questions(CASES[0].client, Workload("w", stages=stages), Endpoints(), RULES, TODAY)
    assert last.residency == "device"


def test_obligations_carry_their_dates_and_a_decision_its_review() -> None:
    case = next(case for case in CASES if case.name == "Hero images for a campaign")
    decision = case.decided()
    assert ("label", date(2026, 8, 2)) in {(each.kind, each.since) for each in decision.obligations}
    assert decision.review_by == date(2027, 3, 30)
    assert decision.record.review_by == decision.review_by and decision.record.rules_hash == RULES.digest


def test_exposure_is_an_order_of_all_placements() -> None:
    assert EXPOSURE == ("device", "premises", "region", "data_zone", "global")
