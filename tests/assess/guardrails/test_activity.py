"""What a filter did: shares with their denominator, and no data is not zero."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from msp_aigov.assess.guardrails.activity import activity
from msp_aigov.checks.check import Brief
from msp_aigov.checks.guardrails.effect import blocks_more, blocks_much, detects_unblocked, never_fired
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
        ("annotates", None, "unknown"),
    ],
)
def test_a_category_that_is_only_marked_and_often_detected_is_found(state: str, count: int | None, said: str) -> None:
    made = guardrail(state, TOTAL, metric("RAIHarmfulRequests", [count]))
    assert detects_unblocked.judge.judge(made, BRIEF).outcome == said


@pytest.mark.parametrize(("count", "said"), [(50, "fail"), (49, "pass"), (None, "unknown")])
def test_a_filter_that_blocks_much_is_pressure(count: int | None, said: str) -> None:
    made = guardrail("blocks", TOTAL, metric("RAIRejectedRequests", [count]))
    assert blocks_much.judge.judge(made, BRIEF).outcome == said


def test_without_a_total_there_is_no_share() -> None:
    made = guardrail("annotates", metric("RAIHarmfulRequests", [10]))
    assert detects_unblocked.judge.judge(made, BRIEF).outcome == "unknown"


@pytest.mark.parametrize(
    ("requests", "detected", "said"),
    [(100_000, 0, "fail"), (99_999, 0, "pass"), (100_000, 1, "pass"), (100_000, None, "unknown")],
)
def test_a_filter_that_never_fires_on_a_busy_deployment_is_found(
    requests: int, detected: int | None, said: str
) -> None:
    total = metric("RAITotalRequests", [requests], category=None)
    made = guardrail("blocks", total, metric("RAIHarmfulRequests", [detected]))
    assert never_fired.judge.judge(made, BRIEF).outcome == said


def after_a_change(*blocked: int, changed: date | None = date(2026, 11, 4)) -> DeploymentGuardrail:
    """Blocks of seven days around the fourth, in a hundred requests a day."""
    days = [f"2026-11-{day:02}T00:00:00Z" for day in range(1, 8)]
    bodies = []
    for name, values in (("RAITotalRequests", (100,) * 7), ("RAIRejectedRequests", blocked)):
        body = metric(name, list(values), category=None if name == "RAITotalRequests" else "Violence")
        for point, stamp in zip(body["value"][0]["timeseries"][0]["data"], days, strict=True):
            point["timeStamp"] = stamp
        bodies.append(body)
    payload = json.dumps({"definitions": [], "metrics": bodies})
    counts = list(safety.parse(Answer(Ask(safety.SOURCE, Scope("account", ACCOUNT, "ai")), "read", payload)))
    made = guardrail("blocks")
    return replace(made, changed=changed, activity=activity(deployment(), counts, made.filters, changed))


@pytest.mark.parametrize(
    ("blocked", "said"),
    [((1, 1, 1, 9, 3, 3, 3), "fail"), ((1, 1, 1, 9, 2, 2, 2), "pass"), ((0, 0, 0, 9, 0, 1, 1), "pass")],
)
def test_pressure_after_a_change_is_the_share_after_against_the_share_before(
    blocked: tuple[int, ...], said: str
) -> None:
    made = after_a_change(*blocked)
    verdict = blocks_more.judge.judge(made, BRIEF)
    assert verdict.outcome == said
    (row,) = made.activity or ()
    assert row.before and row.after and (row.before.total, row.after.total) == (300, 300)
    assert "of 300 requests blocked before" in verdict.evidence[0]


@pytest.mark.parametrize("changed", [None, date(2026, 11, 6)])
def test_a_change_nobody_dated_or_just_made_compares_nothing(changed: date | None) -> None:
    made = after_a_change(1, 1, 1, 1, 9, 9, 9, changed=changed)
    assert blocks_more.judge.judge(made, BRIEF).outcome == "not_applicable"


def test_the_share_stands_beside_the_configured_state_with_its_denominator() -> None:
    (row,) = after_a_change(1, 1, 1, 1, 1, 1, 1).activity or ()
    assert (row.configured, row.blocked_percent, row.total, row.detected_percent) == ("blocks", 1, 700, None)
