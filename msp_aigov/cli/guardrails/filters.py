"""`msp-aigov filters`: what each deployment's content filter really blocks."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msp_aigov.cli.shared.options import Clients, ExitZero, FailOn, FailOnOption, Fleet, Outputs, ShowAll

if TYPE_CHECKING:
    from msp_aigov.model.document import Document

app = typer.Typer(add_completion=False)


@app.command()
def filters(
    fleet: Fleet = Path(),
    client: Clients = None,
    output: Outputs = None,
    saved: Annotated[
        list[Path] | None,
        typer.Option("--from", metavar="PATH", help="Judge saved answers (a file or folder); repeatable."),
    ] = None,
    profile: Annotated[
        str | None, typer.Option(metavar="NAME", help="Judge against this profile.", show_default="the client's")
    ] = None,
    live: Annotated[bool, typer.Option("--live", help="Ask Azure now instead of reading the newest run.")] = False,
    fail_on: FailOnOption = FailOn.HIGH,
    exit_zero: ExitZero = False,
    show_all: ShowAll = False,
) -> None:
    """Show what each filter blocks, in each direction, against the client's profile.

    Several clients are grouped by equal filters, the smallest group first. With --from nothing is asked: the files
    hold what ARM answered or what `az ... -o json` printed, and no fleet folder is needed.

    \b
    Examples:
      msp-aigov filters --client contoso
      msp-aigov filters --live -o json=filters.json
      msp-aigov filters --from saved/ --profile healthcare
    """
    from msp_aigov.cli.shared.output import targets
    from msp_aigov.cli.shared.viewing import looked_at, print_part

    wanted = targets(output)
    asked = client or []
    read = saved and _from_files(fleet, asked, saved, profile)
    document, page = read or looked_at(fleet, asked, "guardrails", live, profile=profile), "filters"
    if len(document.clients) > 1:
        from msp_aigov.pipeline.parts import with_filter_groups

        document, page = with_filter_groups(document), "filters-fleet"
    raise typer.Exit(print_part(document, page, wanted, fail_on, exit_zero, show_all))


def _from_files(fleet: Path, clients: list[str], saved: list[Path], profile: str | None) -> "Document":
    """Files about one client of a fleet where one is named, else about whoever they are about."""
    from msp_aigov.cli.shared.viewing import looked_at, looked_at_files
    from msp_aigov.collect.saved import saved as link
    from msp_aigov.errors import ConfigError
    from msp_aigov.model.client import AzureTenant, Client
    from msp_aigov.pipeline.order import now

    chain = [link(saved, now)]
    if clients:
        if len(clients) > 1:
            raise ConfigError("--from is about one client", "Name one with --client ID, or none.")
        return looked_at(fleet, clients, "guardrails", False, lambda _: chain, profile=profile)
    azure = AzureTenant("", from_=tuple(map(str, saved)))
    about = Client("files", "Saved answers", azure=azure, profile=profile)
    return looked_at_files(about, "general", "guardrails", fleet, lambda _: chain)
