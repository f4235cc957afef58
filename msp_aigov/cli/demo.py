"""`msp-aigov demo`: the main job on a sample fleet, against a simulated Azure."""

import os
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from msp_aigov.cli.shared.options import FailOn, Outputs, ShowAll

app = typer.Typer(add_completion=False)
EVALUATED = timedelta(days=46)  # an evaluation grows stale; the sample's are always this old
ACCEPTED = timedelta(days=60)  # how long the sample's waiver still holds
PRICED = timedelta(days=20)
SECRET = "MSP_AIGOV_DEMO_SECRET"


def placeholders(today: date) -> dict[str, str]:
    """What the sample fleet's files leave open: days that must not grow old with the program."""
    return {
        "SIX_WEEKS_AGO": (today - EVALUATED).isoformat(),
        "IN_TWO_MONTHS": (today + ACCEPTED).isoformat(),
        "PRICED_ON": (today - PRICED).isoformat(),
    }


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the sample fleet goes.")] = Path("demo"),
    output: Outputs = None,
    show_all: ShowAll = False,
    no_progress: Annotated[bool, typer.Option("--no-progress", help="Draw no progress line.")] = False,
) -> None:
    """Audit four invented clients. Needs no account and no network.

    DIR is left as a fleet folder: read it, change it (also scenario.yaml, which is its Azure), and run the demo on it
    again.

    \b
    Examples:
      msp-aigov demo
      msp-aigov demo --out /tmp/demo -o terminal -o html=pages/
    """
    from msp_aigov.cli.shared.auditing import audited
    from msp_aigov.cli.shared.output import targets
    from msp_aigov.config.shipped import copied
    from msp_aigov.pipeline.order import now
    from msp_aigov.simulator.scenario import load_scenario
    from msp_aigov.simulator.server import SimulatedAzure

    wanted = targets(output)
    copied("templates/demo", out, placeholders(now().date()))
    copied("sample_inventories", out / "inventories")
    with SimulatedAzure(load_scenario(out / "scenario.yaml")) as azure:
        os.environ.update(azure.environment())
        os.environ[SECRET] = "demo-secret"
        os.environ.pop("HTTPS_PROXY", None)
        code = audited(
            out, [], wanted, None, FailOn.NONE, exit_zero=True, show_all=show_all, progress=not no_progress, say=True
        )
    raise typer.Exit(code)
