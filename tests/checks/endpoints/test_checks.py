"""EPT001 never passes what is unknown; EPT002 says what would settle it."""

from datetime import date

import pytest

from msp_aigov.checks.check import Brief
from msp_aigov.checks.endpoints import below_minimum, insufficient_data
from msp_aigov.model.client import Client
from msp_aigov.model.device import Device, DeviceReadiness, DeviceVerdict, Facts
from msp_aigov.model.rules import Rules
from msp_aigov.model.text import Text

BRIEF = Brief(Client("a", "A"), Rules((), (), (), (), (), (), (), ()), date(2026, 11, 20))


def readiness(minimum, *others):
    def told(kind, workload=""):
        fields = ("disk_free_bytes", "novel") if kind == "unknown" else ()
        action = Text("free {gb}", gb="1 GB") if kind == "ready_after" else None
        return DeviceVerdict(workload, (), kind, (Text("because"),), fields, action, evidence=("a.csv:2 x=1",))

    return DeviceReadiness(Device("pc", ("pc",), Facts()), told(minimum), tuple(told(one, "Notes") for one in others))


@pytest.mark.parametrize(
    ("verdicts", "below", "insufficient"),
    [
        (("ready",), "pass", "pass"),
        (("ready", "ready"), "pass", "pass"),
        (("not_suitable",), "fail", "pass"),
        (("ready", "ready_after"), "fail", "pass"),
        (("ready", "replace"), "fail", "pass"),
        (("ready", "not_suitable"), "fail", "pass"),
        (("unknown",), "unknown", "unknown"),
        (("ready", "unknown"), "unknown", "unknown"),
        (("unknown", "ready"), "unknown", "unknown"),
        (("ready", "replace", "unknown"), "fail", "unknown"),
    ],
)
def test_the_outcome_follows_the_gravest_verdict(verdicts, below, insufficient):
    subject = readiness(*verdicts)
    assert below_minimum.judge.judge(subject, BRIEF).outcome == below
    assert insufficient_data.judge.judge(subject, BRIEF).outcome == insufficient


def test_a_failure_tells_the_workload_the_reason_and_the_action():
    verdict = below_minimum.judge.judge(readiness("ready", "ready_after"), BRIEF)
    assert verdict.detail.template == "{what}: {reason}. To do: {action}"
    assert dict(verdict.detail.values)["what"] == Text.verbatim("Notes")
    assert verdict.evidence == ("a.csv:2 x=1",)


def test_an_unknown_names_the_fields_in_plain_words():
    verdict = insufficient_data.judge.judge(readiness("unknown"), BRIEF)
    assert dict(verdict.detail.values) == {"fields": "free disk, novel"}
