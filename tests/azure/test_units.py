"""A tenant's query units are spent no faster than Azure refills them."""

import json
from typing import Any

import pytest
from azure.core.pipeline import Pipeline
from azure.core.rest import HttpRequest

from msp_aigov.azure.refusal import Throttled
from msp_aigov.azure.units import QueryUnits, units_of
from tests.azure.wires import Canned, Reply

URL = "https://management.azure.com/subscriptions/s/providers/Microsoft.CostManagement/query?api-version=1"
COST = "x-ms-ratelimit-microsoft.costmanagement-"


def query(first: str = "2026-11-01", last: str = "2026-11-20", url: str = URL, method: str = "POST") -> HttpRequest:
    return HttpRequest(method, url, content=json.dumps({"timePeriod": {"from": first, "to": last}}))


class Tenant:
    """A pipeline whose sleeping moves its clock."""

    def __init__(self, *replies: Reply, moving: bool = True) -> None:
        self.now, self.slept = 100.0, [0.0][:0]
        self._moving = moving
        policies: list[Any] = [QueryUnits(self._sleep, lambda: self.now)]
        self._pipeline: Pipeline[Any, Any] = Pipeline(Canned(*(replies or (Reply(200),))).transport(), policies)

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds if self._moving else 0

    def ask(self, *requests: HttpRequest) -> None:
        for request in requests:
            self._pipeline.run(request)


@pytest.mark.parametrize(
    ("request_", "units"),
    [
        (query(), 1),
        (query("2026-10-01"), 2),
        (query("2025-12-31", "2026-01-01"), 2),
        (query(url=URL.replace("/query", "/forecast")), 1),
        (query(url=URL + "&$skiptoken=40"), 0),
        (query(method="GET"), 0),
        (query(url="https://management.azure.com/subscriptions"), 0),
        (HttpRequest("POST", URL, content="no json"), 1),
    ],
)
def test_a_month_of_data_costs_a_unit_and_further_pages_none(request_: HttpRequest, units: int) -> None:
    assert units_of(request_) == units


def test_twelve_units_go_at_once_and_the_next_waits_for_its_ten_seconds() -> None:
    tenant = Tenant()
    tenant.ask(*[query()] * 12)
    assert tenant.slept == []
    tenant.ask(query())
    assert tenant.slept == [10.0]


def test_no_more_than_sixty_units_go_in_any_minute() -> None:
    tenant, times = Tenant(), []
    for _ in range(150):
        tenant.ask(query())
        times.append(tenant.now)
    assert all(later - first >= 60 for first, later in zip(times, times[60:], strict=False))
    assert tenant.now - 100.0 < 150.0


@pytest.mark.parametrize("moving", [True, False])
def test_after_six_hundred_in_an_hour_a_run_gives_up_rather_than_sleep_it_out(moving: bool) -> None:
    tenant = Tenant(moving=moving)
    with pytest.raises(Throttled, match="query units are used up"):
        tenant.ask(*[query()] * 700)
    assert 500 < sum(tenant.slept) < 700


def test_what_an_answer_says_it_consumed_counts() -> None:
    tenant = Tenant(Reply(200, headers={COST + "qpu-consumed": "12"}), Reply(200))
    tenant.ask(query(), query())
    assert tenant.slept == [10.0]


def test_an_answer_that_says_nothing_is_left_closes_the_window() -> None:
    tenant = Tenant(Reply(200, headers={COST + "qpu-remaining": "QueriesPerMin:0,QueriesPerHour:540"}), Reply(200))
    tenant.ask(query(), query())
    assert tenant.slept == [60.0]


def test_a_refused_query_has_spent_nothing() -> None:
    tenant = Tenant(Reply(429), Reply(200))
    tenant.ask(*[query()] * 13)
    assert tenant.slept == []
