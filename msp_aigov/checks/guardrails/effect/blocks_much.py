"""GRD010: filters do not stand in the way of ordinary work."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.checks.unmeasured import unmeasured
from msp_aigov.model.finding import Severity, Verdict, failed, not_applicable, passed
from msp_aigov.model.guardrails import DeploymentGuardrail, FilterActivity
from msp_aigov.model.text import Text

MUCH = 5  # percent of requests

# What the client's file says once somebody has looked; until then nothing is waived.
RECIPE = (
    "to allow one step less, in the client's file: guardrails: {{approvals: [{{filter: {filter}, "
    "direction: {direction}, deployment: {name}, evidence: where samples and approval are, expires: in 90 days}}]}}"
)


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
    unknown_told_by="GRD011",
)
def judge(guardrail: DeploymentGuardrail, brief: Brief) -> Verdict:
    """A filter that blocks many ordinary requests is soon switched off by somebody in a hurry."""
    name = guardrail.deployment.name
    if guardrail.outside:
        return not_applicable(guardrail.outside)
    known = [row for row in guardrail.activity or () if row.blocked is not None and row.total]
    if not known:
        return unmeasured(guardrail)
    much = [row for row in known if (row.blocked or 0) * 100 >= MUCH * (row.total or 0)]
    if not much:
        return passed(Text("no filter of {name} blocks {share} percent of requests", name=name, share=MUCH))
    words = "; ".join(_told(row) for row in much)
    recipe = tuple(RECIPE.format(filter=row.filter, direction=row.direction, name=name) for row in much)
    return failed(Text("{name}, 30 days: {words}", name=name, words=Text.verbatim(words)), (words, *recipe))


def _told(row: FilterActivity) -> str:
    return f"{row.filter} in {row.direction}: {row.blocked} of {row.total} requests ({row.blocked_percent} %)"
