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
    page: Annotated[str, typer.Option(metavar="PAGE", help="One page: guide, matrix, portfolio and more.")] = "",
    pack: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write a pack for each client here.", show_default="none")
    ] = None,
    language: Annotated[str, typer.Option(metavar="LANGUAGE", help="en or de.")] = "en",
) -> None:
    """Print a run as it was judged, in any format. Needs no credential.

    A pack is what one client gets: guide, matrix, action plan, refresh plan, summary, workbook and tickets. A pack that
    fails is said, and the others are still written.

    \b
    Examples:
      msp-aigov report runs/20261120T061205Z -o html=out/
      msp-aigov report runs/20261120T061205Z --client contoso -o markdown
      msp-aigov report runs/20261120T061205Z --pack packs/
      msp-aigov report runs/20261120T061205Z --page portfolio -o html=internal/
    """
    from dataclasses import replace

    from msp_aigov.cli.shared.output import targets, terminal_options, write_all
    from msp_aigov.cli.shared.packs import spoken_here, write_packs
    from msp_aigov.cli.shared.sealed import say_if_altered
    from msp_aigov.pipeline.run import printed

    wanted = targets(output)
    document = printed(run, client or [])
    say_if_altered(run)
    options = replace(terminal_options(show_all, page=page), language=spoken_here(language))
    if pack is None or output:
        write_all(document, wanted, options)
    if pack is not None:
        raise typer.Exit(write_packs(document, pack, options))
