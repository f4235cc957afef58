"""GRD013: quota suffices for the volume that the client declares."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.finding import Severity, Verdict, failed, passed, unknown
from msp_aigov.model.guardrails import QuotaFit
from msp_aigov.model.text import Text, Value


@check(
    "GRD013",
    "Quota too small for the declared volume",
    severity=Severity.MEDIUM,
    about=QuotaFit,
    needs=("azure.deployments", "azure.quota"),
    identity=("id",),
    remedy=Text("Ask Microsoft for more quota, raise the deployment's capacity, or plan for the smaller volume."),
    sources=("https://learn.microsoft.com/azure/ai-foundry/openai/quotas-limits",),
    decision="Tell us whether the volumes of {names} still hold before we ask for more quota.",
)
def judge(fit: QuotaFit, brief: Brief) -> Verdict:
    """A model whose quota is used up answers nobody until the next minute. The volume is spread over all hours of a
    month here, with room for the busy ones."""
    evidence = (*((f"{fit.granted} a minute: {fit.source}",) if fit.granted is not None else ()), *fit.counters)
    about: dict[str, Value] = {"stage": fit.stage, "model": fit.model, "needed": fit.needed, "volume": fit.volume}
    if fit.quota is not None and fit.quota < fit.needed:
        words = "{stage} needs {needed} requests a minute of {model} for {volume} a month, the quota allows {quota}"
        return failed(Text(words, quota=fit.quota, **about), evidence)
    if fit.granted is not None and fit.granted < fit.needed:
        words = "{stage} needs {needed} requests a minute of {model} for {volume} a month, allowed are {granted}"
        return failed(Text(words, granted=fit.granted, **about), evidence)
    if fit.granted is None and fit.quota is None:
        return unknown(Text("how many requests a minute {model} may take for {stage} is not known", **about), evidence)
    words = "{stage} needs {needed} requests a minute of {model}, which its quota allows"
    return passed(Text(words, **about), evidence)
