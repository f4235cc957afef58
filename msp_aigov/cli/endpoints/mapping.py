"""`msp-aigov endpoints map`: a mapping for an export that no shipped one knows, to review and keep."""

from pathlib import Path
from typing import Annotated

import typer


def map_columns(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="An export in CSV, XLSX or JSON.", show_default=False)
    ] = None,
    product: Annotated[str | None, typer.Option("--product", metavar="NAME", help="What to call it.")] = None,
    fleet: Annotated[
        Path | None, typer.Option("--fleet", metavar="DIR", help="Write it to rules/mappings of this fleet folder.")
    ] = None,
) -> None:
    """Propose a mapping for an unknown export, with sample values; without a file, list the products that are known.

    A column counts as known when its name is; one that is only alike is a remark to look at, never a reading.

    \b
    Examples:
      msp-aigov endpoints map
      msp-aigov endpoints map export.csv
      msp-aigov endpoints map export.csv --product acme-rmm --fleet .
    """
    from msp_aigov.collect.inventory.mapping import catalogue
    from msp_aigov.collect.inventory.own_mappings import columns, own, proposal
    from msp_aigov.reports.words import clean

    if file is None:
        for name in sorted({*catalogue(), *own(fleet / "rules" / "mappings" if fleet else None)}):
            typer.echo(name)
        return
    container, found = columns(file)
    name = product or file.stem.casefold().replace(" ", "-")
    for column in found:
        state = column.fact if column.sure else f"({column.fact}?)" if column.fact else "-"
        typer.echo(clean(f"{column.name:<32} {state:<24} {'; '.join(column.samples)}"), err=True)
    _put(proposal(name, container, found), name, fleet)


def _put(text: str, name: str, fleet: Path | None) -> None:
    from msp_aigov.errors import ConfigError
    from msp_aigov.record.atomic import write

    if fleet is None:
        typer.echo(text, nl=False)
        return
    path = fleet / "rules" / "mappings" / f"{name}.yaml"
    if "/" in name or "\\" in name or path.exists():
        raise ConfigError(f"{path}: is there already, or is no name for a file", "Choose another with --product NAME.")
    write(path, text.encode())
    typer.echo(f"wrote {path}; read it before you rely on it", err=True)
