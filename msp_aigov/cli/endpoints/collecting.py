"""`msp-aigov endpoints collector`: read-only scripts to run on devices whose verdict is open."""

from pathlib import Path
from typing import Annotated

import typer


def collector(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to write the scripts.", show_default=False)],
    bench: Annotated[
        bool, typer.Option("--bench", help="Also a script that measures a local model program; loopback only.")
    ] = False,
) -> None:
    """Write a PowerShell 5.1 and a shell script that print what a machine is, and change nothing.

    Push them through your RMM to the devices whose verdict is unknown; each prints one JSON object, with exact graphics
    memory, neural processor and driver versions; a file per machine, a log or an RMM's table of outputs reads back.
    Files that are there already are kept.

    \b
    Examples:
      msp-aigov endpoints collector --out collector/
      sh collector/msp-aigov-collect.sh > collected/$(hostname).json
      msp-aigov endpoints assess exports/ collected/
    """
    from msp_aigov.config.shipped import copied

    written, kept = copied("templates/collector", out)
    if bench:
        more, there = copied("templates/collector-bench", out)
        written, kept = [*written, *more], [*kept, *there]
    for path in written:
        typer.echo(f"wrote {path}")
    for path in kept:
        typer.echo(f"kept {path}, which was there")
    typer.echo("The scripts need no administrator and no network; read them before you push them.", err=True)
    if bench:
        typer.echo("msp-aigov-bench.ps1 asks programs on its own machine only; -Compact is for RMM fields.", err=True)
