"""`msp-aigov evaluate`: judge saved evidence again."""

from pathlib import Path
from typing import Annotated

import typer

from msp_aigov.cli.shared.options import ExitZero, FailOn, FailOnOption, Outputs, ShowAll

app = typer.Typer(add_completion=False)


@app.command()
def evaluate(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A run folder.", show_default=False)],
    fleet: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Judge by this folder's files.", show_default="as they were at the run"),
    ] = None,
    output: Outputs = None,
    fail_on: FailOnOption = FailOn.HIGH,
    exit_zero: ExitZero = False,
    show_all: ShowAll = False,
) -> None:
    """Judge a run's evidence again by today's rules. Needs no credential and changes nothing.

    \b
    Examples:
      msp-aigov evaluate runs/20261120T061205Z
      msp-aigov evaluate runs/20261120T061205Z --fleet . -o json
    """
    from msp_aigov.cli.shared.options import exit_code
    from msp_aigov.cli.shared.output import targets, terminal_options, write_all
    from msp_aigov.cli.shared.sealed import say_if_altered
    from msp_aigov.config.load import load_fleet
    from msp_aigov.pipeline.run import evaluate as judge_again
    from msp_aigov.rules.load import load_rules

    wanted = targets(output)
    rules = load_rules(fleet / "rules" if fleet else None)
    document = judge_again(run, rules, load_fleet(fleet, rules) if fleet else None)
    say_if_altered(run)
    write_all(document, wanted, terminal_options(show_all))
    raise typer.Exit(exit_code(document, fail_on, exit_zero))
