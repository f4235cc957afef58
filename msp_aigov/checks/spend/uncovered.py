"""SPD001: every AI account is under a budget."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.finding import Severity, Verdict, failed, passed, unknown
from msp_aigov.model.spend import BudgetCoverage
from msp_aigov.model.text import Text, Value


@check(
    "SPD001",
    "AI spend under no budget",
    severity=Severity.HIGH,
    about=BudgetCoverage,
    needs=("azure.cost", "azure.budgets", "azure.group_budgets"),
    identity=("resource_id",),
    remedy=Text("Add a budget whose scope and filter take in {resource}.", resource=Text("the resource")),
    sources=("https://learn.microsoft.com/azure/cost-management-billing/costs/tutorial-acm-create-budgets",),
    decision="Approve a budget for {names}. Today nothing would warn you of what is spent there.",
)
def judge(coverage: BudgetCoverage, brief: Brief) -> Verdict:
    """A budget is the only thing that tells the client before the invoice does.

    An account is covered when the scope and every condition of a budget take it in. It needs one even while it
    costs nothing: keys are handed out sooner than invoices arrive.
    """
    name = coverage.resource_name
    if coverage.covered_by:
        return passed(Text("{name} is under the budget {budget}", name=name, budget=coverage.covered_by[0]))
    if coverage.maybe_covered_by:
        words = "whether the budget {budget} takes in {name} cannot be told from its filter, kind and currency"
        return unknown(Text(words, budget=coverage.maybe_covered_by[0], name=name))
    spent: Value = coverage.costs[0] if coverage.costs else 0
    before: Value = coverage.last_month[0] if coverage.last_month else 0
    if not coverage.costs and not coverage.last_month:
        return failed(Text("{name} is under no budget; it has cost nothing yet", name=name))
    words = "{name} is under no budget: {spent} this month so far, {before} last month"
    return failed(Text(words, name=name, spent=spent, before=before))
