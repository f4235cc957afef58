"""Every fault does what it says, when it says."""

import time
from collections.abc import Callable

import pytest
import requests
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError, ResourceExistsError

from msp_aigov.errors import ConfigError
from msp_aigov.simulator.effects import ACTIONS
from msp_aigov.simulator.faults import GRAMMAR, parse_rule
from msp_aigov.simulator.server import SimulatedAzure

from .clinic import CLINIC, STRANGER, WORK, Sdks, Wire, scenario

LIST = "/subscriptions"
ACCOUNTS = f"/subscriptions/{WORK}/providers/Microsoft.CognitiveServices/accounts"
QUERY = f"/subscriptions/{WORK}/providers/Microsoft.CostManagement/query"
COST = {
    "type": "ActualCost",
    "timeframe": "MonthToDate",
    "dataset": {"aggregation": {"total": {"name": "Cost", "function": "Sum"}}},
}


def answered(*rules: str, path: str = LIST, times: int = 1) -> list[requests.Response]:
    """The answers to some GETs under some rules."""
    with SimulatedAzure(scenario(), faults=rules) as azure:
        wire = Wire(azure)
        return [wire.get(path) for _ in range(times)]


@pytest.mark.parametrize(
    ("action", "status", "code"),
    [
        ("401", 401, "RBACAccessDenied"),
        ("403", 403, "AuthorizationFailed"),
        ("404", 404, "ResourceNotFound"),
        ("409", 409, "MissingSubscriptionRegistration"),
        ("429", 429, "429"),
        ("500", 500, "InternalServerError"),
        ("503", 503, "ServerTimeout"),
    ],
)
def test_an_error_has_azures_status_and_code(action: str, status: int, code: str) -> None:
    (answer,) = answered(f"/subscriptions={action}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize(
    ("action", "retry_after", "cost"),
    [
        ("429", "1", None),
        ("429:retry-after=3600", "3600", None),
        ("429=retry-after=2", "2", None),
        ("429:cost=30", None, "30"),
        ("429:none", None, None),
        ("503", None, None),
        ("503:retry-after=4", "4", None),
    ],
)
def test_throttling_says_how_long_in_the_way_asked(action: str, retry_after: str | None, cost: str | None) -> None:
    (answer,) = answered(f"GET /subscriptions={action}")
    assert answer.headers.get("Retry-After") == retry_after
    assert answer.headers.get("x-ms-ratelimit-microsoft.costmanagement-entity-retry-after") == cost


@pytest.mark.parametrize(("action", "status"), [("html", 502), ("html:200", 200), ("html=200", 200)])
def test_a_proxys_page_is_html(action: str, status: int) -> None:
    (answer,) = answered(f"/subscriptions={action}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("when", "bad"),
    [("", [1, 2, 3, 4, 5, 6]), ("@2", [2]), ("@2-4", [2, 3, 4]), ("@every3", [3, 6])],
)
def test_calls_are_counted(when: str, bad: list[int]) -> None:
    statuses = [answer.status_code for answer in answered(f"/subscriptions=500{when}", times=6)]
    assert [number for number, status in enumerate(statuses, start=1) if status == 500] == bad


def test_the_first_rule_whose_turn_it_is_wins_and_all_count() -> None:
    statuses = [answer.status_code for answer in answered("*scriptions=429@1", "/subscriptions=503@1-2", times=3)]
    assert statuses == [429, 503, 200]


def test_a_rule_keeps_to_its_method_and_ignores_case() -> None:
    with SimulatedAzure(scenario(), faults=["post */QUERY=403"]) as azure:
        wire = Wire(azure)
        assert wire.ask("POST", QUERY, COST).status_code == 403
        assert wire.get(QUERY).status_code == 405


@pytest.mark.parametrize("action", ["drop", "drop-after"])
def test_a_dropped_connection_harms_no_other(action: str) -> None:
    with SimulatedAzure(scenario(), faults=[f"/subscriptions={action}@1"]) as azure:
        wire, other = Wire(azure), Wire(azure)
        with pytest.raises(requests.ConnectionError):
            wire.get(LIST)
        assert other.get(ACCOUNTS).status_code == wire.get(LIST).status_code == 200


