"""`msp-aigov budget plan` and `budget apply`: the one way in which this program writes to Azure."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msp_aigov.act.budgets.plan import BudgetOutcome
from msp_aigov.cli.shared.options import Clients, Fleet
from msp_aigov.errors import ConfigError

if TYPE_CHECKING:
    from msp_aigov.pipeline.order import Order

JOURNAL = "budget-journal.jsonl"
CHANGED, INCOMPLETE = 1, 3


def plan(
    fleet: Fleet = Path(),
    client: Clients = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="PATH", help="Write the plan to apply.")] = None,
) -> None:
    """Show which budgets are missing or differ from the clients' files. Only reads; the plan is good for 24 hours.

    \b
    Examples:
      msp-aigov budget plan
      msp-aigov budget plan --client contoso --out plan.json
    """
    from msp_aigov.cli.spend.budget_lines import gap_lines, plan_lines
    from msp_aigov.pipeline.budget_planning import plan_budgets
    from msp_aigov.record.atomic import write
    from msp_aigov.record.codec import encode

    made = plan_budgets(_order(fleet, client or []))
    _print(plan_lines(made))
    for line in gap_lines(made):
        sys.stderr.write(f"{line}\n")
    if out:
        write(out, encode(made, indent=1).encode() + b"\n")
        sys.stderr.write(f"wrote {out}, good until {made.expires:%Y-%m-%d %H:%M} UTC: msp-aigov budget apply {out}\n")
    wrong = bool(made.gaps) or any(budget.problems for budget in made.budgets)
    raise typer.Exit(INCOMPLETE if wrong else 0)


def apply(
    path: Annotated[Path, typer.Argument(metavar="PLAN", help="What `budget plan --out` wrote.", show_default=False)],
    fleet: Fleet = Path(),
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; needed where there is no terminal.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read everything again, send nothing.")] = False,
    allow_lower: Annotated[bool, typer.Option("--allow-lower", help="Also lower amounts.")] = False,
    allow_delete: Annotated[bool, typer.Option("--allow-delete", help="Also delete budgets no file asks for.")] = False,
    allow_unknown_currency: Annotated[
        bool, typer.Option("--allow-unknown-currency", help="Also where no cost proves the currency yet.")
    ] = False,
    journal: Annotated[
        Path | None,
        typer.Option("--journal", metavar="PATH", help="Where each write is noted.", show_default=f"DIR/{JOURNAL}"),
    ] = None,
) -> None:
    """Carry out a plan: each budget is read again, written, read back, and noted before and after.

    \b
    Examples:
      msp-aigov budget apply plan.json --dry-run
      msp-aigov budget apply plan.json --yes
    """
    from msp_aigov.cli.spend.budget_lines import outcome_line, plan_lines, summary
    from msp_aigov.pipeline.budget_applying import Allowed, apply_plan, plan_in
    from msp_aigov.reports.words import clean

    read = plan_in(_bytes(path), str(path))
    order = _order(fleet, sorted({budget.client for budget in read.budgets}))
    if not (yes or dry_run) and any(budget.action != "none" for budget in read.budgets):
        _print(plan_lines(read))
        _confirm()
    allowed = Allowed(allow_lower, allow_delete, allow_unknown_currency, dry_run)
    told = (lambda one: _print([outcome_line(one)]), lambda words: typer.echo(clean(words), err=True))
    outcomes = apply_plan(order, read, journal or fleet / JOURNAL, allowed, *told)
    _print([summary(outcomes, dry_run)])
    raise typer.Exit(_code(outcomes))


def _order(folder: Path, clients: list[str]) -> "Order":
    from msp_aigov.config.load import choose, load_fleet
    from msp_aigov.pipeline.order import Order
    from msp_aigov.rules.load import load_rules

    rules = load_rules(folder / "rules")
    fleet = load_fleet(folder, rules)
    return Order(fleet, choose(fleet, clients), rules, folder, folder / "runs")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}", "Make one: budget plan --out FILE.") from error


def _confirm() -> None:
    if not sys.stdin.isatty():
        raise ConfigError("there is no terminal to ask on", "Look at the plan, then add --yes, or --dry-run.")
    typer.confirm("Write this to Azure?", abort=True, err=True)


def _code(outcomes: tuple[BudgetOutcome, ...]) -> int:
    states = {outcome.state for outcome in outcomes}
    return INCOMPLETE if "failed" in states else CHANGED if states & {"refused", "held"} else 0


def _print(lines: list[str]) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()
