"""Which gate keeps how many workloads from being approved."""

from collections import Counter
from collections.abc import Sequence
from typing import get_args

from msp_aigov.model.placing import Blocker, GateName
from msp_aigov.model.workload import WorkloadDecision


def blockers(decisions: Sequence[WorkloadDecision]) -> tuple[Blocker, ...]:
    """One line for each gate that stands in the way of something, the biggest blocker first; refusals weigh most."""
    counts = Counter((each.deciding_gate, each.status) for each in decisions)
    made = [
        Blocker(gate, counts[gate, "rejected"], counts[gate, "needs_evidence"], counts[gate, "conditional"])
        for gate in get_args(GateName)
    ]
    standing = [each for each in made if each.rejected or each.open or each.conditional]
    return tuple(sorted(standing, key=_least, reverse=True))


def _least(each: Blocker) -> tuple[int, int]:
    return each.rejected + each.open, each.rejected
