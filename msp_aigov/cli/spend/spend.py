"""`msp-aigov spend`: what AI costs, on what, and whether it rises."""

from pathlib import Path
from typing import Annotated

import typer

from msp_aigov.cli.shared.options import Clients, ExitZero, FailOn, FailOnOption, Fleet, Outputs

app = typer.Typer(add_completion=False)
WATCH_SECONDS = 300  # platform metrics have a grain of minutes, and a read costs query units


@app.callback(invoke_without_command=True)
def spend(
    context: typer.Context,
    fleet: Fleet = Path(),
    client: Clients = None,
    output: Outputs = None,
    live: Annotated[bool, typer.Option("--live", help="Ask Azure now instead of reading the newest run.")] = False,
    exports: Annotated[
        list[Path] | None,
        typer.Option("--from", metavar="PATH", help="Read a cost export, a file or folder; repeatable."),
    ] = None,
    engine: Annotated[str, typer.Option("--engine", help="What reads exports: duckdb or spark.")] = "duckdb",
    spark_remote: Annotated[
        str | None, typer.Option("--spark-remote", metavar="URL", help="A Spark Connect server: sc://host.")
    ] = None,
    fail_on: FailOnOption = FailOn.HIGH,
    exit_zero: ExitZero = False,
) -> None:
    """What AI costs: by account, model, service and day, with forecast, anomalies and budgets.

    \b
    Examples:
      msp-aigov spend
      msp-aigov spend --client contoso --live -o terminal -o csv=spend.csv
      msp-aigov spend --from exports/contoso-focus/ -o json=spend.json
    """
    if context.invoked_subcommand:
        return
    from msp_aigov.cli.shared.output import targets
    from msp_aigov.cli.shared.viewing import looked_at, print_part

    wanted = targets(output)
    if exports:
        from msp_aigov.cli.spend.export import from_exports

        raise typer.Exit(from_exports(exports, fleet, client or [], engine, spark_remote, wanted, fail_on, exit_zero))
    document = looked_at(fleet, client or [], "spend", live)
    raise typer.Exit(print_part(document, "spend", wanted, fail_on, exit_zero))


@app.command()
def now(
    fleet: Fleet = Path(),
    client: Clients = None,
    output: Outputs = None,
    watch: Annotated[bool, typer.Option("--watch", help="Ask again every five minutes until interrupted.")] = False,
) -> None:
    """What today has cost so far, from usage metrics times prices: an estimate, before billing knows.

    \b
    Examples:
      msp-aigov spend now
      msp-aigov spend now --client contoso --watch
    """
    from msp_aigov.cli.shared.options import FailOn
    from msp_aigov.cli.shared.output import targets
    from msp_aigov.cli.shared.viewing import looked_at, print_part
    from msp_aigov.pipeline.order import pause

    wanted = targets(output)
    while True:
        document = looked_at(fleet, client or [], "spend", live=True)
        code = print_part(document, "now", wanted, FailOn.NONE, False)
        if not watch:
            raise typer.Exit(code)
        pause(WATCH_SECONDS)
