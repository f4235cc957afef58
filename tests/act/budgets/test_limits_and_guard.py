"""The API's limits are checked before anything is sent, and the guard admits the plan's requests alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from azure.core.pipeline import PipelineContext, PipelineRequest
from azure.core.rest import HttpRequest

from msp_aigov.act.budgets.guard import PlanGuard, body_sent
from msp_aigov.act.budgets.limits import problems
from msp_aigov.act.budgets.plan import PlannedBudget
from msp_aigov.act.budgets.wish import body_of
from msp_aigov.azure.cloud import CLOUDS
from msp_aigov.azure.refusal import GuardRefusal
from msp_aigov.azure.wire import exact_json
from msp_aigov.model.client import BudgetTarget
from tests.act.budgets.market import SCOPE

TODAY = date(2026, 11, 21)
TARGET = BudgetTarget("EUR", Decimal(600), recipients=("owner@client.example",))


def planned(**changed: Any) -> PlannedBudget:
    made = PlannedBudget(
        client="one",
        tenant="t",
        action="create",
        provider="Microsoft.Consumption",
        scope=SCOPE,
        scope_name="Production",
        name="msp-aigov-ai",
        etag="",
        current="",
        current_hash="",
        desired=exact_json(body_of(TARGET, Decimal(600), {}, TODAY)),
        currency="EUR",
        currency_seen=True,
        price_basis="retail",
        offer="PayAsYouGo_2014-09-01",
    )
    return replace(made, **changed)


def said(change: Callable[[dict[str, Any]], object], target: BudgetTarget = TARGET, **changed: Any) -> str:
    body = body_of(target, Decimal(600), {}, TODAY)
    change(body)
    return "; ".join(problems(planned(**changed), body, TODAY))


def period(start: str, end: str = "2036-11-01") -> Callable[[dict[str, Any]], object]:
    return lambda body: body.update(timePeriod={"startDate": f"{start}T00:00:00Z", "endDate": f"{end}T00:00:00Z"})


def test_what_the_file_asks_for_is_within_the_limits() -> None:
    assert said(lambda body: None) == ""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda body: body.update(amount=Decimal(0)), "above 0"),
        (lambda body: body.update(timeGrain="Weekly"), "no grain"),
        (period("2026-11-02"), "first of a month"),
        (period("2017-05-01"), "before 2017-06-01"),
        (period("2026-10-01"), "before the current period"),
        (period("2027-12-01"), "within 12 months"),
        (period("2026-11-01", "2026-10-01"), "ends before it starts"),
        (lambda body: body.update(notifications={}), "tells nobody"),
    ],
)
def test_each_limit_of_the_body_is_named(change: Callable[[dict[str, Any]], object], words: str) -> None:
    assert words in said(change)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"recipients": ()}, "nobody is told"),
        ({"recipients": tuple(f"a{n}@b.example" for n in range(6))}, "6 recipients, 5 at most"),
        ({"recipients": ("nobody",)}, "no mail address"),
        ({"action_groups": ("/subscriptions/x",)}, "no action group"),
        ({"thresholds": (Decimal("1000.5"),)}, "0 to 1000"),
        ({"thresholds": (Decimal("80.123"),)}, "two decimals"),
        ({"thresholds": tuple(Decimal(n) for n in range(10, 60, 10))}, "6 alerts, of both kinds together 5 at most"),
    ],
)
def test_each_limit_of_the_alerts_is_named(changed: dict[str, Any], words: str) -> None:
    assert words in said(lambda body: None, replace(TARGET, **changed))


def test_cost_management_takes_five_alerts_of_each_kind() -> None:
    target = replace(TARGET, thresholds=tuple(Decimal(n) for n in range(10, 60, 10)))
    assert said(lambda body: None, target, provider="Microsoft.CostManagement") == ""
    many = replace(target, forecast_thresholds=tuple(Decimal(n) for n in range(1, 7)))
    assert "6 alerts of the kind Forecasted" in said(lambda body: None, many, provider="Microsoft.CostManagement")


def test_names_and_billing_grains_have_limits_of_their_own() -> None:
    assert "1 to 63" in said(lambda body: None, name="x" * 64) and "1 to 63" in said(lambda body: None, name="a b")
    billing = replace(TARGET, grain="BillingMonth")
    assert said(lambda body: None, billing) == ""
    assert "bought on the web" in said(lambda body: None, billing, offer="EnterpriseAgreement_2014-09-01")


PATH = f"https://management.azure.com{SCOPE}/providers/Microsoft.Consumption/budgets"


@pytest.mark.parametrize(
    ("method", "url", "body"),
    [
        ("PUT", f"{PATH}/msp-aigov-ai", b"{}"),
        ("PUT", f"{PATH}/another", body_sent(planned())),
        ("DELETE", f"{PATH}/msp-aigov-ai", None),
        ("PUT", f"{PATH}/msp-aigov-ai".replace("management", "evil"), body_sent(planned())),
        ("PUT", f"{PATH}/msp-aigov-ai".replace("https", "http"), body_sent(planned())),
        ("POST", f"{PATH}/msp-aigov-ai", body_sent(planned())),
    ],
)
def test_the_guard_refuses_whatever_the_plan_does_not_hold(method: str, url: str, body: bytes | None) -> None:
    guard = PlanGuard(CLOUDS["public"], [planned()])
    allowed = HttpRequest("PUT", f"{PATH}/msp-aigov-ai?api-version=2024-08-01", content=body_sent(planned()))
    guard.on_request(PipelineRequest(allowed, PipelineContext(None)))
    with pytest.raises(GuardRefusal):
        guard.on_request(PipelineRequest(HttpRequest(method, url, content=body), PipelineContext(None)))
