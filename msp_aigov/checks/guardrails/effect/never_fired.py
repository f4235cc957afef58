"""GRD011: filters of busy deployments fire now and then."""

from decimal import Decimal

from msp_aigov.checks.check import Brief, check
from msp_aigov.checks.unmeasured import unmeasured
from msp_aigov.model.finding import Severity, Verdict, failed, not_applicable, passed
from msp_aigov.model.guardrails import DeploymentGuardrail
from msp_aigov.model.text import Text

BUSY = 100_000  # requests in 30 days


@check(
    "GRD011",
    "Filters that never fire on a busy deployment",
    severity=Severity.LOW,
    about=DeploymentGuardrail,
    needs=("azure.deployments", "azure.safety_metrics"),
    identity=("deployment.id",),
    remedy=Text("Send one harmless test prompt that the filter must detect, and look whether it is counted."),
    sources=("https://learn.microsoft.com/azure/ai-foundry/openai/how-to/monitor-openai",),
)
def judge(guardrail: DeploymentGuardrail, brief: Brief) -> Verdict:
    """Among many requests some are always detected. None at all can mean that the filter is not in the way."""
    name = guardrail.deployment.name
    if guardrail.outside:
        return not_applicable(guardrail.outside)
    known = [row for row in guardrail.activity or () if row.detected is not None and row.total is not None]
    if not known:
        return unmeasured(guardrail)
    total = max(row.total or Decimal(0) for row in known)
    detected = sum((row.detected or Decimal(0) for row in known), Decimal(0))
    evidence = (f"{detected} detected of {total} requests in {known[0].days} days",)
    if total >= BUSY and not detected:
        return failed(Text("nothing detected at {name} in {total} requests", name=name, total=total), evidence)
    return passed(Text("{name} is not busy, or its filters fire", name=name), evidence)
