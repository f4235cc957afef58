"""`msp-aigov schema`: the JSON Schemas."""

import json
from enum import StrEnum
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


class What(StrEnum):
    """What a schema is of."""

    FLEET = "fleet"
    CLIENT = "client"
    WAIVERS = "waivers"
    PRICES = "prices"
    DOCUMENT = "document"
    PROBE = "probe"
    BENCH = "bench"


@app.command()
def schema(
    what: Annotated[What | None, typer.Argument(help="Only this one.", show_default="all")] = None,
) -> None:
    """Print the JSON Schemas of the fleet folder's files and of the JSON output of runs, probe and bench.

    \b
    Examples:
      msp-aigov schema client > client.schema.json
    """
    from msp_aigov.config.load import schemas
    from msp_aigov.model.bench.measured import Bench
    from msp_aigov.model.bench.probed import Probe
    from msp_aigov.reports.schema import document_schema, schema_of

    made = {**schemas(), "document": document_schema()}
    made |= {"probe": schema_of(Probe, "msp-aigov probe"), "bench": schema_of(Bench, "msp-aigov bench")}
    typer.echo(json.dumps(made[what.value] if what else made, indent=2, ensure_ascii=False))
