"""How long a deployed model lives on: Azure's own list, its SKUs' own days, and what was not said."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from msp_aigov.assess.guardrails.lifecycle import lifecycle
from msp_aigov.checks.check import Brief
from msp_aigov.checks.guardrails import retiring
from msp_aigov.collect.azure.spend import model_meters
from msp_aigov.model.answers import Answer, Ask, Scope
from msp_aigov.model.client import Client
from msp_aigov.model.guardrails import DeploymentGuardrail, Lifecycle, Processing
from msp_aigov.model.seen import Seen
from msp_aigov.model.text import Text
from msp_aigov.rules.load import load_rules
from tests.assess.guardrails.policies import ACCOUNT, deployment

RULES = load_rules()
TODAY = date(2026, 11, 20)


def living(deprecation: Any, model: str = "gpt-5-mini", **sku: Any) -> Lifecycle:
    """What the models list makes of a deployment as GlobalBatch."""
    raw = {"name": model, "version": "1", "lifecycleStatus": "GenerallyAvailable", "skus": [sku] if sku else []}
    raw |= {"deprecation": deprecation} if deprecation != "absent" else {}
    ask = Ask(model_meters.SOURCE, Scope("account", ACCOUNT, "ai"))
    offers = list(model_meters.parse(Answer(ask, "read", payload=json.dumps({"value": [raw]}))))
    return lifecycle(deployment(sku="GlobalBatch", model=model), offers, RULES)


def outcome(life: Lifecycle) -> str:
    item = DeploymentGuardrail(
        deployment=deployment(),
        account_name="ai",
        policy="Own",
        profile="general",
        filters=(),
        processing=Processing("region", "", None, Text("")),
        mode=Seen("blocking", "read"),
        lifecycle=life,
    )
    return retiring.judge.judge(item, Brief(Client("one", "One"), RULES, TODAY)).outcome


@pytest.mark.parametrize(("days", "said"), [(-1, "fail"), (0, "fail"), (89, "fail"), (90, "fail"), (91, "pass")])
def test_a_model_that_ends_within_ninety_days_fails(days: int, said: str) -> None:
    life = living({"inference": f"{TODAY + timedelta(days)}T00:00:00Z"})
    assert outcome(life) == said


@pytest.mark.parametrize(("sku", "said"), [("globalbatch", "fail"), ("Standard", "pass")])
def test_the_own_end_of_a_deployments_sku_counts_where_it_is_earlier(sku: str, said: str) -> None:
    life = living({"inference": "2028-01-01T00:00:00Z"}, name=sku, deprecationDate="2026-12-24T00:00:00Z")
    assert outcome(life) == said
    assert any("2026-12-24" in source for source in life.sources) == (said == "fail")


def test_the_year_2099_is_no_end() -> None:
    assert outcome(living({"inference": "2099-12-31T00:00:00Z"})) == "pass"


@pytest.mark.parametrize("deprecation", ["absent", None, {}, {"inference": None}, {"inference": "soon"}, "x"])
def test_an_end_that_azure_does_not_state_is_unknown(deprecation: Any) -> None:
    assert outcome(living(deprecation)) == "unknown"


def test_a_model_that_is_not_listed_is_no_pass_on_dated_facts_without_an_end() -> None:
    life = lifecycle(deployment(model="gpt-image-1.5", model_version="2025-12-16"), [], RULES)
    assert life.known and outcome(life) == "unknown"
