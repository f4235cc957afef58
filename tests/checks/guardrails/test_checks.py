"""The checks about accounts and deployments, one table each."""

from datetime import date
from typing import Any

import pytest

from msp_aigov.checks.check import Brief
from msp_aigov.checks.guardrails import local_auth, public_network, residency, unknown_filter, weaker_filter
from msp_aigov.model.client import Client
from msp_aigov.model.cloud import AiAccount, Deployment
from msp_aigov.model.finding import Severity
from msp_aigov.model.guardrails import DeploymentGuardrail, EffectiveFilter, Processing
from msp_aigov.model.seen import Seen, State, missing
from msp_aigov.model.text import Text
from msp_aigov.rules.load import load_rules

RULES = load_rules()


def brief(residency: str | None = "eu") -> Brief:
    return Brief(Client("one", "One", residency=residency), RULES, date(2026, 11, 20))


def account(keys: Seen[bool] = missing(), public: Seen[bool] = missing(), default: Seen[str] = missing()) -> AiAccount:
    return AiAccount("/a", "a", "s", "rg", "westeurope", "AIServices", keys, public, default)


@pytest.mark.parametrize(
    ("value", "state", "outcome"),
    [(True, "read", "fail"), (True, "default", "fail"), (False, "read", "pass"), (None, "missing", "unknown")],
)
def test_keys_are_off_only_where_azure_said_so(value: bool | None, state: State, outcome: str) -> None:
    verdict = local_auth.judge.judge(account(keys=Seen(value, state, "evidence")), brief())
    assert (verdict.outcome, verdict.evidence) == (outcome, ("evidence",))


NETWORKS = [
    (True, "Allow", "fail"),
    (True, "Deny", "pass"),
    (False, "Allow", "pass"),
    (False, None, "pass"),
    (None, "Deny", "pass"),
    (None, "Allow", "unknown"),
    (True, None, "unknown"),
    (None, None, "unknown"),
]


@pytest.mark.parametrize(("public", "default", "outcome"), NETWORKS)
def test_a_network_is_closed_by_one_lock_and_open_only_without_any(
    public: bool | None, default: str | None, outcome: str
) -> None:
    made = account(public=Seen(public, "read"), default=Seen(default, "read"))
    assert public_network.judge.judge(made, brief()).outcome == outcome


def guardrail(
    *cells: EffectiveFilter, allowed: bool | None = True, sku: str | None = "Standard"
) -> DeploymentGuardrail:
    item = Deployment("/d", "letters", "/a", "gpt-5-mini", "OpenAI", "1", sku, missing())
    place = Processing("region", "westeurope", allowed, Text("it processes somewhere"))
    return DeploymentGuardrail(item, "a", "Own", "general", cells, place)


def cell(match: Any, state: Any = "blocks", filter: str = "Hate", wanted: str = "blocks Medium") -> EffectiveFilter:
    return EffectiveFilter(filter, "prompt", state, None, "configured", f"{filter} {match}", wanted, match)


@pytest.mark.parametrize(
    ("allowed", "where", "outcome"),
    [(True, "eu", "pass"), (False, "eu", "fail"), (None, "eu", "unknown"), (None, None, "unknown")],
)
def test_data_is_processed_where_the_client_allows_it(allowed: bool | None, where: str | None, outcome: str) -> None:
    verdict = residency.judge.judge(guardrail(allowed=allowed), brief(where))
    assert (verdict.outcome, verdict.evidence) == (outcome, ("letters: sku Standard",))


def test_a_sku_that_is_not_stated_is_said_so() -> None:
    verdict = residency.judge.judge(guardrail(allowed=None, sku=None), brief())
    assert verdict.evidence == ("letters: sku not stated",)


WEAKER: list[tuple[tuple[EffectiveFilter, ...], str, Severity | None]] = [
    ((cell("meets"),), "pass", None),
    ((cell("meets"), cell("not_wanted", wanted="")), "pass", None),
    ((cell("meets"), cell("unknown", "unknown")), "unknown", None),
    ((cell("weaker"),), "fail", None),
    ((cell("weaker"), cell("unknown", "unknown")), "fail", None),
    ((cell("weaker", "annotates"),), "fail", Severity.CRITICAL),
    ((cell("weaker", "off", "Self Harm"),), "fail", Severity.CRITICAL),
    ((cell("weaker", "off", "Jailbreak"),), "fail", None),
]


@pytest.mark.parametrize(("cells", "outcome", "severity"), WEAKER)
def test_one_filter_weaker_than_the_profile_fails_and_a_harm_let_through_is_critical(
    cells: tuple[EffectiveFilter, ...], outcome: str, severity: Severity | None
) -> None:
    verdict = weaker_filter.judge.judge(guardrail(*cells), brief())
    assert (verdict.outcome, verdict.severity) == (outcome, severity)
    if outcome == "fail":
        assert verdict.evidence[0] == "Hate weaker" or "weaker" in verdict.evidence[0]


UNKNOWN: list[tuple[tuple[EffectiveFilter, ...], str]] = [
    ((), "pass"),
    ((cell("meets"),), "pass"),
    ((cell("weaker"),), "pass"),
    ((cell("unknown", "unknown"),), "unknown"),
    ((cell("not_wanted", "unknown", wanted=""),), "pass"),
]


@pytest.mark.parametrize(("cells", "outcome"), UNKNOWN)
def test_a_filter_that_is_wanted_and_not_known_is_unknown(cells: tuple[EffectiveFilter, ...], outcome: str) -> None:
    assert unknown_filter.judge.judge(guardrail(*cells), brief()).outcome == outcome
