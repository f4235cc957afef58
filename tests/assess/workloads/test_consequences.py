"""What comes with a decision: crossings, money, obligations, the record."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from msp_aigov.assess.workloads.gates.ruling import parts
from msp_aigov.model.ability.fit import Measured
from msp_aigov.model.client import BudgetTarget
from msp_aigov.model.device import Device, DeviceReadiness, DeviceVerdict, Endpoints, Facts, WorkloadFit
from msp_aigov.model.guardrails import Lifecycle
from msp_aigov.model.money.outlook import LiveSpend, Quantity
from msp_aigov.model.spend import Spend
from msp_aigov.model.text import Money
from msp_aigov.model.workload import WorkloadDecision
from tests.assess.workloads.casebook import RULES, TODAY, Case, cases, decide

CASES = {case.name: case for case in cases()}
ZONE = CASES["One country only, with a deployment in it"]
STAFF = CASES["Chat for staff where a device is as good and costs nothing"]


def decided(case: Case, spend: Spend = Spend(), **stage: object) -> WorkloadDecision:
    stages = tuple(replace(each, **stage) for each in case.workload.stages)  # type: ignore[arg-type]
    workload = replace(case.workload, stages=stages)
    return decide(case.client, workload, case.guardrails, case.endpoints, RULES, TODAY, (), spend)


def priced(amount: str, per: str = "1000000", currency: str = "USD") -> Spend:
    def quantity(metric: str) -> Quantity:
        price = Money(Decimal(amount), currency)
        nothing = Decimal(0)
        return Quantity(metric, "", nothing, nothing, 0, price, Decimal(per), "your price file, by name", TODAY)

    (item,) = ZONE.guardrails.deployments
    counted = (quantity("ProcessedPromptTokens"), quantity("GeneratedTokens"))
    return Spend(now=(LiveSpend(item.deployment.id, "gpt-5", "a", counted, None, None, None, None),))


def fleet(cost: Money | None, short: int = 2, ready: int = 18) -> Endpoints:
    """Devices of which some need work that has a price or none."""
    name = STAFF.workload.name
    verdicts = [DeviceVerdict(name, (), "ready_after", cost=cost)] * short + [DeviceVerdict(name, (), "ready")] * ready
    one = DeviceVerdict("", (), "ready")
    devices = tuple(
        DeviceReadiness(Device(str(at), (), Facts()), one, (verdict,)) for at, verdict in enumerate(verdicts)
    )
    return Endpoints(devices=devices, fits=(WorkloadFit(name, (), ready, short),))


def test_every_crossing_names_the_class_that_crosses() -> None:
    made = CASES["A private assistant whose poster is painted in the cloud after a person read the prompt"].decided()
    assert [(each.data_class, each.before, each.after) for each in made.crossings] == [("internal", "think", "paint")]
    web = CASES["Public questions with a web search"].decided().crossings
    assert [(each.data_class, each.after) for each in web] == [("public", "chat"), ("public", "web-search")]


def test_what_a_stage_adds_of_its_own_crosses_too() -> None:
    case = CASES["A spoken brief becomes a poster"]
    listen, paint = case.workload.stages
    more = replace(case.workload, stages=(listen, replace(paint, data_class="confidential")))
    crossed = {(each.data_class, each.before) for each in case.decided(more).crossings}
    assert crossed == {("internal", "listen"), ("confidential", "the client")}


def test_from_the_device_to_a_server_of_ones_own_is_a_crossing() -> None:
    case = CASES["A server of the client's own that was measured"]
    listen = CASES["A spoken brief becomes a poster"].workload.stages[0]
    own = replace(listen, residency=None, human_review=False, output_class=None)
    ready = Endpoints(fits=(WorkloadFit(case.workload.name, (), ready=20),))
    made = replace(case, endpoints=ready).decided(replace(case.workload, stages=(own, *case.workload.stages)))
    assert [(each.before, each.after) for each in made.crossings] == [("listen", "chat")]


def test_an_obligation_has_its_day_and_its_source() -> None:
    made = CASES["Applicants ranked, assessed, and a person decides"].decided()
    days = {each.kind: each.since for each in made.obligations}
    assert days["inference-logs"] == date(2027, 12, 2) and days["dpia"] == date(2018, 5, 25)
    assert all("read 20" in each.source for each in made.obligations)


@pytest.mark.parametrize(("residency", "kinds"), [("GB", {"dpia"}), ("US", set()), ("CH", {"dpia"})])
def test_where_the_client_is_decides_which_law_asks(residency: str, kinds: set[str]) -> None:
    case = CASES["Dictation in a clinic"]
    made = replace(case, client=replace(case.client, residency=residency)).decided()
    assert {each.kind for each in made.obligations if each.kind == "dpia"} == kinds


def test_a_month_in_the_cloud_is_volume_times_price() -> None:
    (cost,) = decided(ZONE).economics.routes
    assert (cost.unit, cost.monthly) == (Money(Decimal("0.03"), "USD"), Money(Decimal("60.00"), "USD"))


def test_the_price_of_the_same_run_goes_before_what_a_file_says() -> None:
    made = decided(ZONE, priced("5"), input_tokens=1000, output_tokens=3000)
    (cost,) = made.economics.routes
    assert cost.unit == Money(Decimal("0.02"), "USD") and cost.price_source.startswith("your price file, by name")
    assert decided(ZONE, priced("50"), input_tokens=1000, output_tokens=3000).deciding_gate == "cost"
    # A price in another currency is none.
    stated = decided(ZONE, priced("5", currency="EUR"), input_tokens=1000, output_tokens=3000).economics.routes[0]
    assert stated.unit == Money(Decimal("0.03"), "USD")


def test_without_a_stated_price_the_dated_list_says_what_tokens_cost() -> None:
    evidence = tuple(replace(known, model="gpt-5-mini", unit_cost=None) for known in ZONE.workload.stages[0].evidence)
    (item,) = ZONE.guardrails.deployments
    guardrails = replace(
        ZONE.guardrails, deployments=(replace(item, deployment=replace(item.deployment, model="gpt-5-mini")),)
    )
    listed = {"evidence": evidence, "cloud_models": ("gpt-5-mini",), "input_tokens": 1000, "output_tokens": 500}
    (cost,) = decided(replace(ZONE, guardrails=guardrails), **listed).economics.routes  # type: ignore[arg-type]
    assert cost.unit == Money(Decimal("0.00125"), "USD") and "list price" in cost.price_source


@pytest.mark.parametrize(
    ("endpoints", "volume", "said"),
    [
        (fleet(Money(Decimal(540), "USD")), 1000, "pays within"),  # 2 x 540 over 36 months at 0.03 each
        (fleet(None), None, "nobody said what work on the devices costs"),
        (fleet(Money(Decimal(540), "EUR")), None, "nobody said what work on the devices costs"),
        (fleet(None, short=0, ready=20), 1, "the devices are ready"),
    ],
)
def test_the_break_even_counts_the_work_on_devices_or_says_that_nobody_knows(
    endpoints: Endpoints, volume: int | None, said: str
) -> None:
    (even,) = decided(replace(STAFF, endpoints=endpoints)).economics.break_even
    assert even.volume == volume and said in even.words.template


def test_a_change_of_volume_or_price_says_whether_it_is_still_allowed() -> None:
    budget = BudgetTarget("USD", Decimal(100))
    made = decided(replace(ZONE, client=replace(ZONE.client, budget=budget)))
    found = {(each.volume_percent, each.price_percent): each for each in made.economics.sensitivity}
    assert found[100, 0].monthly == Money(Decimal("120.00"), "USD") and found[100, 0].allowed is False
    assert found[-50, 0].allowed is True and found[0, 100].monthly == Money(Decimal("120.00"), "USD")
    assert decided(ZONE, volume=0).economics.sensitivity == ()


def benched(*results: tuple[str, int | None]) -> Case:
    """The staff's chat, interactive, on devices that were measured."""
    measured = tuple(
        Measured("phi-4-mini", "CPUExecutionProvider", result, first_token_ms=ms, source=f"bench {at}")  # type: ignore[arg-type]
        for at, (result, ms) in enumerate(results)
    )
    ready = fleet(None, short=0, ready=20)
    first, *rest = ready.devices
    with_bench = replace(first, device=replace(first.device, measured=measured))
    stages = tuple(
        replace(stage, interactive=True, p95_target_ms=500, residency="device", cloud_models=())
        for stage in STAFF.workload.stages
    )
    workload = replace(STAFF.workload, stages=stages)
    return replace(STAFF, workload=workload, endpoints=replace(ready, devices=(with_bench, *rest)))


