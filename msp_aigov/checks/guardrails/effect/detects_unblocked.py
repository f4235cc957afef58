"""GRD009: filters that only mark find little."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.checks.unmeasured import unmeasured
from msp_aigov.model.finding import Severity, Verdict, failed, not_applicable, passed
from msp_aigov.model.guardrails import DeploymentGuardrail, FilterActivity, plain
from msp_aigov.model.text import Text

MUCH = 1  # percent of requests


@check(
    "GRD009",
    "Filter that only marks detects much",
    severity=Severity.HIGH,
    about=DeploymentGuardrail,
    needs=("azure.deployments", "azure.safety_metrics"),
    identity=("deployment.id",),
    remedy=Text("Let the filter block, or look at what it marks and record why it may pass."),
    sources=("https://learn.microsoft.com/azure/ai-foundry/openai/how-to/monitor-openai",),
    unknown_told_by="GRD011",
)
def judge(guardrail: DeploymentGuardrail, brief: Brief) -> Verdict:
    """A category that is only marked and often detected is harm that reached somebody."""
    name = guardrail.deployment.name
    if guardrail.outside:
        return not_applicable(guardrail.outside)
    marked = {(plain(cell.filter), cell.direction) for cell in guardrail.filters if cell.state == "annotates"}
    known = [row for row in guardrail.activity or () if row.detected is not None and row.total]
    if not known:
        return unmeasured(guardrail)
    much = [
        row
        for row in known
        if (plain(row.filter), row.direction) in marked and (row.detected or 0) * 100 >= MUCH * (row.total or 0)
    ]
    if not much:
        return passed(Text("nothing that is only marked was often detected at {name}", name=name))
    words = "; ".join(_told(row) for row in much)
    return failed(Text("{name}, 30 days: {words}", name=name, words=Text.verbatim(words)), (words,))


def _told(row: FilterActivity) -> str:
    return f"{row.filter} in {row.direction}: {row.detected} of {row.total} requests ({row.detected_percent} %)"
