"""GRD005: deployed models live on for 90 days at least."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.finding import Severity, Verdict, failed, passed, unknown
from msp_aigov.model.guardrails import DeploymentGuardrail
from msp_aigov.model.text import Day, Text

NOTICE = 90  # days


@check(
    "GRD005",
    "Model retires within 90 days",
    severity=Severity.MEDIUM,
    about=DeploymentGuardrail,
    needs=("azure.deployments", "azure.model_meters"),
    identity=("deployment.id",),
    remedy=Text("Test the replacement that Azure names, then move the deployment to it before the day."),
    sources=("https://learn.microsoft.com/azure/ai-foundry/openai/concepts/model-retirements",),
)
def judge(guardrail: DeploymentGuardrail, brief: Brief) -> Verdict:
    """On its last day a model stops answering, whether or not anybody has tested the next one."""
    life, name = guardrail.lifecycle, guardrail.deployment.name
    if not life.known or (life.retires is None and not life.told):
        return unknown(Text("how long {model} lives on is not known", model=guardrail.deployment.model), life.sources)
    if life.retires is None:
        return passed(Text("no end is named for the model of {name}", name=name), life.sources)
    days, day = (life.retires - brief.today).days, Day(life.retires)
    if days > NOTICE:
        return passed(Text("the model of {name} ends on {day}", name=name, day=day), life.sources)
    if days < 0:
        return failed(Text("the model of {name} was to end on {day}", name=name, day=day), life.sources, Severity.HIGH)
    return failed(
        Text("the model of {name} ends on {day}, in {days} days", name=name, day=day, days=days), life.sources
    )
