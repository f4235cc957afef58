"""`msp-aigov endpoints assess`: every device of some inventories against the minimum, models and workloads."""

from pathlib import Path
from typing import Annotated

import typer

from msp_aigov.cli.shared.options import ExitZero, FailOn, FailOnOption, Outputs, ShowAll

Paths = Annotated[
    list[Path] | None,
    # One that may not be read is refused by name when its turn comes, and the others are still assessed.
    typer.Argument(
        metavar="[PATH]...", help="Inventory files, archives, or folders of them.", show_default=False, readable=False
    ),
]
FleetFolder = Annotated[
    Path | None, typer.Option("--fleet", metavar="DIR", help="The fleet folder.", show_default="none: only the files")
]
Models = Annotated[
    list[str] | None, typer.Option("--model", metavar="M", help="Judge for this local model; repeatable.")
]
Workloads = Annotated[
    list[str] | None,
    typer.Option(
        "--workload", metavar="W", help="Only this workload of the client, or NAME=MODEL+MODEL[@TOKENS]; repeatable."
    ),
]
Since = Annotated[
    str | None, typer.Option("--since", metavar="DAY", help="Mark devices not seen since this day, as 2026-09-01.")
]


def assess(
    paths: Paths = None,
    fleet: FleetFolder = None,
    client: Annotated[str | None, typer.Option("--client", metavar="ID", help="Whose devices.")] = None,
    model: Models = None,
    workload: Workloads = None,
    since: Since = None,
    output: Outputs = None,
    fail_on: FailOnOption = FailOn.HIGH,
    exit_zero: ExitZero = False,
    show_all: ShowAll = False,
) -> None:
    """Say of each device what it can run, what it cannot and why, and what nobody knows yet.

    Reads CSV, JSON, XML, XLSX, archives of these and the text dumps of common tools, by content. No Azure is asked.

    \b
    Examples:
      msp-aigov endpoints assess exports/ -o json
      msp-aigov endpoints assess ninja.json purchase.csv --model phi-4-mini
      msp-aigov endpoints assess exports/ --workload "Notes=whisper-small+phi-4-mini@8192"
      msp-aigov endpoints assess --fleet . --client contoso
    """
    from msp_aigov.cli.endpoints.order import assessed
    from msp_aigov.cli.shared.output import targets
    from msp_aigov.cli.shared.viewing import print_part

    wanted = targets(output)
    document, unread = assessed(paths or [], fleet, client, model or [], workload or [], since)
    code = print_part(document, "endpoints", wanted, fail_on, exit_zero, show_all)
    # A file that a person named and that could not be read is a mistake to mend; a bug still weighs more.
    raise typer.Exit(2 if unread and code != 4 and not exit_zero else code)
