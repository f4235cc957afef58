"""SPD005: the month ends within what was meant to be spent."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.finding import Severity, Verdict, failed, not_applicable, passed
from msp_aigov.model.money.outlook import Forecast
from msp_aigov.model.text import Text


@check(
    "SPD005",
    "Forecast above the budget",
    severity=Severity.HIGH,
    about=Forecast,
    needs=("azure.cost", "azure.cost_closed", "azure.forecast"),
    identity=("id",),
    remedy=Text("Find out which model's cost rises, then raise the budget or lower that model's quota."),
    sources=("https://learn.microsoft.com/azure/cost-management-billing/costs/tutorial-acm-create-budgets",),
    decision="Decide whether AI may cost more this month than was planned ({names}).",
)
def judge(forecast: Forecast, brief: Brief) -> Verdict:
    """A month that will end above its budget can still be changed while it lasts.

    The forecast is Azure's own where there is one, else the days so far carried on. The interval shows how far it may
    be off.
    """
    if forecast.expected is None or forecast.low is None or forecast.high is None:
        return not_applicable(forecast.why)
    if forecast.limit is None:
        words = "no target and no monthly budget over all of it in {currency}"
        return not_applicable(Text(words, currency=forecast.currency))
    values = {"low": forecast.low, "high": forecast.high, "limit": forecast.limit}
    if forecast.expected.amount <= forecast.limit.amount:
        words = "{expected} expected by the end of the month ({low} to {high}), {limit} planned"
        return passed(Text(words, expected=forecast.expected, **values))
    surely = forecast.low.amount > forecast.limit.amount
    words = "{expected} expected by the end of the month ({low} to {high}), {limit} planned; method: {why}"
    return failed(
        Text(words, expected=forecast.expected, why=forecast.why, **values),
        severity=Severity.HIGH if surely else Severity.MEDIUM,
    )
