"""SPD007: what can be lost before an alert fires stays within reason."""

from decimal import Decimal

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.finding import Severity, Verdict, failed, not_applicable, passed, unknown
from msp_aigov.model.money.outlook import Exposure
from msp_aigov.model.text import Money, Text


@check(
    "SPD007",
    "Exposure before an alert can fire",
    severity=Severity.MEDIUM,
    about=Exposure,
    needs=(
        *("azure.cost", "azure.deployments", "azure.model_meters", "azure.metrics", "azure.budgets"),
        *("azure.group_budgets", "azure.cost_controls"),
    ),
    identity=("id",),
    remedy=Text("Lower the deployment's quota to what it needs, or set a native cost control that blocks."),
    sources=(
        "https://learn.microsoft.com/azure/cost-management-billing/costs/tutorial-acm-create-budgets",
        "https://learn.microsoft.com/azure/ai-foundry/concepts/manage-costs",
    ),
)
def judge(exposure: Exposure, brief: Brief) -> Verdict:
    """A budget stops nothing, and its mail comes up to two days late. What limits the loss until then is the quota.

    The theoretical maximum is quota x lag x the dearest price. The usual busy hour (99th percentile) x lag says what
    is likely, and the urgency goes by it.
    """
    if exposure.stopped_by:
        return passed(Text("{what} would stop it", what=exposure.stopped_by))
    if exposure.budget is None:
        return not_applicable(Text("no budget to hold it against: {most} at most", most=exposure.most or "unknown"))
    bar = exposure.budget.amount * exposure.times
    said = Text(
        "{observed} at its usual busiest and {most} at most in {lag} hours, under a budget of {budget}",
        observed=exposure.observed or "unknown",
        most=exposure.most or "unknown",
        lag=exposure.lag_hours,
        budget=exposure.budget,
    )
    return _judged(exposure.observed, exposure.most, bar, said, exposure)


def _judged(observed: Money | None, most: Money | None, bar: Decimal, said: Text, exposure: Exposure) -> Verdict:
    if observed and observed.amount > bar:
        return failed(said)
    if most and most.amount <= bar:
        return passed(said)
    if most and observed:
        return failed(said, severity=Severity.LOW)
    return unknown(Text("{said}: {why}", said=said, why=exposure.why))