@pytest.mark.parametrize(
    ("results", "status"),
    [
        ([("pass", 300)], "approved"),  # the client's file says 600 ms; the benchmark knows better
        ([("pass", 700)], "rejected"),
        ([("fail", None)], "rejected"),
        ([("pass", 300), ("fail", None)], "conditional"),
        ([("marginal", 300)], "conditional"),
        ([("inconclusive", None)], "rejected"),  # a run that says nothing changes nothing
        ([("inconclusive", None), ("pass", 300)], "approved"),
        ([], "rejected"),
    ],
)
def test_a_benchmark_of_the_same_run_goes_before_what_a_file_says(
    results: list[tuple[str, int | None]], status: str
) -> None:
    made = benched(*results).decided()
    assert made.status == status
    if results:
        feasible = made.stages[0].candidates[0].gates[2]
        assert "bench 0" in feasible.evidence


@pytest.mark.parametrize(
    ("ends", "azure", "status"),
    [(-1, True, "rejected"), (-1, False, "needs_evidence"), (30, True, "conditional"), (400, True, "approved")],
)
def test_a_model_that_ends_ends_the_decision(ends: int, azure: bool, status: str) -> None:
    (item,) = ZONE.guardrails.deployments
    day = TODAY + timedelta(days=ends)
    life = Lifecycle("", day, True, ("Azure's list: x" if azure else "a page",))
    guardrails = replace(ZONE.guardrails, deployments=(replace(item, lifecycle=life),))
    made = replace(ZONE, guardrails=guardrails).decided()
    assert made.status == status
    if made.review_by:
        assert made.review_by <= day


