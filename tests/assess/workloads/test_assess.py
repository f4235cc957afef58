"""Where each workload goes, which gate decided, and that nothing else decides it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest

from msp_aigov.assess.workloads.assess import assess
from msp_aigov.model.client import Client
from msp_aigov.model.device import Endpoints, WorkloadFit
from msp_aigov.model.guardrails import DeploymentGuardrail, EffectiveFilter, Guardrails, Processing
from msp_aigov.model.rules import CloudModel, LocalModel
from msp_aigov.model.text import Text
from msp_aigov.model.workload import ModelEvidence, Route, Stage, Workload, WorkloadDecision
from msp_aigov.rules.load import load_rules
from tests.assess.guardrails.policies import READ, deployment
from tests.assess.guardrails.policies import RULES as PLACES

SHIPPED = load_rules()
TODAY = date(2026, 11, 20)
RULES = replace(
    PLACES,
    uses=SHIPPED.uses,
    tasks=SHIPPED.tasks,
    local_models=(LocalModel("phi", "phi:1", "chat", "cpu", "CPU", 1, None, None, READ),),
    cloud_models=(
        CloudModel("draw", "image-generation", "GlobalStandard", "westeurope", READ),
        CloudModel("paint", "image-generation", "DataZoneStandard", "westeurope", READ),
        CloudModel("paint", "image-generation", "DataZoneStandard", "eastus", READ),
    ),
)
KINDS: dict[str, tuple[Any, str]] = {
    "region": ("region", "Standard"),
    "data_zone": ("data_zone", "DataZoneStandard"),
    "global": ("global", "GlobalStandard"),
    "unknown": ("unknown", "DeveloperTier"),
}


def deployed(kind: str, allowed: bool | None = True, model: str = "gpt", name: str = "d") -> DeploymentGuardrail:
    """A deployment of a model at a place that is allowed or not."""
    place, sku = KINDS[kind]
    item = deployment(name=f"{name}-{kind}", model=model, sku=sku)
    cell = EffectiveFilter("Hate", "prompt", "blocks", "Medium", "configured", "", "blocks", "meets")
    return DeploymentGuardrail(
        item, "ai", "Own", "general", (cell,), Processing(place, "z", allowed, Text("where it is"))
    )


def tried(model: str, version: str = "1") -> ModelEvidence:
    return ModelEvidence(
        model, version, "", "passed", TODAY, p95_ms=1, unit_cost=Decimal("0.01"), requests_per_minute=100
    )


# Answers and trials that stand in the way of nothing.
USUAL: dict[str, Any] = {
    "task": "chat",
    "connectivity": "online",
    "cloud_models": ("gpt",),
    "data_class": "internal",
    "subjects": ("none",),
    "egress_features": (),
    "interactive": False,
    "volume": 100,
    "max_unit_cost": Decimal("0.10"),
    "image_gate": True,
    "evidence": (*map(tried, ("gpt", "draw", "paint", "mystery")), tried("phi", "phi:1")),
}


def stage(name: str = "s", **fields: Any) -> Stage:
    return Stage(name, **{**USUAL, **fields})


def devices(ready: int = 0, **others: int) -> Endpoints:
    return Endpoints(fits=(WorkloadFit("W", ("phi",), ready, **others),))


def decided(
    *stages: Stage,
    places: tuple[DeploymentGuardrail, ...] = (),
    fleet: Endpoints = Endpoints(),
    residency: str | None = "eu",
) -> WorkloadDecision:
    client = Client("one", "One", residency=residency, workloads=(workload(stages),))
    (made,) = assess(client, Guardrails(deployments=places), fleet, RULES, TODAY, ("file:a",), ("s-1",))
    return made


def workload(stages: tuple[Stage, ...]) -> Workload:
    return Workload("W", "why", stages, "internal", ("drafting",))


LOCAL = stage(residency="device", connectivity="offline", local_models=("phi",), cloud_models=())


@pytest.mark.parametrize(
    ("kind", "route"), [("region", "azure_region"), ("data_zone", "azure_data_zone"), ("global", "azure_global")]
)
def test_a_stage_goes_where_its_model_is_deployed_and_allowed(kind: str, route: Route) -> None:
    made = decided(stage(), places=(deployed(kind),))
    assert (made.route, made.status) == (route, "approved")
    assert made.would_change == Text("only cloud models would do for {stage}", stage="s")


def test_data_that_must_stay_goes_to_the_devices_that_are_ready() -> None:
    made = decided(LOCAL, fleet=devices(ready=10))
    assert (made.route, made.status) == ("foundry_local", "approved")


def test_data_that_must_stay_never_goes_to_the_cloud() -> None:
    made = decided(stage(residency="device", task="realtime-voice"), places=(deployed("region"),))
    assert (made.route, made.status) == ("blocked", "rejected")
    assert made.deciding_gate == "feasibility"  # the device is the only place left, and it cannot


FITS: list[tuple[dict[str, int], str, str]] = [
    ({"ready": 9, "unknown": 1}, "foundry_local", "approved"),
    ({"ready": 89, "replace": 11}, "foundry_local", "conditional"),
    ({"ready": 1, "not_suitable": 9}, "foundry_local", "conditional"),
    ({"ready_after": 5}, "run_additional_eval", "needs_evidence"),
    ({"unknown": 1, "not_suitable": 9}, "run_additional_eval", "needs_evidence"),
    ({"not_suitable": 5}, "blocked", "rejected"),
    ({"replace": 5}, "blocked", "rejected"),
    ({}, "run_additional_eval", "needs_evidence"),
]


@pytest.mark.parametrize(("fit", "route", "status"), FITS)
def test_the_fleets_readiness_decides_whether_a_workload_runs_on_it(
    fit: dict[str, int], route: str, status: str
) -> None:
    made = decided(LOCAL, fleet=devices(**fit))
    assert (made.route, made.status) == (route, status)


OPEN: list[tuple[str, Stage, tuple[DeploymentGuardrail, ...], str | None]] = [
    ("residency nobody stated", stage(), (deployed("region", None),), None),
    ("a place nobody knows", stage(), (deployed("unknown", None),), "eu"),
    ("connectivity nobody stated", stage(connectivity=None), (deployed("region"),), "eu"),
    ("a model nobody placed", stage(cloud_models=("mystery",)), (), "eu"),
]


@pytest.mark.parametrize(("item", "places", "residency"), [row[1:] for row in OPEN], ids=[row[0] for row in OPEN])
def test_what_is_not_known_needs_evidence_and_says_which(
    item: Stage, places: tuple[DeploymentGuardrail, ...], residency: str | None
) -> None:
    made = decided(item, places=places, residency=residency)
    assert (made.route, made.status) == ("run_additional_eval", "needs_evidence")
    assert made.deciding_gate is not None and made.would_change is not None


@pytest.mark.parametrize("connectivity", ["offline", "intermittent"])
def test_the_cloud_is_out_of_reach_of_a_stage_that_is_not_online(connectivity: str) -> None:
    made = decided(stage(connectivity=connectivity, task="realtime-voice"), places=(deployed("region"),))
    assert (made.route, made.deciding_gate) == ("blocked", "feasibility")


def test_a_place_that_is_not_allowed_is_decided_by_the_region_gate() -> None:
    item = stage(task="realtime-voice")
    made = decided(item, places=(deployed("global", False),))
    assert (made.route, made.status, made.deciding_gate) == ("blocked", "rejected", "region")


def test_an_offer_that_is_not_deployed_yet_is_conditional() -> None:
    made = decided(stage(task="image-generation", cloud_models=("paint",)))
    assert (made.route, made.status, made.deciding_gate) == ("azure_data_zone", "conditional", "safety")
    assert made.would_change is not None


def test_an_offer_is_judged_at_the_region_that_suits_the_client() -> None:
    draw = stage(task="image-generation", cloud_models=("draw",))
    assert decided(draw).route == "blocked"
    assert decided(draw, residency="any").route == "azure_global"
    paint = stage(task="image-generation", cloud_models=("paint",))
    assert decided(paint, residency="us").route == decided(paint, residency="eu").route == "azure_data_zone"


def test_what_works_today_goes_before_what_is_conditional_unless_the_data_is_sensitive() -> None:
    places = (deployed("global"),)
    item = stage(local_models=("phi",))
    fleet = devices(ready=1, replace=9)
    assert decided(item, places=places, fleet=fleet).route == "azure_global"
    for data in ("confidential", "restricted"):
        assert decided(replace(item, data_class=data), places=places, fleet=fleet).route == "foundry_local"


def test_of_two_places_that_work_the_less_exposed_is_taken_and_the_other_is_the_runner_up() -> None:
    made = decided(stage(), places=(deployed("global"), deployed("region"), deployed("data_zone")))
    assert made.route == "azure_region"
    assert made.runner_up == "deployment:ai/d-data_zone"


def test_stages_in_different_places_are_hybrid_and_every_crossing_is_said() -> None:
    first = replace(LOCAL, name="listen", data_class="restricted", human_review=True, output_class="internal")
    second = stage("write")
    made = decided(first, second, stage("check"), places=(deployed("region"),), fleet=devices(ready=10))
    assert (made.route, made.status) == ("hybrid", "approved")
    (crossing,) = made.crossings
    assert (crossing.data_class, crossing.before, crossing.after) == ("internal", "listen", "write")


def test_data_without_a_class_goes_nowhere() -> None:
    made = decided(stage(data_class=None), places=(deployed("region"),))
    assert (made.status, made.deciding_gate) == ("needs_evidence", "region")


@pytest.mark.parametrize(
    ("worse", "route", "status"),
    [
        (stage("x", residency="device", task="realtime-voice"), "blocked", "rejected"),
        (stage("x", connectivity=None), "run_additional_eval", "needs_evidence"),
    ],
)
def test_a_workload_is_only_as_good_as_its_worst_stage(worse: Stage, route: str, status: str) -> None:
    for stages in ((stage("s"), worse), (worse, stage("s"))):
        made = decided(*stages, places=(deployed("region"),))
        assert (made.route, made.status) == (route, status)


def test_blocked_is_worse_than_open() -> None:
    blocked, still_open = stage("b", residency="device", task="realtime-voice"), stage("o", connectivity=None)
    assert decided(still_open, blocked, places=(deployed("region"),)).route == "blocked"


def test_the_order_of_deployments_changes_nothing() -> None:
    places = (deployed("global"), deployed("region"), deployed("region", False, name="z"), deployed("unknown", None))
    made = {decided(stage(), places=order) for order in permutations(places)}
    assert len(made) == 1


def test_the_name_of_a_model_is_compared_without_case() -> None:
    assert decided(stage(cloud_models=("GPT",)), places=(deployed("region", model="Gpt"),)).route == "azure_region"


def test_a_decision_rests_on_the_reads_it_needs() -> None:
    assert decided(LOCAL, fleet=devices(ready=1)).scopes == ("file:a",)
    assert decided(stage(), places=(deployed("region"),)).scopes == ("s-1",)
    assert set(decided(LOCAL, stage("t"), fleet=devices(ready=1)).scopes) == {"file:a", "s-1"}


def test_a_client_without_workloads_has_no_decisions() -> None:
    assert assess(Client("one", "One"), Guardrails(), Endpoints(), RULES, TODAY, (), ()) == ()
