"""A blocklist that a policy names blocks only where the account holds it."""

import pytest

from msp_aigov.assess.guardrails.blocklists import looked_up, missing
from msp_aigov.checks.check import Brief
from msp_aigov.checks.guardrails import blocklist_gone
from msp_aigov.model.client import Client
from msp_aigov.model.cloud import Blocklists
from msp_aigov.model.guardrails import DeploymentGuardrail, EffectiveFilter, Processing
from msp_aigov.model.text import Text
from tests.assess.guardrails.policies import ACCOUNT, READ, RULES, deployment

CELL = EffectiveFilter("Blocklist: Our words", "prompt", "blocks", None, "configured", "own: Blocklist")


@pytest.mark.parametrize(
    ("lists", "state", "said", "outcome"),
    [
        ((Blocklists(ACCOUNT, ("our_WORDS",)),), "blocks", "what stands on it is not assessed", "pass"),
        ((Blocklists(ACCOUNT, ()),), "unknown", "the account holds no blocklist of this name", "fail"),
        ((Blocklists("/another", ("our words",)),), "blocks", "whether the account holds it was not read", "pass"),
    ],
)
def test_a_named_blocklist_is_looked_up_in_its_account(
    lists: tuple[Blocklists, ...], state: str, said: str, outcome: str
) -> None:
    (cell,) = looked_up((CELL,), ACCOUNT, lists)
    assert cell.state == state and said in cell.evidence
    place = Processing("region", "", True, Text("here"))
    gone = missing((cell,))
    made = DeploymentGuardrail(deployment(), "ai", "own", "general", (cell,), place, missing_blocklists=gone)
    assert blocklist_gone.judge.judge(made, Brief(Client("one", "One"), RULES, READ.read_on)).outcome == outcome


def test_filters_are_left_alone() -> None:
    cell = EffectiveFilter("Hate", "prompt", "blocks", "Low", "configured", "e")
    assert looked_up((cell,), ACCOUNT, ()) == (cell,)
    assert missing((cell,)) == ()
