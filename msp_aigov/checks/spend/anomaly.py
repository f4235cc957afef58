"""SPD006: no day stands out."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.finding import Severity, Verdict, failed, not_applicable, passed
from msp_aigov.model.money.outlook import Trend
from msp_aigov.model.text import Day, Text


@check(
    "SPD006",
    "A day cost far more than usual",
    severity=Severity.MEDIUM,
    about=Trend,
    needs=("azure.cost", "azure.cost_closed"),
    identity=("id",),
    remedy=Text("Ask who used which model on that day. If it was meant, there is nothing to do."),
    sources=("https://learn.microsoft.com/azure/cost-management-billing/understand/analyze-unexpected-charges",),
)
def judge(trend: Trend, brief: Brief) -> Verdict:
    """A leaked key or a loop that calls itself shows first as one dear day.

    The rule uses medians, so that one dear day does not hide the next, and can be checked with a list of daily costs
    and a pencil.
    """
    if not trend.days:
        return not_applicable(Text("too little history in {currency} to say what is usual", currency=trend.currency))
    if not trend.anomalies:
        return passed(Text("none of the last {days} days stands out", days=trend.days))
    worst = max(trend.anomalies, key=lambda each: each.cost.amount)
    words = Text(
        "{cost} on {day}, where {usual} is usual and {limit} the limit",
        cost=worst.cost,
        day=Day(worst.day),
        usual=worst.usual,
        limit=worst.limit,
    )
    return failed(words)
