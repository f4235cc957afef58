"""`msp-aigov simulator`: a simulated Azure for trying things out."""

import shlex
import signal
import threading
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msp_aigov.simulator.faults import GRAMMAR

if TYPE_CHECKING:
    from msp_aigov.simulator.server import SimulatedAzure

app = typer.Typer(
    add_completion=False,
    help="A simulated Azure on this machine: tokens, accounts, filters, costs and budgets, from a scenario file.",
)


class Shell(StrEnum):
    """The shell that will read the printed variables."""

    POSIX = "posix"
    POWERSHELL = "powershell"


_LINES: dict[Shell, Callable[[str, str], str]] = {
    Shell.POSIX: lambda name, value: f"export {name}={shlex.quote(value)}",
    Shell.POWERSHELL: lambda name, value: f"$env:{name} = '{value.replace(chr(39), chr(39) * 2)}'",
}


@app.callback()
def group() -> None:
    """Keep the group's name while it has a single command."""


@app.command(epilog=f"\b\n{GRAMMAR}")
def serve(
    scenario: Annotated[Path, typer.Option(help="The scenario file (YAML).", show_default=False)],
    port: Annotated[int, typer.Option(help="The port on 127.0.0.1; 0 takes a free one.", min=0, max=65535)] = 0,
    latency: Annotated[int, typer.Option(metavar="MS", help="Delay of every ARM answer in milliseconds.", min=0)] = 0,
    fault: Annotated[
        list[str] | None, typer.Option(metavar="RULE", help="Make calls go wrong; see below.", show_default=False)
    ] = None,
    log: Annotated[Path | None, typer.Option(help="Append every request to this file, as JSON lines.")] = None,
    replay: Annotated[list[Path] | None, typer.Option(metavar="FILE", help="Serve recorded answers first.")] = None,
    shell: Annotated[Shell, typer.Option(help="How to print the variables.")] = Shell.POSIX,
) -> None:
    """Serve until Ctrl-C, and print the variables that point the SDKs and msp-aigov here.

    \b
    Examples:
      msp-aigov simulator serve --scenario clinic.yaml
      msp-aigov simulator serve --scenario clinic.yaml --port 8443 --log requests.jsonl
      msp-aigov simulator serve --scenario clinic.yaml --fault 'POST */query=429:cost=5@1-2' --fault '*/accounts=403'
    """
    from msp_aigov.simulator.scenario import load_scenario
    from msp_aigov.simulator.server import SimulatedAzure

    azure = SimulatedAzure(
        load_scenario(scenario),
        port=port,
        latency_ms=latency,
        faults=fault or (),
        log_path=log,
        recordings=replay or (),
    )
    with azure:
        for name, value in azure.environment().items():
            typer.echo(_LINES[shell](name, value))
        typer.echo(f"Simulated Azure at {azure.url}, scenario {scenario}. Ctrl-C stops it.", err=True)
        _wait(azure)


def _wait(azure: "SimulatedAzure") -> None:
    stop = threading.Event()
    for how in (signal.SIGINT, signal.SIGTERM):  # a job in the background is born deaf to Ctrl-C
        signal.signal(how, lambda *_: stop.set())
    while not stop.wait(0.5):  # Windows delivers Ctrl-C only between waits
        pass
    typer.echo(f"Stopped after {len(azure.log.entries)} requests.", err=True)
