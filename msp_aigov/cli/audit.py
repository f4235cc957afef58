"""`msp-aigov audit`: the main job."""

from pathlib import Path
from typing import Annotated

import typer

from msp_aigov.cli.shared.options import Clients, ExitZero, FailOn, FailOnOption, Fleet, Outputs, ShowAll

app = typer.Typer(add_completion=False)


@app.command()
def audit(
    fleet: Fleet = Path(),
    client: Clients = None,
    output: Outputs = None,
    runs: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where run folders go.", show_default="FLEET/runs")
    ] = None,
    fail_on: FailOnOption = FailOn.HIGH,
    exit_zero: ExitZero = False,
    show_all: ShowAll = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing on stderr but errors.")] = False,
    no_progress: Annotated[bool, typer.Option("--no-progress", help="Draw no progress line.")] = False,
) -> None:
    """Read Azure and the inventories, judge, remember the run, print.

    An audit only reads: it never changes anything in a client's tenant. Interrupted within six hours, the same
    command goes on where it stopped.

    \b
    Examples:
      msp-aigov audit
      msp-aigov audit --fleet clients/ --client contoso -o terminal -o html=out/
      msp-aigov audit -o json=report.json --fail-on critical
    """
    from msp_aigov.cli.shared.auditing import audited
    from msp_aigov.cli.shared.output import targets

    wanted = targets(output)
    progress = not (quiet or no_progress)
    raise typer.Exit(audited(fleet, client or [], wanted, runs, fail_on, exit_zero, show_all, progress, not quiet))
