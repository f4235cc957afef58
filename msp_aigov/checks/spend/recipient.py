"""SPD003: somebody hears every budget's alerts."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.finding import Severity, Verdict, failed, passed, unknown
from msp_aigov.model.spend import Budget
from msp_aigov.model.text import Text


@check(
    "SPD003",
    "Budget without a recipient",
    severity=Severity.HIGH,
    about=Budget,
    needs=("azure.budgets", "azure.action_groups"),
    identity=("scope", "name"),
    remedy=Text("Give the budget an alert that is on, with at least one mail address or action group."),
    sources=("https://learn.microsoft.com/azure/cost-management-billing/costs/tutorial-acm-create-budgets",),
    decision="Tell us who should hear the alerts of the budget {names}.",
)
def judge(budget: Budget, brief: Brief) -> Verdict:
    """A budget stops nothing. It only sends mail, so a budget that nobody hears from is none."""
    told = [notice for notice in budget.notifications if notice.recipients]
    deaf = sorted({group.rsplit("/", 1)[-1] for notice in budget.notifications for group in notice.deaf})
    if any(notice.enabled for notice in told):
        return passed(Text("{name} has a recipient", name=budget.name))
    if any(notice.enabled is None for notice in told):
        return unknown(Text("Azure did not say whether the alerts of {name} are on", name=budget.name))
    if any(notice.unsure and notice.enabled is not False for notice in budget.notifications):
        return unknown(Text("nobody could read whether the action groups of {name} exist", name=budget.name))
    if deaf:
        words = "the alerts of {name} go to action groups that are gone, switched off or empty: {groups}"
        return failed(Text(words, name=budget.name, groups=", ".join(deaf)))
    if told:
        return failed(Text("every alert of {name} that has a recipient is switched off", name=budget.name))
    return failed(Text("no alert of {name} has a recipient", name=budget.name))
