"""GRD012: every blocklist that a policy names is there."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.finding import Severity, Verdict, failed, not_applicable, passed
from msp_aigov.model.guardrails import DeploymentGuardrail
from msp_aigov.model.text import Text


@check(
    "GRD012",
    "Blocklist named but not there",
    severity=Severity.MEDIUM,
    about=DeploymentGuardrail,
    needs=("azure.deployments", "azure.rai_policies", "azure.rai_blocklists"),
    identity=("deployment.id",),
    remedy=Text("Make the blocklist in this account and fill it, or take its name out of the policy."),
    sources=("https://learn.microsoft.com/azure/ai-foundry/openai/how-to/use-blocklists",),
)
def judge(guardrail: DeploymentGuardrail, brief: Brief) -> Verdict:
    """A policy copied from another account keeps the names of its blocklists and leaves the words behind."""
    name = guardrail.deployment.name
    gone = ", ".join(guardrail.missing_blocklists)
    if gone:
        words = "the policy of {name} names {lists}, which the account does not hold"
        return failed(Text(words, name=name, lists=gone))
    named = [cell for cell in guardrail.filters if cell.filter.startswith("Blocklist: ")]
    if not named:
        return not_applicable(Text("the policy of {name} names no blocklist", name=name))
    evidence = tuple(cell.evidence for cell in named)
    return passed(Text("the blocklists of {name} are there; the words on them are not assessed", name=name), evidence)