def test_the_record_is_the_same_byte_for_byte_and_another_as_soon_as_anything_is_other() -> None:
    for case in CASES.values():
        assert repr(case.decided()) == repr(case.decided())
    once = ZONE.decided().record
    assert once.id != decided(ZONE, volume=1).record.id
    later = decide(ZONE.client, ZONE.workload, ZONE.guardrails, ZONE.endpoints, RULES, TODAY + timedelta(days=1))
    assert (later.record.id, later.record.decided_on) == (once.id, TODAY + timedelta(days=1))
    other = replace(RULES, digest="other")
    assert decide(ZONE.client, ZONE.workload, ZONE.guardrails, ZONE.endpoints, other, TODAY).record.id != once.id


def test_the_record_holds_every_answer_those_left_open_too() -> None:
    inputs = dict(CASES["Nothing is known of it at all"].decided().record.inputs)
    assert inputs["uses"] == inputs["stages[chat].data_class"] == inputs["client.residency"] == "unknown"
    said = dict(ZONE.decided().record.inputs)
    assert said["stages[chat].evidence[gpt-5].unit_cost"] == "0.03" and said["stages[chat].egress_features"] == "none"


def test_an_upgrade_that_azure_may_make_is_a_reason_to_look_again() -> None:
    words = [each.template for each in ZONE.decided().record.review_when]
    assert any("moved to another version" in each for each in words)


WHOLE = CASES["The same assistant with every stage before and after it"]


def reviewed(case: Case, changed: dict[str, dict[str, object]]) -> WorkloadDecision:
    stages = (replace(each, **changed.get(each.name, {})) for each in case.workload.stages)  # type: ignore[arg-type]
    return case.decided(replace(case.workload, stages=tuple(stages)))


def test_the_earliest_gate_of_all_stages_speaks_for_the_workload_not_the_first_stage() -> None:
    assert str(WHOLE.decided().reason.template) == "the data must not leave the device"


def test_a_stage_held_on_the_device_by_what_flows_in_says_by_which_and_what_would_let_it_go() -> None:
    made = reviewed(WHOLE, {"think": {"human_review": False}})
    assert (made.status, made.deciding_gate) == ("rejected", "region")
    assert dict(made.reason.values) == {"stage": "think"} and "a person reviews it" in made.reason.template


def test_what_would_change_the_answer_names_the_open_questions_of_every_stage() -> None:
    made = reviewed(WHOLE, {"listen": {"evidence": ()}, "paint": {"evidence": ()}})
    assert made.status == "needs_evidence" and made.would_change is not None
    named = {value for text in parts(made.would_change) for _, value in text.values}
    assert {"whisper-small", "gpt-image-1.5"} <= named


def test_an_approved_workload_too_says_what_would_change_the_answer() -> None:
    assert WHOLE.decided().would_change is not None
    everything_passed = STAFF.decided()
    assert everything_passed.deciding_gate is None
    assert everything_passed.would_change == everything_passed.record.review_when[0]
