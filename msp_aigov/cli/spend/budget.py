"""`msp-aigov budget`: which budget watches what, and the plan that makes it so."""

from pathlib import Path
from typing import Annotated

import typer

from msp_aigov.cli.shared.options import Clients, ExitZero, FailOn, FailOnOption, Fleet, Outputs, ShowAll
from msp_aigov.cli.spend.budget_plan import apply, plan

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Which budget watches what, and what is missing.")


@app.callback()
def budget() -> None:
    """Which budget watches what, and what is missing."""


app.command()(plan)
app.command()(apply)


@app.command()
def coverage(
    fleet: Fleet = Path(),
    client: Clients = None,
    output: Outputs = None,
    live: Annotated[bool, typer.Option("--live", help="Ask Azure now instead of reading the newest run.")] = False,
    fail_on: FailOnOption = FailOn.HIGH,
    exit_zero: ExitZero = False,
    show_all: ShowAll = False,
) -> None:
    """One line a client: AI resources under a budget, spend under none. Only reads.

    \b
    Examples:
      msp-aigov budget coverage
      msp-aigov budget coverage --client contoso --live
    """
    from msp_aigov.cli.shared.output import targets
    from msp_aigov.cli.shared.viewing import looked_at, print_part

    wanted = targets(output)
    document = looked_at(fleet, client or [], "spend", live)
    raise typer.Exit(print_part(document, "budgets", wanted, fail_on, exit_zero, show_all))
