"""`msp-aigov endpoints`: which devices can run which local model, and what would change that."""

import typer

from msp_aigov.cli.endpoints.assessing import assess
from msp_aigov.cli.endpoints.collecting import collector
from msp_aigov.cli.endpoints.mapping import map_columns
from msp_aigov.cli.endpoints.rules import rules
from msp_aigov.cli.endpoints.verdicts import verdicts

app = typer.Typer(add_completion=False, no_args_is_help=True)
app.command()(assess)
app.command("map")(map_columns)
app.command()(rules)
app.command()(collector)
app.command()(verdicts)


@app.callback()
def endpoints() -> None:
    """Say of every device what it can run, from whatever inventory there is."""
