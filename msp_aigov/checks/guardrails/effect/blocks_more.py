"""GRD014: a changed filter does not block much more than before."""

from decimal import Decimal

from msp_aigov.checks.check import Brief, check
from msp_aigov.checks.unmeasured import unmeasured
from msp_aigov.model.finding import Severity, Verdict, failed, not_applicable, passed
from msp_aigov.model.guardrails import DeploymentGuardrail, FilterActivity
from msp_aigov.model.text import Day, Text

TIMES, LEAST = 2, Decimal(1)  # twice the share of before, and one percent of requests at least


@check(
    "GRD014",
    "Filter blocks more since it was changed",
    severity=Severity.LOW,
    about=DeploymentGuardrail,
    needs=("azure.deployments", "azure.rai_policies", "azure.safety_metrics"),
    identity=("deployment.id",),
    remedy=Text(
        "Look at a sample of what is blocked since the change. If it is harmless: raise this one category one step and "
        "record it as an approval with an end in the client's file."
    ),
    sources=("https://learn.microsoft.com/azure/ai-foundry/openai/how-to/monitor-openai",),
    unknown_told_by="GRD011",
)
def judge(guardrail: DeploymentGuardrail, brief: Brief) -> Verdict:
    """What a change of a filter does to ordinary work is seen in the days after it, or in the complaints."""
    name, rows = guardrail.deployment.name, guardrail.activity or ()
    if guardrail.outside:
        return not_applicable(guardrail.outside)
    if guardrail.changed is None:
        return not_applicable(Text("not assessed: Azure names no day on which {name} was last changed", name=name))
    if not any(row.blocked is not None for row in rows):
        return unmeasured(guardrail)
    day = Day(guardrail.changed)
    both = [row for row in rows if row.before and row.after]
    if not both:
        few = "not assessed: too few days with requests before or after the change of {name} on {day}"
        return not_applicable(Text(few, name=name, day=day))
    told = tuple(_told(row) for row in both)
    if any(_more(row) for row in both):
        words = Text.verbatim("; ".join(_told(row) for row in both if _more(row)))
        return failed(Text("{name}, changed on {day}: {words}", name=name, day=day, words=words), told)
    return passed(Text("{name} blocks no more than before its change on {day}", name=name, day=day), told)


def _more(row: FilterActivity) -> bool:
    if row.before is None or row.after is None:
        return False
    return row.after.percent >= LEAST and row.after.percent > row.before.percent * TIMES


def _told(row: FilterActivity) -> str:
    if row.before is None or row.after is None:
        return ""
    before, after = (f"{each.percent} % of {each.total} requests" for each in (row.before, row.after))
    return f"{row.filter} in {row.direction}: {before} blocked before, {after} after"
