"""`msp-aigov report`: print a finished run again."""

from pathlib import Path
from typing import Annotated

import typer

from msp_aigov.cli.shared.options import Clients, Outputs, ShowAll

app = typer.Typer(add_completion=False)


@app.command()
def report(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A run folder.", show_default=False)],
    client: Clients = None,
    output: Outputs = None,
    show_all: ShowAll = False,
) -> None:
    """Print a run as it was judged, in any format. Needs no credential.

    \b
    Examples:
      msp-aigov report runs/20261120T061205Z -o html=out/
      msp-aigov report runs/20261120T061205Z --client contoso -o markdown
    """
    from msp_aigov.cli.shared.output import targets, terminal_options, write_all
    from msp_aigov.pipeline import printed

    wanted = targets(output)
    write_all(printed(run, client or []), wanted, terminal_options(show_all))
