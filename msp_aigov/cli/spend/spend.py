"""`msp-aigov spend`: what AI costs, on what, and whether it rises."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msp_aigov.cli.shared.options import Clients, ExitZero, FailOn, FailOnOption, Fleet, Outputs, ShowAll
from msp_aigov.cli.shared.several import Several

if TYPE_CHECKING:
    from msp_aigov.pipeline.exported import Reading

app = typer.Typer(add_completion=False, cls=Several)
WATCH_SECONDS = 300  # platform metrics have a grain of minutes, and a read costs query units


class Basis(StrEnum):
    """Whose prices an export holds."""

    RETAIL = "retail"
    NEGOTIATED = "negotiated"
    PARTNER = "partner"
    UNKNOWN = "unknown"


Exports = Annotated[
    list[Path] | None,
    typer.Option("--from", metavar="PATH...", help="Read cost exports: files or folders, as many as you like."),
]
Engine = Annotated[str, typer.Option("--engine", help="What reads exports: duckdb or spark.")]
SparkRemote = Annotated[
    str | None, typer.Option("--spark-remote", metavar="URL", help="A Spark Connect server: sc://host.")
]
PriceBasis = Annotated[
    Basis, typer.Option("--price-basis", help="Whose prices exports hold, where their columns do not say.")
]


@app.callback(invoke_without_command=True)
def spend(
    context: typer.Context,
    fleet: Fleet = Path(),
    client: Clients = None,
    output: Outputs = None,
    live: Annotated[bool, typer.Option("--live", help="Ask Azure now instead of reading the newest run.")] = False,
    exports: Exports = None,
    engine: Engine = "duckdb",
    spark_remote: SparkRemote = None,
    price_basis: PriceBasis = Basis.UNKNOWN,
    fail_on: FailOnOption = FailOn.HIGH,
    exit_zero: ExitZero = False,
    show_all: ShowAll = False,
) -> None:
    """What AI costs: by account, model, service and day, with forecast, anomalies and budgets.

    \b
    Examples:
      msp-aigov spend
      msp-aigov spend --client contoso --live -o terminal -o csv=spend.csv
      msp-aigov spend --from exports/contoso-focus/ -o json=spend.json
      msp-aigov spend --from october.csv.gz november.parquet -o focus=ai.csv
    """
    if context.invoked_subcommand:
        return
    from msp_aigov.cli.shared.output import targets
    from msp_aigov.cli.shared.viewing import looked_at, print_part

    wanted, reading = targets(output), _reading(exports, live, engine, spark_remote, price_basis)
    if reading:
        from msp_aigov.cli.spend.export import from_exports

        raise typer.Exit(from_exports(reading, fleet, client or [], wanted, fail_on, exit_zero, show_all))
    document = looked_at(fleet, client or [], "spend", live)
    raise typer.Exit(print_part(document, "spend", wanted, fail_on, exit_zero, show_all))


def _reading(exports: list[Path] | None, live: bool, engine: str, remote: str | None, basis: Basis) -> "Reading | None":
    """What is to be read of exports, if any are named; what is said about exports needs some."""
    from msp_aigov.errors import ConfigError
    from msp_aigov.pipeline.exported import Reading

    if exports and live:
        raise ConfigError("--live asks Azure and --from reads files", "Choose one of them.")
    if exports:
        return Reading(exports, engine, remote, basis.value)
    if engine != "duckdb" or remote or basis is not Basis.UNKNOWN:
        about = "--engine, --spark-remote and --price-basis are about exports"
        raise ConfigError(about, "Name the exports with --from PATH.")
    return None


@app.command()
def now(
    fleet: Fleet = Path(),
    client: Clients = None,
    output: Outputs = None,
    watch: Annotated[bool, typer.Option("--watch", help="Ask again every five minutes until interrupted.")] = False,
    show_all: ShowAll = False,
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
    from msp_aigov.pipeline.settled import Kept

    wanted, kept = targets(output), Kept()
    while True:
        document = looked_at(fleet, client or [], "spend", live=True, kept=kept)
        code = print_part(document, "now", wanted, FailOn.NONE, False, show_all)
        found = [each for client_ in document.clients for each in client_.spend.now]
        if code == 0 and any(each.today is None and not each.today_range for each in found):
            code = 3  # an estimate that could not be made is no coverage
        if not watch:
            raise typer.Exit(code)
        pause(WATCH_SECONDS)
