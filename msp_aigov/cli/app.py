"""The root: mounts the commands without importing them, and is the one boundary for errors."""

import logging
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from msp_aigov import __version__
from msp_aigov.errors import AigovError, ConfigError, guarded

# Every command: the module that holds its `app`, and its line in `--help`. A new command is one file and one line here.
COMMANDS = {
    "demo": ("demo", "Audit a sample fleet in a simulated Azure; no account needed."),
    "init": ("init", "Write a commented fleet folder to start from."),
    "doctor": ("guardrails.doctor", "Say whether each client can be audited, and what is missing."),
    "audit": ("audit", "Audit one client or the whole fleet."),
    "evaluate": ("evaluate", "Judge a finished run's evidence again."),
    "report": ("report", "Print a finished run again, in any format."),
    "deliver": ("deliver", "Tell a webhook or a Teams channel of a finished run."),
    "verify": ("verify", "Prove that a finished run was not altered."),
    "endpoints": ("endpoints.endpoints", "Say which devices can run which local model."),
    "spend": ("spend.spend", "What AI costs, on what, and whether it rises."),
    "budget": ("spend.budget", "Which budget watches what, and what is missing."),
    "prices": ("spend.prices", "Show or refresh the list prices of models."),
    "models": ("guardrails.models", "Say where a model is offered, and where a client may use it."),
    "filters": ("guardrails.filters", "Show what each deployment's content filter really blocks."),
    "workloads": ("workloads.workloads", "Say where each AI workload belongs, and why."),
    "guide": ("workloads.guide", "Write a client's deployment guide."),
    "probe": ("endpoints.probe", "Say what this device is, and what it can run models with."),
    "bench": ("endpoints.bench", "Measure how fast this device runs a model, or an endpoint answers."),
    "checks": ("checks", "List the checks, or explain one."),
    "schema": ("schema", "Print the JSON Schemas of the files and of the output."),
    "simulator": ("simulator", "Serve a simulated Azure on this machine."),
}
USAGE, BUG = 2, 4


class LazyGroup(TyperGroup):
    """Lists commands by name alone; imports the one that runs."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All names, in the order above."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> TyperCommand | None:
        """A stub with the help line, enough to list and to suggest names."""
        return TyperCommand(cmd_name, help=COMMANDS[cmd_name][1]) if cmd_name in COMMANDS else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The real command, imported now."""
        self.commands = dict.fromkeys(COMMANDS)  # type: ignore[assignment]  # the names "did you mean" looks through
        name, _, rest = super().resolve_command(ctx, args)
        mounted = import_module(f"msp_aigov.cli.{COMMANDS[str(name)][0]}").app
        mounted.rich_markup_mode = None  # plain help: it reads the same in a terminal, a log and a pipe
        command = typer.main.get_command(mounted)
        command.name = name
        return name, command, rest


app = typer.Typer(cls=LazyGroup, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"msp-aigov {__version__}")
        raise typer.Exit


@app.callback(epilog="Exit codes: 0 in order, 1 findings, 2 usage, 3 something could not be read, 4 a bug.")
def root(
    version: bool = typer.Option(False, "--version", "-V", callback=_version, is_eager=True, help="Show the version."),
) -> None:
    """Govern AI across a fleet of clients: spend, content filters, devices, workloads.

    Start with `msp-aigov demo`, then `msp-aigov init DIR`.
    """


def run() -> int:
    """Run the command line; errors a person can mend end in 2, bugs in 4 with a log to paste."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a code page that lacks a character must not end a run
    for name in ("azure", "msal"):  # their warnings repeat what the coverage ledger says better
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).propagate = False
    try:
        done = guarded("msp-aigov", lambda: app(prog_name="msp-aigov"))
    except AigovError as error:
        for mistake in error.mistakes if isinstance(error, ConfigError) else (error.message,):
            sys.stderr.write(f"error: {_shown(mistake)}\n")
        if error.hint:
            sys.stderr.write(f"hint: {_shown(error.hint)}\n")
        return USAGE
    if done.crash:
        sys.stderr.write(f"error: a bug in msp-aigov: {_shown(done.crash.message)[:300]}\n")
        sys.stderr.write(f"hint: please report it with {crash_log(done.crash.trace)}\n")
        return BUG
    return 0


def crash_log(trace: str) -> Path:
    """Write what a report of a bug needs, and say where."""
    with tempfile.NamedTemporaryFile("w", prefix="msp-aigov-", suffix=".log", delete=False, encoding="utf-8") as log:
        log.write(f"msp-aigov {__version__}\nPython {sys.version}\n{sys.platform}\n\n{trace}\n")
    return Path(log.name)


def _shown(words: str) -> str:
    from msp_aigov.reports.words import clean

    return clean(words)
