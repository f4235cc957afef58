"""SPD004: a budget that watches the accounts watches the Marketplace models beside them."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.finding import Severity, Verdict, failed, not_applicable, passed
from msp_aigov.model.spend import BudgetCoverage
from msp_aigov.model.text import Text


@check(
    "SPD004",
    "Budget filter misses a Marketplace model",
    severity=Severity.MEDIUM,
    about=BudgetCoverage,
    needs=("azure.cost", "azure.marketplace", "azure.budgets"),
    identity=("resource_id",),
    remedy=Text(
        "Take the filter off the budget, or add a second budget: one filter cannot say account or Marketplace."
    ),
    sources=("https://learn.microsoft.com/azure/ai-foundry/concepts/manage-costs",),
)
def judge(coverage: BudgetCoverage, brief: Brief) -> Verdict:
    """Models of other publishers are billed through the Marketplace, beside the account and not on it.

    A budget whose filter names the account, its type or a service looks complete and never sees them.
    """
    name = coverage.resource_name
    if coverage.kind != "marketplace":
        return not_applicable(Text("{name} is not billed through the Marketplace", name=name))
    if coverage.covered_by or not coverage.missed_by:
        return passed(Text("no budget leaves out {name} that watches the accounts beside it", name=name))
    return failed(
        Text(
            "the budget {budget} watches the AI accounts and leaves out {name}", budget=coverage.missed_by[0], name=name
        )
    )
