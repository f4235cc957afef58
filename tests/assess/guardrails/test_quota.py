"""The declared volume against what deployments and counters allow."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from msp_aigov.assess.guardrails.quota import HEADROOM, MINUTES_A_MONTH, fits
from msp_aigov.assess.workloads.gates import quota as gate
from msp_aigov.checks.check import Brief
from msp_aigov.checks.guardrails import quota
from msp_aigov.model.client import AzureTenant, Client
from msp_aigov.model.cloud import QuotaCounter, RateLimit
from msp_aigov.model.guardrails import QuotaFit
from msp_aigov.model.workload import ModelEvidence, Stage, Workload
from tests.assess.guardrails.policies import READ, RULES, deployment

SUBSCRIPTION = "s"


def counter(limit: Any, name: str = "OpenAI.GlobalStandard.gpt-image-1.5", used: Any = 0) -> QuotaCounter:
    numbers = (None if each is None else Decimal(each) for each in (used, limit))
    return QuotaCounter(SUBSCRIPTION, "westeurope", name, *numbers)


def fit(volume: int | None, counters: tuple[QuotaCounter, ...], rate: int | None = None, **stage: Any) -> QuotaFit:
    about = {"task": "image-generation", "cloud_models": ("gpt-image-1.5",), **stage}
    client = Client(
        "one",
        "One",
        azure=AzureTenant("t"),
        workloads=(Workload("Art", stages=(Stage("draw", volume=volume, **about),)),),
    )
    limits = () if rate is None else (RateLimit("request", Decimal(rate), Decimal(60)),)
    drawn = replace(deployment(), model="gpt-image-1.5", rate_limits=limits)
    (made,) = fits(client, [drawn], counters, ("s",), replace(RULES, model_limits=()))
    return made


def outcome(made: QuotaFit) -> str:
    return quota.judge.judge(made, Brief(Client("one", "One"), RULES, READ.read_on)).outcome


# 60,480 a month are two a minute with headroom.
CASES: list[tuple[int | None, int | None, str]] = [
    (2, None, "pass"),
    (1, None, "fail"),
    (None, 2, "pass"),
    (None, 1, "fail"),
    (10, 1, "fail"),
    (1, 10, "fail"),
    (None, None, "unknown"),
]


@pytest.mark.parametrize(("limit", "rate", "said"), CASES)
def test_the_smaller_of_quota_and_capacity_decides_and_neither_is_unknown(
    limit: int | None, rate: int | None, said: str
) -> None:
    made = fit(60_480, (counter(limit),), rate)
    assert (made.needed, outcome(made)) == (Decimal(2), said)


def test_regions_that_repeat_one_pool_are_not_added_up() -> None:
    assert outcome(fit(60_480, (counter(1), replace(counter(1), location="eastus")))) == "fail"


def test_a_quota_of_tokens_counts_only_where_the_size_of_a_request_is_declared() -> None:
    thousands = (counter(8, "OpenAI.DataZoneStandard.gpt-image-1.5"),)
    assert outcome(fit(60_480, thousands, task="chat")) == "unknown"
    assert outcome(fit(60_480, thousands, task="chat", context_tokens=4000)) == "pass"
    assert outcome(fit(60_480, thousands, task="chat", context_tokens=8000)) == "fail"


def test_another_models_counter_says_nothing() -> None:
    assert fit(60_480, (counter(1, "OpenAI.GlobalStandard.gpt-image-1"),)).quota is None


def test_the_clients_evidence_stands_in_where_azure_says_nothing() -> None:
    proof = (ModelEvidence("gpt-image-1.5", requests_per_minute=1, source="letter of the vendor"),)
    made = fit(60_480, (), evidence=proof)
    assert (made.granted, made.source, outcome(made)) == (Decimal(1), "letter of the vendor", "fail")


def test_a_stage_without_a_volume_asks_nothing_and_the_fit_gate_counts_alike() -> None:
    client = Client("one", "One", azure=AzureTenant("t"), workloads=(Workload("Art", stages=(Stage("draw", "chat"),)),))
    assert list(fits(client, [], [], (), RULES)) == []
    assert (MINUTES_A_MONTH, HEADROOM) == (gate.MINUTES_A_MONTH, gate.HEADROOM)
