"""What a client wants otherwise than its profile, and what was approved."""

from datetime import date
from pathlib import Path
from typing import Any

from msp_aigov.model.client import FilterApproval, FilterChoice, GuardrailChoices
from msp_aigov.model.finding import Finding
from tests.assess.guardrails.labelled import judged, wire

OFF = {"set": "harms Medium", "replace": {"name": "Violence", "source": "Prompt", "enabled": False}}
HIGH = {
    "set": "harms Medium",
    "replace": {
        "name": "Sexual",
        "source": "Prompt",
        "enabled": True,
        "blocking": True,
        "severityThreshold": "High",
    },
}


def verdict(case: dict[str, Any], folder: Path, **own: Any) -> Finding:
    report = judged(wire(case), folder, guardrails=GuardrailChoices(**own))
    (found,) = [finding for finding in report.findings if finding.check == "GRD001"]
    return found


def test_a_line_of_the_clients_own_takes_the_place_of_the_profiles(tmp_path: Path) -> None:
    clinical = FilterChoice("sexual", "prompt", "blocks", "clinical words", "High")
    assert verdict(HIGH, tmp_path).outcome == "fail"
    assert verdict(HIGH, tmp_path, filters=(clinical,)).outcome == "pass"
    stricter = FilterChoice("Hate", "prompt", "blocks", "a school next door", "Low")
    assert verdict({"set": "harms Medium"}, tmp_path, filters=(stricter,)).outcome == "fail"


def test_a_line_of_the_clients_own_does_not_make_an_open_harm_pass(tmp_path: Path) -> None:
    off = FilterChoice("Violence", "prompt", "off", "we are adults")
    found = verdict(OFF, tmp_path, filters=(off,))
    assert (found.outcome, found.severity.value) == ("fail", "critical")
    assert verdict(OFF, tmp_path, filters=(off,), approvals=(approval(date(2100, 1, 1)),)).outcome == "waived"


def approval(expires: date, **fields: Any) -> FilterApproval:
    return FilterApproval("Violence", "ticket 4711, Microsoft's letter", expires, **fields)


def test_off_is_critical_unless_approved_and_then_a_condition_not_a_pass(tmp_path: Path) -> None:
    found = verdict(OFF, tmp_path)
    assert (found.outcome, found.severity.value) == ("fail", "critical")
    found = verdict(OFF, tmp_path, approvals=(approval(date(2100, 1, 1)),))
    assert found.outcome == "waived"
    assert any("ticket 4711" in line for line in found.evidence)


def test_an_approval_that_ended_or_is_about_something_else_approves_nothing(tmp_path: Path) -> None:
    for own in (
        approval(date(2020, 1, 1)),
        approval(date(2100, 1, 1), direction="completion"),
        approval(date(2100, 1, 1), deployment="another"),
    ):
        assert verdict(OFF, tmp_path, approvals=(own,)).outcome == "fail"
