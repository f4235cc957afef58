"""GRD002: what each deployment's content filter does is known."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.finding import Severity, Verdict, not_applicable, passed, unknown
from msp_aigov.model.guardrails import DeploymentGuardrail
from msp_aigov.model.text import Text


@check(
    "GRD002",
    "Content filter unknown",
    severity=Severity.MEDIUM,
    about=DeploymentGuardrail,
    needs=("azure.deployments", "azure.rai_policies"),
    identity=("deployment.id",),
    remedy=Text("Name the policy on the deployment, and let the audit read the account's policies."),
    unknown_told_by="GRD001",
    sources=("https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter",),
)
def judge(guardrail: DeploymentGuardrail, brief: Brief) -> Verdict:
    """What could not be read may be anything. An unknown filter is never counted as a filter that blocks."""
    if guardrail.outside:
        return not_applicable(guardrail.outside)
    open_cells = [cell for cell in guardrail.filters if cell.wanted and cell.match == "unknown"]
    name = guardrail.deployment.name
    if not open_cells:
        return passed(Text("every filter that the profile wants is known for {name}", name=name))
    listed = Text.verbatim(", ".join(f"{cell.filter} in {cell.direction}" for cell in open_cells))
    settle = Text.verbatim(open_cells[0].evidence)
    return unknown(
        Text("not known for {name}: {filters}. {settle}", name=name, filters=listed, settle=settle),
        tuple(cell.evidence for cell in open_cells),
    )
