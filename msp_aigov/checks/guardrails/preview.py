"""GRD008: regulated clients use models that are generally available."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.finding import Severity, Verdict, failed, not_applicable, passed, unknown
from msp_aigov.model.guardrails import DeploymentGuardrail
from msp_aigov.model.text import Text

REGULATED = ("healthcare", "public-sector", "education")


@check(
    "GRD008",
    "Preview model for a regulated client",
    severity=Severity.MEDIUM,
    about=DeploymentGuardrail,
    needs=("azure.deployments", "azure.model_meters"),
    identity=("deployment.id",),
    remedy=Text("Use a model that is generally available, or record why a preview is acceptable."),
    sources=("https://azure.microsoft.com/support/legal/preview-supplemental-terms/",),
)
def judge(guardrail: DeploymentGuardrail, brief: Brief) -> Verdict:
    """Preview terms exclude the service levels and some of the commitments that regulated clients rely on."""
    life, model, profile = guardrail.lifecycle, guardrail.deployment.model, guardrail.profile.split(",")[0]
    if profile not in REGULATED:
        return not_applicable(Text("the profile {profile} admits previews", profile=profile))
    if not life.known:
        return unknown(Text("the lifecycle of {model} is not known", model=model))
    if life.state.lower() == "preview":
        return failed(Text("{model} is a preview; profile {profile}", model=model, profile=profile), life.sources)
    return passed(Text("{model} is no preview", model=model), life.sources)
