"""What a filter did: shares with their denominator, and no data is not zero."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from msp_aigov.assess.guardrails.activity import activity
from msp_aigov.checks.check import Brief
from msp_aigov.checks.guardrails import blocks_much, detects_unblocked, never_fired
from msp_aigov.collect.azure.guardrails import safety
from msp_aigov.model.answers import Answer, Ask, Scope
from msp_aigov.model.client import Client
from msp_aigov.model.guardrails import DeploymentGuardrail, EffectiveFilter, Processing
from msp_aigov.model.text import Text
from msp_aigov.rules.load import load_rules
from tests.assess.guardrails.policies import ACCOUNT, deployment

BRIEF = Brief(Client("one", "One"), load_rules(), date(2026, 11, 20))


def metric(name: str, total: list[Any], category: str | None = "Violence") -> dict[str, Any]:
    by = {"modeldeploymentname": "letters", "texttype": "Prompt"} | ({"category": category} if category else {})
    labels = [{"name": {"value": key}, "value": value} for key, value in by.items()]
    points = [{"timeStamp": "2026-11-01T00:00:00Z"} | ({} if each is None else {"total": each}) for each in total]
    return {"value": [{"name": {"value": name}, "timeseries": [{"metadatavalues": labels, "data": points}]}]}


def guardrail(state: Any, *metrics: dict[str, Any]) -> DeploymentGuardrail:
    payload = json.dumps({"definitions": [], "metrics": list(metrics)})
    counts = list(safety.parse(Answer(Ask(safety.SOURCE, Scope("account", ACCOUNT, "ai")), "read", payload)))
    cell = EffectiveFilter("Violence", "prompt", state, None, "configured", "e")
    place = Processing("region", "", True, Text("here"))
    return DeploymentGuardrail(
        deployment(), "ai", "own", "general", (cell,), place, activity=activity(deployment(), counts)
    )


TOTAL = metric("RAITotalRequests", [600, None, 400], category=None)


def test_days_without_data_are_left_out_and_the_denominator_is_shown() -> None:
    (row,) = guardrail("blocks", TOTAL, metric("RAIRejectedRequests", [30, None])).activity or ()
    assert (row.blocked, row.total, row.detected) == (Decimal(30), Decimal(1000), None)


def test_a_series_without_any_data_is_unknown_not_zero() -> None:
    (row,) = guardrail("blocks", TOTAL, metric("RAIRejectedRequests", [None, None])).activity or ()
    assert row.blocked is None


@pytest.mark.parametrize(
    ("state", "count", "said"),
    [
        ("annotates", 10, "fail"),
        ("annotates", 9, "pass"),
        ("blocks", 500, "pass"),
        ("annotates", None, "not_applicable"),
    ],
)
def test_a_category_that_is_only_marked_and_often_detected_is_found(state: str, count: int | None, said: str) -> None:
    made = guardrail(state, TOTAL, metric("RAIHarmfulRequests", [count]))
    assert detects_unblocked.judge.judge(made, BRIEF).outcome == said


@pytest.mark.parametrize(("count", "said"), [(50, "fail"), (49, "pass"), (None, "not_applicable")])
def test_a_filter_that_blocks_much_is_pressure(count: int | None, said: str) -> None:
    made = guardrail("blocks", TOTAL, metric("RAIRejectedRequests", [count]))
    assert blocks_much.judge.judge(made, BRIEF).outcome == said


def test_without_a_total_there_is_no_share() -> None:
    made = guardrail("annotates", metric("RAIHarmfulRequests", [10]))
    assert detects_unblocked.judge.judge(made, BRIEF).outcome == "not_applicable"


@pytest.mark.parametrize(
    ("requests", "detected", "said"),
    [(100_000, 0, "fail"), (99_999, 0, "pass"), (100_000, 1, "pass"), (100_000, None, "not_applicable")],
)
def test_a_filter_that_never_fires_on_a_busy_deployment_is_found(
    requests: int, detected: int | None, said: str
) -> None:
    total = metric("RAITotalRequests", [requests], category=None)
    made = guardrail("blocks", total, metric("RAIHarmfulRequests", [detected]))
    assert never_fired.judge.judge(made, BRIEF).outcome == said
