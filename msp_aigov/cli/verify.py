"""`msp-aigov verify`: prove that nothing in a run was altered."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command()
def verify(run: Annotated[Path, typer.Argument(metavar="RUN", help="A run folder.", show_default=False)]) -> None:
    """Compare every file of a run with the hash written when it ended, and the run before it with the chain.

    \b
    Example:
      msp-aigov verify runs/20261120T061205Z
    """
    from msp_aigov.record.folder import verify as differences

    wrong = differences(run)
    for line in wrong:
        typer.echo(f"{run}: {line}")
    sealed = "unaltered; run.json itself is sealed by the next run, verify that one too"
    typer.echo(f"{run}: {len(wrong)} differences" if wrong else f"{run}: {sealed}")
    raise typer.Exit(1 if wrong else 0)
