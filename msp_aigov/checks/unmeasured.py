"""The verdict where Azure counts nothing for a deployment's filters."""

from msp_aigov.model.finding import Verdict, unknown
from msp_aigov.model.guardrails import DeploymentGuardrail
from msp_aigov.model.text import Text

NO_METRIC = "no data is not zero: the metric is defined once requests have run through a filter"


def unmeasured(guardrail: DeploymentGuardrail) -> Verdict:
    """Unknown, and why no count is no zero."""
    name = guardrail.deployment.name
    return unknown(Text("no metric says what the filters of {name} did", name=name), (NO_METRIC,))
