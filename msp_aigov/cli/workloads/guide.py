"""`msp-aigov guide`: the deployment guide of one client, or of each."""

from pathlib import Path
from typing import Annotated

import typer

from msp_aigov.cli.shared.options import Clients, Fleet, Outputs

app = typer.Typer(add_completion=False)


@app.command()
def guide(
    fleet: Fleet = Path(),
    client: Clients = None,
    output: Outputs = None,
    run: Annotated[
        Path | None, typer.Option("--run", metavar="RUN", help="A run folder.", show_default="the newest")
    ] = None,
    base: Annotated[
        Path | None, typer.Option(metavar="DOCX", help="Write into this Word document of yours.", show_default="ours")
    ] = None,
    language: Annotated[str, typer.Option(metavar="LANGUAGE", help="en or de.")] = "en",
) -> None:
    """Write what a client needs before, while and after AI is rolled out, from the newest run.

    Only what applies to this client stands in it.

    \b
    Examples:
      msp-aigov guide --client contoso -o docx=guide.docx
      msp-aigov guide -o pdf=guides/ -o markdown=guides.md
      msp-aigov guide --client contoso -o docx=guide.docx --base our-letterhead.docx --language de
    """
    from dataclasses import replace

    from msp_aigov.cli.shared.output import targets, terminal_options, write_all
    from msp_aigov.cli.shared.packs import spoken_here
    from msp_aigov.errors import ConfigError
    from msp_aigov.pipeline.run import newest, printed

    wanted = targets(output)
    place = run or newest(fleet / "runs")
    if place is None:
        raise ConfigError(f"{fleet / 'runs'}: holds no run yet", "Run `msp-aigov audit` first.")
    if base is not None and not base.is_file():
        raise ConfigError(f"--base {base}: is no file", "Name a Word document.")
    own = base.read_bytes() if base else b""
    options = replace(terminal_options(page="guide"), language=spoken_here(language), base=own)
    write_all(printed(place, client or []), wanted, options)
