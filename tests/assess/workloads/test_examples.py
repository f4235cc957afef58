"""Every worked example goes where it must."""

import pytest

from tests.assess.workloads.casebook import Case, cases


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_an_example_goes_where_it_must(case: Case) -> None:
    decision = case.decided()
    assert (decision.route, decision.status, decision.deciding_gate) == case.expect, decision.reason
