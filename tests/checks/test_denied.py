"""Whatever subset of reads is denied, no check that rests on a denied read passes."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msp_aigov.checks.check import DECLARED
from msp_aigov.checks.registry import REGISTRY
from msp_aigov.collect.registry import SOURCES
from msp_aigov.config.load import load_fleet
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.document import Document
from msp_aigov.pipeline.order import Order
from msp_aigov.pipeline.run import view
from msp_aigov.record import evidence
from msp_aigov.rules.load import load_rules
from tests import world

AZURE = sorted(name for name in SOURCES if name.startswith("azure."))
NEEDS = {check.id: check.needs for check in REGISTRY if check.part in ("guardrails", "spend")}
DECLARED_ONLY = {check.id for check in REGISTRY if check.about in DECLARED}
TOLD_BY = {check.id: check.unknown_told_by for check in REGISTRY if check.unknown_told_by}
# What lies above a read: without it nobody knows that there was anything to read.
ABOVE = {
    "subscription": ("azure.subscriptions",),
    **dict.fromkeys(("account", "location"), ("azure.subscriptions", "azure.accounts")),
}


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Order, dict[Ask, Answer]]:
    """One audit of an estate in order: how to look at it again, and its answers."""
    folder = world.write_fleet(tmp_path_factory.mktemp("denied"), {"one": world.client_file()})
    with pytest.MonkeyPatch.context() as patch, world.simulated(world.estate()) as azure:
        world.enter(azure, patch)
        finished = world.run_audit(folder)
    rules = load_rules()
    fleet = load_fleet(folder, rules)
    order = Order(fleet, fleet.clients, rules, folder, Path(folder) / "none")
    return order, evidence.load(finished.path / "one" / "evidence")


def seen(order: Order, answers: dict[Ask, Answer], denied: set[str]) -> Document:
    def link(ask: Ask) -> Answer | None:
        if ask.source in denied:
            return Answer(ask, "denied", reason="403 Forbidden", read_at=datetime(2026, 11, 20, tzinfo=UTC))
        return answers.get(ask)

    return view(replace(order, sleep=lambda _: None), lambda client: [link])


def lost(denied: set[str]) -> set[str]:
    """The sources that a denied one takes with it."""
    return {name for name in AZURE if name in denied or denied & set(ABOVE.get(SOURCES[name].PER, ()))}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(denied=st.sets(st.sampled_from(AZURE), max_size=6))
def test_no_check_passes_that_rests_on_a_denied_read(
    recorded: tuple[Order, dict[Ask, Answer]], denied: set[str]
) -> None:
    order, answers = recorded
    (report,) = seen(order, answers, denied).clients
    gone = lost(denied)
    unknown = {(finding.check, finding.subject.id) for finding in report.findings if finding.outcome == "unknown"}
    for finding in report.findings:
        if finding.check in NEEDS and gone & set(NEEDS[finding.check]):
            other = (TOLD_BY.get(finding.check), finding.subject.id)
            assert finding.outcome == "unknown" or other in unknown, (finding.check, denied)
            assert finding.outcome != "pass"
    for check, needs in NEEDS.items():
        if denied & set(needs) and check not in DECLARED_ONLY:
            assert any(finding.check == check for finding in report.findings), (check, denied)
