"""What would change a decision is said once, and a server is not a device."""

from dataclasses import replace

import pytest

from msp_aigov.model.text import Text
from msp_aigov.model.workload import Candidate, StageDecision, WorkloadDecision
from msp_aigov.reports.pages.pack.tables import matrix
from msp_aigov.reports.pages.workloads import changes
from msp_aigov.reports.words import say

from .builders import clinic

REASON = Text("nobody said where")


def decision(status: str, *missing: Text) -> WorkloadDecision:
    both = missing[0] if len(missing) == 1 else Text("{first}; {rest}", first=missing[0], rest=missing[1])
    return WorkloadDecision("W", "", "blocked", status, "region", REASON, would_change=both)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "missing", "said"),
    [
        ("needs_evidence", (REASON,), "that becomes known"),
        ("rejected", (REASON, Text("two")), "that were otherwise; and also: two"),
        ("conditional", (Text("one"), Text("two")), "one; two"),
    ],
)
def test_the_reason_beside_it_is_not_said_again(status: str, missing: tuple[Text, ...], said: str) -> None:
    assert say(changes(decision(status, *missing))) == said


def test_the_matrix_tells_a_server_of_the_clients_own_from_a_device() -> None:
    place = Candidate("premises:vllm", "premises")
    stage = StageDecision("chat", "chat", "foundry_local", "approved", candidates=(place,))
    served = replace(decision("approved", REASON), route="foundry_local", stages=(stage,))
    (row,) = matrix(replace(clinic(), workloads=(served,))).rows
    assert row[1] == Text("On a server of the client's own")
