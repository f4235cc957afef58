"""GRD006: deployed models are not deprecated."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.finding import Severity, Verdict, failed, passed, unknown
from msp_aigov.model.guardrails import DeploymentGuardrail
from msp_aigov.model.text import Text


@check(
    "GRD006",
    "Deprecated model deployed",
    severity=Severity.HIGH,
    about=DeploymentGuardrail,
    needs=("azure.deployments", "azure.model_meters"),
    identity=("deployment.id",),
    remedy=Text("Deploy the replacement, move the callers, delete this deployment."),
    sources=("https://learn.microsoft.com/azure/ai-foundry/openai/concepts/model-retirements",),
)
def judge(guardrail: DeploymentGuardrail, brief: Brief) -> Verdict:
    """A deprecated model gets no repairs, and nothing new can be deployed with it."""
    life, model = guardrail.lifecycle, guardrail.deployment.model
    if not life.known:
        return unknown(Text("the lifecycle of {model} is not known", model=model))
    state = life.state.lower()
    if state in ("preview", "generallyavailable", "stable"):
        return passed(Text("{model} is not deprecated", model=model), life.sources)
    if state in ("legacy", "deprecating", "deprecated"):
        return failed(Text("{model} is {state}", model=model, state=life.state.lower()), life.sources)
    return unknown(Text("the lifecycle {state} of {model} is newer than we know", state=life.state, model=model))
