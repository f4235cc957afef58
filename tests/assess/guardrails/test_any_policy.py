"""Whatever JSON a policy is made of: never a crash, and never a pass that a weaker entry should have stopped."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msp_aigov.model.guardrails import HARMS, plain
from tests.assess.guardrails.labelled import HARMS as NAMES
from tests.assess.guardrails.labelled import judged, wire

DIGEST = Path(__file__).parents[4] / "shared/data/azure/openapi/digest_Cognitive_2026-03-01.json"
ENUMS = {
    "ContentLevel": ["High", "Low", "Medium"],
    "RaiActionType": ["ANNOTATING", "BLOCKING", "HITL", "None", "RETRY"],
    "RaiPolicyContentSource": ["Completion", "PostRun", "PostToolCall", "PreRun", "PreToolCall", "Prompt"],
    "RaiPolicyMode": ["Asynchronous_filter", "Blocking", "Default", "Deferred"],
}
ODD = st.one_of(st.none(), st.booleans(), st.integers(-2, 2), st.text(max_size=4), st.just([]), st.just({}))


def words(name: str) -> st.SearchStrategy[Any]:
    known = st.sampled_from(ENUMS[name])
    return st.one_of(known, known.map(str.lower), known.map(str.upper), ODD)


ENTRY = st.fixed_dictionaries(
    {},
    optional={
        "name": st.one_of(st.sampled_from([*NAMES, "self harm", "Jailbreak", "Telepathy"]), ODD),
        "enabled": st.one_of(st.booleans(), ODD),
        "blocking": st.one_of(st.booleans(), ODD),
        "severityThreshold": words("ContentLevel"),
        "source": words("RaiPolicyContentSource"),
        "action": words("RaiActionType"),
        "newer": ODD,
    },
)
POLICY = st.fixed_dictionaries(
    {},
    optional={
        "contentFilters": st.one_of(st.lists(st.one_of(ENTRY, ODD), max_size=6), ODD),
        "basePolicyName": st.one_of(st.sampled_from(["Microsoft.DefaultV2", "Microsoft.Default", "own"]), ODD),
        "mode": words("RaiPolicyMode"),
        "format": st.one_of(st.sampled_from(["ContentFilters", "ACS"]), ODD),
        "customBlocklists": st.one_of(st.lists(ODD, max_size=2), ODD),
        "type": ODD,
    },
)


def test_the_words_above_are_those_of_the_published_schema() -> None:
    if not DIGEST.exists():
        pytest.skip("the published schema is not at hand")
    published = json.loads(DIGEST.read_text("utf-8"))["RaiPolicies"]["enums"]
    assert {name: sorted(words) for name, words in ENUMS.items()} == {name: sorted(published[name]) for name in ENUMS}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(properties=st.one_of(POLICY, ODD))
def test_any_policy_is_judged_and_a_pass_is_earned(properties: Any) -> None:
    case = {"set": None}
    objects = wire(case)
    objects[2]["properties"] = properties
    with tempfile.TemporaryDirectory() as folder:
        report = judged(objects, Path(folder))
    assert report.crashes == ()
    (verdict,) = [finding.outcome for finding in report.findings if finding.check == "GRD001"]
    filters = properties.get("contentFilters") if isinstance(properties, dict) else None
    entries = [entry for entry in filters if isinstance(entry, dict)] if isinstance(filters, list) else []
    let_through = [
        entry
        for entry in entries
        if plain(str(entry.get("name"))) in HARMS
        and str(entry.get("source")).lower() in ("prompt", "completion")
        and entry.get("enabled") is False
    ]
    if let_through or not isinstance(filters, list):
        assert verdict != "pass"


DEPLOYMENT = st.fixed_dictionaries(
    {},
    optional={
        "model": st.one_of(st.fixed_dictionaries({}, optional={"name": ODD, "format": ODD, "version": ODD}), ODD),
        "raiPolicyName": st.one_of(st.sampled_from(["own", "OWN", "gone", "/x/raiPolicies/own"]), ODD),
        "versionUpgradeOption": ODD,
        "spilloverDeploymentName": st.one_of(st.just("chat"), ODD),
        "serviceTier": ODD,
        "capabilities": st.one_of(st.dictionaries(st.text(max_size=4), ODD, max_size=2), ODD),
        "newer": ODD,
    },
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(properties=st.one_of(DEPLOYMENT, ODD), sku=st.one_of(st.fixed_dictionaries({}, optional={"name": ODD}), ODD))
def test_any_deployment_and_any_account_are_judged_without_a_crash(properties: Any, sku: Any) -> None:
    objects = wire({"set": "harms Low"})
    objects[0]["properties"] = properties
    objects[1] |= {"properties": properties, "sku": sku}
    with tempfile.TemporaryDirectory() as folder:
        report = judged(objects, Path(folder))
    assert report.crashes == ()
    passes = {finding.check for finding in report.findings if finding.outcome == "pass"}
    assert "GRD003" not in passes  # nobody said where this client's data may go
    if not isinstance(properties, dict) or properties.get("versionUpgradeOption") is None:
        assert "GRD007" not in passes
