"""GRD004: answers wait for the filter where the profile wants it."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.finding import Severity, Verdict, failed, not_applicable, passed, unknown
from msp_aigov.model.guardrails import DeploymentGuardrail
from msp_aigov.model.text import Text


@check(
    "GRD004",
    "Answers shown before the filter has judged them",
    severity=Severity.MEDIUM,
    about=DeploymentGuardrail,
    needs=("azure.deployments", "azure.rai_policies"),
    identity=("deployment.id",),
    remedy=Text("Set the mode of the policy to Blocking."),
    sources=("https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-streaming",),
)
def judge(guardrail: DeploymentGuardrail, brief: Brief) -> Verdict:
    """An asynchronous filter lets the answer reach the reader first and judges it afterwards."""
    name = guardrail.deployment.name
    if guardrail.outside:
        return not_applicable(guardrail.outside)
    if guardrail.mode.value is None:
        return unknown(Text("when the filter of {name} judges is not known", name=name), (guardrail.mode.source,))
    if guardrail.mode.value == "blocking":
        return passed(Text("answers of {name} wait for the filter", name=name), (guardrail.mode.source,))
    if guardrail.profile.split(",")[0] == "general":
        return not_applicable(Text("the profile general lets {name} judge afterwards", name=name))
    return failed(Text("{name} shows answers before they are judged", name=name), (guardrail.mode.source,))
