"""`msp-aigov init`: a fleet folder to start from."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.", show_default=False)],
) -> None:
    """Write a commented fleet.yaml and one client's file. Nothing that exists is overwritten.

    \b
    Example:
      msp-aigov init our-fleet
    """
    from msp_aigov.config.shipped import copied

    written, kept = copied("templates/fleet", folder)
    for path in written:
        typer.echo(f"wrote {path}")
    for path in kept:
        typer.echo(f"kept {path}, which was there")
    typer.echo(f"\nNext: edit clients/example.yaml, then `msp-aigov audit --fleet {folder}`", err=True)
