"""`msp-aigov workloads`: where each workload belongs, why, and what would change it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msp_aigov.cli.shared.options import Clients, ExitZero, FailOn, FailOnOption, Fleet, Outputs, ShowAll

if TYPE_CHECKING:
    from msp_aigov.model.document import Document

app = typer.Typer(add_completion=False, invoke_without_command=True)
Name = Annotated[
    str, typer.Argument(metavar="NAME", help="A workload, as the client's file names it.", show_default=False)
]


@app.callback()
def workloads(
    ctx: typer.Context,
    fleet: Fleet = Path(),
    client: Clients = None,
    output: Outputs = None,
    live: Annotated[bool, typer.Option("--live", help="Ask now instead of reading the newest run.")] = False,
    fail_on: FailOnOption = FailOn.HIGH,
    exit_zero: ExitZero = False,
    show_all: ShowAll = False,
) -> None:
    """Say where each workload belongs: device, region, data zone, anywhere, or nowhere yet.

    Five gates in order: safety, region, feasibility, cost, evidence. What nobody said counts as unknown, and unknown is
    never a pass.

    \b
    Examples:
      msp-aigov workloads
      msp-aigov workloads --client contoso -o xlsx=matrix.xlsx
      msp-aigov workloads explain "Patient letters"
      msp-aigov workloads what-if "Patient letters" --set draft.residency=any
      msp-aigov workloads draft --client contoso --out questions.xlsx
    """
    if ctx.invoked_subcommand is not None:
        return
    from msp_aigov.cli.shared.output import targets
    from msp_aigov.cli.shared.viewing import looked_at, print_part

    wanted = targets(output)
    document = looked_at(fleet, client or [], "workloads", live)
    raise typer.Exit(print_part(document, "workloads", wanted, fail_on, exit_zero, show_all))


@app.command()
def explain(name: Name, fleet: Fleet = Path(), client: Clients = None, output: Outputs = None) -> None:
    """Show the gates of one workload as a table, then one paragraph of plain words.

    \b
    Examples:
      msp-aigov workloads explain "Patient letters"
      msp-aigov workloads explain "Patient letters" --client contoso -o markdown
    """
    from msp_aigov.cli.shared.output import targets, terminal_options, write_all
    from msp_aigov.cli.shared.viewing import looked_at

    wanted = targets(output)
    document = named(looked_at(fleet, client or [], "workloads", False), name)
    write_all(document, wanted, terminal_options(page="explained"))


@app.command(name="what-if")
def what_if(
    name: Name,
    change: Annotated[
        list[str], typer.Option("--set", metavar="STAGE.FIELD=VALUE", help="A changed answer; repeatable.")
    ],
    fleet: Fleet = Path(),
    client: Clients = None,
) -> None:
    """Say what another answer would change, and why. Judges the newest run's evidence again and keeps nothing.

    VALUE is written as in the client's file; without STAGE the field is the workload's own.

    \b
    Examples:
      msp-aigov workloads what-if "Patient letters" --set draft.residency=any
      msp-aigov workloads what-if "Patient letters" --set draft.volume=90000 --set audience=public
    """
    from msp_aigov.cli.shared.supposing import compared

    typer.echo("\n".join(compared(fleet, client or [], name, change)))


@app.command()
def draft(
    fleet: Fleet = Path(),
    client: Clients = None,
    out: Annotated[Path | None, typer.Option(metavar="XLSX", help="Where the questionnaire goes.")] = None,
    answered: Annotated[
        Path | None, typer.Option("--from", metavar="XLSX", help="Read an answered questionnaire; prints YAML.")
    ] = None,
) -> None:
    """Propose a workload for each deployment and device use found, as a questionnaire for the client.

    What the client left open stays unknown. An answered one is printed as the `workloads:` of the client's file.

    \b
    Examples:
      msp-aigov workloads draft --client contoso --out questions.xlsx
      msp-aigov workloads draft --from answered.xlsx
    """
    from msp_aigov.cli.shared.drafting import read_back, written

    if answered is not None:
        from msp_aigov.rules.load import load_rules

        typer.echo(read_back(answered, load_rules(fleet / "rules")), nl=False)
        return
    typer.echo(f"wrote {written(fleet, client or [], out)}", err=True)


def named(document: "Document", name: str) -> "Document":
    """The document with that one workload in it."""
    from dataclasses import replace

    from msp_aigov.errors import ConfigError

    clients = tuple(
        replace(client, workloads=tuple(each for each in client.workloads if each.name == name))
        for client in document.clients
        if any(each.name == name for each in client.workloads)
    )
    if not clients:
        known = sorted({each.name for client in document.clients for each in client.workloads})
        raise ConfigError(f"there is no workload {name!r}", f"Workloads: {', '.join(known) or 'none'}.")
    return replace(document, clients=clients)
