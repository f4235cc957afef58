"""How long Azure asks to wait, whichever header says so, and the cap on it."""

from typing import Any

import pytest
from azure.core.pipeline import Pipeline
from azure.core.pipeline.policies import RetryPolicy
from azure.core.rest import HttpRequest

from msp_aigov.azure.refusal import Throttled
from msp_aigov.azure.throttle import LONGEST_WAIT, RetryAfter, Waits, asked_wait
from tests.azure.wires import Canned, Reply

COST = "x-ms-ratelimit-microsoft.costmanagement-"
URL = "https://management.azure.com/subscriptions/s/providers/Microsoft.CostManagement/query"

ASKED: list[tuple[dict[str, str], float | None]] = [
    ({"Retry-After": "7"}, 7),
    ({"retry-after": "0"}, 0),
    ({"retry-after-ms": "1500"}, 1.5),
    ({"x-ms-retry-after-ms": "250"}, 0.25),
    ({COST + "entity-retry-after": "5"}, 5),
    ({COST + "clienttype-retry-after": "6"}, 6),
    ({COST + "tenant-retry-after": "8"}, 8),
    ({COST + "qpu-retry-after": "9"}, 9),
    ({(COST + "qpu-retry-after").upper(): "9"}, 9),
    ({"Retry-After": "2", COST + "qpu-retry-after": "30", "retry-after-ms": "4000"}, 30),
    ({COST + "qpu-remaining": "3", "x-ms-request-id": "1"}, None),
    ({"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, None),
    ({"Retry-After": "-5"}, None),
    ({"Retry-After": "nan"}, None),
    ({"Retry-After": "inf"}, None),
    ({"Retry-After": "soon", "retry-after-ms": "1000"}, 1),
    ({}, None),
]


@pytest.mark.parametrize(("headers", "seconds"), ASKED)
def test_the_longest_wait_of_any_header_counts(headers: dict[str, str], seconds: float | None) -> None:
    assert asked_wait(headers) == seconds


def run(*replies: Reply, method: str = "POST") -> tuple[int, Canned, Waits]:
    """One request through the retry policy and ours."""
    azure, waits = Canned(*replies), Waits()
    policies: list[Any] = [RetryPolicy(retry_total=6, retry_backoff_max=20), RetryAfter(waits)]
    pipeline: Pipeline[Any, Any] = Pipeline(azure.transport(), policies)
    done = pipeline.run(HttpRequest(method, URL))
    return done.http_response.status_code, azure, waits


@pytest.mark.parametrize(
    ("headers", "waited"),
    [({"Retry-After": "3"}, 3), ({COST + "qpu-retry-after": "11"}, 11), ({"retry-after-ms": "1200"}, 2), ({}, 2)],
)
def test_a_throttled_post_waits_as_asked_and_is_counted(headers: dict[str, str], waited: float) -> None:
    status, azure, waits = run(Reply(429, "", headers), Reply(200, "{}"))
    assert (status, azure.slept, waits.count) == (200, [waited], 1)


def test_waits_add_up() -> None:
    status, azure, waits = run(Reply(429, "", {"Retry-After": "3"}), Reply(503, "", {"Retry-After": "4"}), Reply(200))
    assert (status, azure.slept, waits.count, waits.seconds) == (200, [3, 4], 2, 7)


@pytest.mark.parametrize("status", [429, 503])
def test_a_wait_beyond_the_cap_is_given_up_at_once(status: int) -> None:
    with pytest.raises(Throttled, match=f"HTTP {status}: Azure asks to wait 3600 s, the longest wait is 90 s"):
        run(Reply(status, "", {"Retry-After": "3600"}))


def test_a_wait_of_exactly_the_cap_is_waited() -> None:
    status, azure, _ = run(Reply(429, "", {"Retry-After": str(int(LONGEST_WAIT))}), Reply(200))
    assert (status, azure.slept) == (200, [LONGEST_WAIT])


def test_the_transport_gives_up_rather_than_sleep_longer_than_the_cap() -> None:
    azure = Canned(Reply(200))
    azure.transport().sleep(LONGEST_WAIT)
    with pytest.raises(Throttled):
        azure.transport().sleep(3600)
    assert azure.slept == [LONGEST_WAIT]


def test_an_unavailable_service_that_asks_for_nothing_is_not_counted_as_a_wait() -> None:
    status, _, waits = run(Reply(503), Reply(200), method="GET")
    assert (status, waits.count) == (200, 0)
