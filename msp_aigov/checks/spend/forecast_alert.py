"""SPD002: every budget warns of what is coming."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.finding import Severity, Verdict, failed, passed, unknown
from msp_aigov.model.spend import Budget
from msp_aigov.model.text import Text


@check(
    "SPD002",
    "Budget without a forecast alert",
    severity=Severity.MEDIUM,
    about=Budget,
    needs=("azure.budgets",),
    identity=("scope", "name"),
    remedy=Text("Add an alert on forecasted cost at 100 % to this budget."),
    sources=("https://learn.microsoft.com/azure/cost-management-billing/costs/tutorial-acm-create-budgets",),
)
def judge(budget: Budget, brief: Brief) -> Verdict:
    """An alert on actual cost comes after the money is spent, and up to two days late.

    A forecast alert comes before.
    """
    forecasts = [notice for notice in budget.notifications if notice.forecasted]
    if any(notice.enabled for notice in forecasts):
        return passed(Text("{name} has a forecast alert", name=budget.name))
    if any(notice.enabled is None for notice in forecasts):
        return unknown(Text("Azure did not say whether the forecast alert of {name} is on", name=budget.name))
    state = Text("is switched off") if forecasts else Text("does not exist")
    return failed(Text("the forecast alert of {name} {state}", name=budget.name, state=state))
