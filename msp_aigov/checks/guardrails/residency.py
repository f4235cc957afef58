"""GRD003: deployments process data where the client allows it."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.finding import Severity, Verdict, failed, passed, unknown
from msp_aigov.model.guardrails import DeploymentGuardrail
from msp_aigov.model.text import Text


@check(
    "GRD003",
    "SKU that processes outside the client's residency",
    severity=Severity.HIGH,
    about=DeploymentGuardrail,
    needs=("azure.accounts", "azure.deployments"),
    identity=("deployment.id",),
    remedy=Text("Deploy the model again with a regional or data-zone SKU in an allowed region, then delete this one."),
    sources=("https://learn.microsoft.com/azure/ai-foundry/foundry-models/concepts/deployment-types",),
    decision="Confirm that {names} may process data outside your zone, or let us move it.",
)
def judge(guardrail: DeploymentGuardrail, brief: Brief) -> Verdict:
    """The account's region says where data rests. The SKU says where it is
    processed, and a global one goes anywhere."""
    place = guardrail.processing
    name = guardrail.deployment.name
    evidence = (f"{name}: sku {guardrail.deployment.sku or 'not stated'}",)
    if brief.client.residency is None and place.allowed is None:
        return unknown(Text("nobody said where this client's data may be processed"), evidence)
    if place.allowed is None:
        return unknown(place.reason, evidence)
    if place.allowed:
        return passed(place.reason, evidence)
    zone = brief.client.residency or ""
    return failed(Text("{name}: {where}; allowed is {zone}", name=name, where=place.reason, zone=zone), evidence)
