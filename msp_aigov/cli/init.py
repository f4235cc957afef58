"""`msp-aigov init`: a fleet folder to start from."""

import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from msp_aigov.config.discovered import Found

app = typer.Typer(add_completion=False)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.", show_default=False)],
    discover: Annotated[
        bool, typer.Option("--discover", help="Write a file for each tenant whose subscriptions you can see.")
    ] = False,
    tenant: Annotated[
        str | None, typer.Option(metavar="ID", help="The tenant to sign in to, for --discover: your own.")
    ] = None,
    cloud: Annotated[str, typer.Option(metavar="NAME", help="public, usgov, china or custom.")] = "public",
    saved: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Write a file for each client of a saved list (JSON or CSV)."),
    ] = None,
) -> None:
    """Write a commented fleet.yaml and one client's file. Nothing that exists is overwritten.

    With --from or --discover the clients come from a list: `az account list -o json`, Partner Center's or a PSA's CSV,
    or the subscriptions that you see. Doing it again adds new clients and leaves the others alone.

    \b
    Examples:
      msp-aigov init our-fleet
      msp-aigov init our-fleet --from customers.csv
      msp-aigov init our-fleet --discover --tenant 00000000-0000-0000-0000-000000000000
    """
    from msp_aigov.config.shipped import copied

    found = _found(discover, tenant, cloud, saved)
    written, kept = copied("templates/fleet", folder)
    if found is not None:
        for path in [path for path in written if path.parent.name in ("clients", "exports")]:
            path.unlink()
            written.remove(path)
        own, left = _clients(found, folder, cloud, tenant)
        written, kept = [*written, *own], [*kept, *left]
    _said(folder, written, kept, found is not None)


def _said(folder: Path, written: list[Path], kept: list[Path], several: bool) -> None:
    for path in written:
        typer.echo(f"wrote {path}")
    for place in kept:
        typer.echo(f"kept {place}, which was there")
    first = f"edit {folder}/clients/" if several else "edit clients/example.yaml"
    typer.echo(f"\nNext: {first}, then `msp-aigov audit --fleet {shlex.quote(str(folder))}`", err=True)


def _found(discover: bool, tenant: str | None, cloud: str, saved: Path | None) -> "tuple[Found, ...] | None":
    from msp_aigov.errors import ConfigError

    if not discover:
        if saved is None:
            return None
        from msp_aigov.config.discovered import from_file

        found = from_file(saved)
    elif tenant is None or saved:
        raise ConfigError("--discover needs --tenant ID and no --from", "Name the tenant that you sign in to.")
    else:
        from msp_aigov.azure.cloud import cloud_named
        from msp_aigov.model.client import AzureTenant
        from msp_aigov.pipeline.discover import discovered

        found = discovered(AzureTenant(tenant, cloud=cloud_named(cloud).name))  # type: ignore[arg-type]
    if not found:
        raise ConfigError("no client was found in the list", "It must name tenants by their id.")
    return found


def _clients(found: "Iterable[Found]", folder: Path, cloud: str, own: str | None) -> tuple[list[Path], list[Path]]:
    from msp_aigov.config.discovered import written

    made, kept = written(found, folder, cloud, own)
    return made, [Path(name) for name in kept]
