"""GRD007: deployments outlive their model version."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.finding import Severity, Verdict, failed, passed, unknown
from msp_aigov.model.guardrails import DeploymentGuardrail
from msp_aigov.model.text import Text


@check(
    "GRD007",
    "Model version pinned without upgrade",
    severity=Severity.LOW,
    about=DeploymentGuardrail,
    needs=("azure.deployments",),
    identity=("deployment.id",),
    remedy=Text("Choose OnceCurrentVersionExpired, so that the deployment goes on when its version ends."),
    sources=("https://learn.microsoft.com/azure/ai-foundry/openai/how-to/working-with-models",),
)
def judge(guardrail: DeploymentGuardrail, brief: Brief) -> Verdict:
    """A deployment that never upgrades stops on the day its version ends."""
    upgrade, name = guardrail.deployment.upgrade, guardrail.deployment.name
    evidence = (f"{name}: versionUpgradeOption={upgrade or 'not stated'}",)
    if upgrade is None:
        return unknown(Text("whether {name} upgrades is not stated", name=name), evidence)
    if upgrade.lower() in ("oncenewdefaultversionavailable", "oncecurrentversionexpired"):
        return passed(Text("{name} upgrades by itself", name=name), evidence)
    if upgrade.lower() == "noautoupgrade":
        return failed(Text("{name} stops when its version ends", name=name), evidence)
    return unknown(Text("the upgrade option {word} of {name} is newer than we know", word=upgrade, name=name), evidence)