def test_a_drop_after_has_done_the_work_and_a_drop_has_not() -> None:
    budget = f"/subscriptions/{WORK}/providers/Microsoft.Consumption/budgets/clinic-monthly"
    faults = ["DELETE *clinic-monthly=drop@1", "DELETE *clinic-monthly=drop-after@2"]
    with SimulatedAzure(scenario(allow_writes=True), faults=faults) as azure:
        wire, statuses = Wire(azure), []
        for _ in range(2):
            with pytest.raises(requests.ConnectionError):
                wire.ask("DELETE", budget)
            statuses.append(wire.get(budget).status_code)
        assert statuses == [200, 404]
        assert [entry.status for entry in azure.log.writes()] == [0, 200]


def test_slow_is_slow_for_that_call_alone() -> None:
    with SimulatedAzure(scenario(), faults=["/subscriptions=slow:200"]) as azure:
        wire = Wire(azure)
        assert _seconds(lambda: wire.get(LIST)) >= 0.2
        assert _seconds(lambda: wire.get(ACCOUNTS)) < 0.2


def test_latency_is_for_arm_and_not_for_tokens() -> None:
    with SimulatedAzure(scenario(), latency_ms=200) as azure:
        wire = Wire(azure)
        assert _seconds(lambda: wire.get(LIST)) >= 0.2
        assert _seconds(lambda: wire.token(CLINIC)) < 0.2


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def test_half_of_an_answer_is_noticed_by_the_client() -> None:
    with SimulatedAzure(scenario(), faults=["/subscriptions=truncate@1"]) as azure:
        wire = Wire(azure)
        with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
            wire.get(LIST)
        assert wire.get(LIST).status_code == 200


def test_a_foreign_link_is_added_to_lists_and_queries() -> None:
    with SimulatedAzure(scenario(), faults=["*=foreign-nextlink:https://evil.example/steal@me"]) as azure:
        wire = Wire(azure)
        assert wire.get(ACCOUNTS).json()["nextLink"] == "https://evil.example/steal@me"
        assert wire.ask("POST", QUERY, COST).json()["properties"]["nextLink"] == "https://evil.example/steal@me"


def test_a_token_can_name_another_tenant() -> None:
    with SimulatedAzure(scenario(), faults=[f"*/token=wrong-tenant:{STRANGER}"]) as azure:
        wire = Wire(azure)
        assert wire.claims["tid"] == STRANGER
        assert wire.get(ACCOUNTS).status_code == 403


def test_the_token_endpoint_fails_in_its_own_dialect() -> None:
    with SimulatedAzure(scenario(), faults=["*/token=503"]) as azure:
        assert Wire(azure).token(CLINIC).json()["error"] == "ServerTimeout"
        with pytest.raises(ClientAuthenticationError):
            list(Sdks(azure).subscriptions.subscriptions.list())


def test_the_sdk_turns_a_missing_registration_into_a_write_that_is_refused() -> None:
    with SimulatedAzure(scenario(), faults=["*/accounts=409"]) as azure:
        with pytest.raises((HttpResponseError, ResourceExistsError)):
            list(Sdks(azure).cognitive.accounts.list())
        assert [entry.path.rpartition("/")[2] for entry in azure.log.writes()] == ["register"]


def test_the_log_names_the_rule() -> None:
    with SimulatedAzure(scenario(), faults=["/subscriptions=500@2"]) as azure:
        wire = Wire(azure)
        for _ in range(2):
            wire.get(LIST)
        assert [entry.fault for entry in azure.log.entries if entry.api == "arm"] == ["", "/subscriptions=500@2"]


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        ("nonsense", "not a rule"),
        ("=429", "not a rule"),
        ("*=429@later", "not a rule"),
        ("*=teapot", "unknown action 'teapot'"),
        ("*=429:soon", "429 cannot take 'soon'"),
        ("*=slow", "slow cannot take ''"),
        ("*=slow:fast", "slow cannot take 'fast'"),
        ("*=html:404", "html cannot take '404'"),
        ("*=drop:2", "drop cannot take '2'"),
        ("*=500:2", "500 cannot take '2'"),
        ("*=foreign-nextlink:here", "foreign-nextlink cannot take 'here'"),
        ("*=wrong-tenant", "wrong-tenant cannot take ''"),
        ("*=500@0", "counted from 1"),
        ("*=500@3-2", "counted from 1"),
        ("*=500@every0", "counted from 1"),
    ],
)
def test_a_bad_rule_says_what_was_expected(rule: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match="fault") as refused:
        parse_rule(rule)
    assert complaint in refused.value.message
    assert refused.value.hint


def test_the_grammar_names_every_action() -> None:
    assert [action for action in ACTIONS if action not in GRAMMAR] == []
