"""`msp-aigov endpoints verdicts`: millions of devices from one CSV to one Parquet of codes."""

from pathlib import Path
from typing import Annotated

import typer

from msp_aigov.cli.endpoints.assessing import Models, Workloads


def verdicts(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="One CSV, UTF-8, of any size.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", metavar="PATH", help="The Parquet file.", show_default=False)],
    model: Models = None,
    workload: Workloads = None,
    engine: Annotated[str, typer.Option("--engine", metavar="NAME", help="duckdb or spark.")] = "duckdb",
) -> None:
    """Write a verdict code for every row of a very large inventory.

    0 is ready, 1 ready after an action, 2 replace, 3 not suitable, 4 unknown, 5 no computer: the minimum first, then
    each workload.

    The rules are those of `assess`, judged once for each distinct machine. Rows are not joined: each is one device.
    Free disk counts where a cell writes it as most do, digits with the unit that the first cells or the column's name
    tell; in another spelling it is unknown. PATH is there once every row is written.

    Ask `assess` with the rows in question for reasons and evidence.

    \b
    Example:
      msp-aigov endpoints verdicts fleet.csv --out verdicts.parquet --model phi-4-mini
    """
    from msp_aigov.cli.endpoints.asked import asked
    from msp_aigov.cli.shared.progress import share
    from msp_aigov.pipeline.verdicts.table import write_verdicts
    from msp_aigov.reports.words import clean
    from msp_aigov.rules.load import load_rules

    rules = load_rules()
    wanted = asked(model or [], workload or [], rules)
    with share("judging devices") as progress:
        judged = write_verdicts(file, out, wanted, rules, engine, progress)
    typer.echo(
        f"wrote {out}: {_count(judged.rows, 'row')}, {_count(judged.kinds, 'kind')} of machine, "
        f"{_count(judged.rejects.count, 'row')} not readable",
        err=True,
    )
    for each in judged.rejects.sample:
        typer.echo(clean(f"{each.file}:{each.line or '?'}: {each.reason}"), err=True)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
