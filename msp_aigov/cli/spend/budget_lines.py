"""A budget plan and its outcomes in lines of text; whatever came from Azure or a file is cleaned first."""

from collections import Counter
from collections.abc import Iterable, Iterator
from textwrap import wrap

from msp_aigov.act.budgets.diff import Line, lines
from msp_aigov.act.budgets.plan import BudgetOutcome, BudgetPlan, PlannedBudget
from msp_aigov.reports.words import clean

MARKS = {"create": "+", "change": "~", "delete": "-", "none": "="}
WORDS = {"create": "create", "change": "change", "delete": "delete", "none": "as it should be"}
SAID = {
    "done": "done",
    "already": "nothing to do",
    "would": "would be written",
    "held": "held back",
    "refused": "REFUSED",
    "failed": "FAILED",
}


def plan_lines(plan: BudgetPlan) -> list[str]:
    """The plan, client by client."""
    said: list[str] = []
    client = ""
    for budget in plan.budgets:
        if budget.client != client:
            client = budget.client
            said.append(clean(client))
        said += _budget(budget)
    counts = Counter(budget.action for budget in plan.budgets)
    said.append(
        f"Plan: {counts['create']} to create, {counts['change']} to change, {counts['delete']} to delete, "
        f"{counts['none']} as it should be."
    )
    return [part for line in said for part in _wrapped(line)]


def gap_lines(plan: BudgetPlan) -> list[str]:
    """The clients and scopes for which there is no plan."""
    return [
        clean(f"no plan for {gap.client} ({gap.scope}): {gap.reason}") + (f"\n  {clean(gap.mend)}" if gap.mend else "")
        for gap in plan.gaps
    ]


def _budget(budget: PlannedBudget) -> Iterator[str]:
    head = f"  {MARKS[budget.action]} {budget.name}  {WORDS[budget.action]}, in {budget.scope_name}"
    yield clean(head + ("" if budget.price_basis == "unknown" else f", at {budget.price_basis} prices"))
    for line in lines(budget):
        yield clean(_line(line))
    if budget.action == "delete":
        yield "      no file asks for it any more; apply needs --allow-delete"
    if budget.action == "change" and budget.lowers:
        yield "      lowers the amount; apply needs --allow-lower"
    if budget.action == "create" and not budget.currency_seen:
        yield "      no cost proves the currency yet; apply needs --allow-unknown-currency"
    for problem in budget.problems:
        yield clean(f"    ! {problem}")
    for warning in budget.warnings:
        yield clean(f"    ? {warning}")


def _wrapped(line: str) -> list[str]:
    """A line as several of at most 80 columns; ids and addresses stay whole, so that they can be copied."""
    return wrap(line, 80, subsequent_indent=" " * 13, break_long_words=False, break_on_hyphens=False)


def _line(line: Line) -> str:
    before = f"{line.before} -> " if line.before else ""
    return f"    {line.mark} {line.label:<7}{before}{line.after}"


def outcome_line(outcome: BudgetOutcome) -> str:
    """One outcome as one line."""
    budget = outcome.budget
    detail = f": {outcome.detail}" if outcome.detail else ""
    return clean(f"{budget.client}  {budget.name}  {SAID[outcome.state]}{detail}")


def summary(outcomes: Iterable[BudgetOutcome], dry_run: bool) -> str:
    """The last line of an apply."""
    counts = Counter(outcome.state for outcome in outcomes)
    if not counts or set(counts) == {"already"}:
        return "Nothing to do."
    said = ", ".join(f"{count} {SAID[state].lower()}" for state, count in sorted(counts.items()))
    return f"{'Dry run' if dry_run else 'Applied'}: {said}."
