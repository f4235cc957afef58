"""GRD010: filters do not stand in the way of ordinary work."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.finding import Severity, Verdict, failed, not_applicable, passed
from msp_aigov.model.guardrails import DeploymentGuardrail
from msp_aigov.model.text import Text

MUCH = 5  # percent of requests


@check(
    "GRD010",
    "Filter blocks a large share of requests",
    severity=Severity.LOW,
    about=DeploymentGuardrail,
    needs=("azure.deployments", "azure.safety_metrics"),
    identity=("deployment.id",),
    remedy=Text(
        "Look at a sample of what was blocked. If it is harmless: raise this one category one step, "
        "add a blocklist, set an end."
    ),
    sources=("https://learn.microsoft.com/azure/ai-foundry/openai/how-to/monitor-openai",),
)
def judge(guardrail: DeploymentGuardrail, brief: Brief) -> Verdict:
    """A filter that blocks many ordinary requests is soon switched off by somebody in a hurry."""
    name = guardrail.deployment.name
    known = [row for row in guardrail.activity or () if row.blocked is not None and row.total]
    if not known:
        return not_applicable(Text("not assessed: no metric says what the filters of {name} did", name=name))
    much = [row for row in known if (row.blocked or 0) * 100 >= MUCH * (row.total or 0)]
    if not much:
        return passed(Text("no filter of {name} blocks {share} percent of requests", name=name, share=MUCH))
    words = "; ".join(f"{row.filter} in {row.direction}: {row.blocked} of {row.total} requests" for row in much)
    return failed(Text("{name}, 30 days: {words}", name=name, words=Text.verbatim(words)), (words,))
