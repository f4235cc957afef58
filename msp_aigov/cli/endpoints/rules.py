"""`msp-aigov endpoints rules`: what devices are judged by, where it was read and how old it is."""

from pathlib import Path
from typing import Annotated

import typer


def rules(
    fleet: Annotated[
        Path | None, typer.Option("--fleet", metavar="DIR", help="With this folder's own rules.", show_default=False)
    ] = None,
    refresh: Annotated[
        Path | None,
        typer.Option("--refresh", metavar="FILE", help="Check this table and keep it in the fleet's rules/."),
    ] = None,
) -> None:
    """List the dated tables that devices are judged by, and what Microsoft's pages say side by side.

    Facts older than 120 days are marked. A file given to --refresh is checked row by row and written to rules/ of the
    fleet folder, where it takes the place of the table of its name that ships with the program.

    \b
    Examples:
      msp-aigov endpoints rules
      msp-aigov endpoints rules --fleet . --refresh local_models.csv
    """
    from msp_aigov.cli.endpoints.tables import disputes, kept, tables
    from msp_aigov.pipeline.order import now
    from msp_aigov.rules.load import load_rules

    today = now().date()
    if refresh is not None:
        typer.echo(f"wrote {kept(refresh, fleet, today)}", err=True)
    loaded = load_rules(fleet / "rules" if fleet else None)
    for table in tables(fleet):
        age = (today - table.oldest).days
        mark = f"  OLD: {age} days" if age > 120 else ""
        own = "  this fleet's own" if table.own else ""
        typer.echo(f"{table.name:<20} {table.rows:>5} rows  read {table.oldest} to {table.newest}{own}{mark}")
        for source in table.sources:
            typer.echo(f"{'':<20} {source}")
    typer.echo("\nWhat pages say, side by side; * marks what devices are judged by")
    for line in disputes(loaded):
        typer.echo(line)
