"""`msp-aigov deliver`: tell a webhook or a Teams channel of a finished run."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msp_aigov.cli.shared.options import Clients, Fleet

if TYPE_CHECKING:
    from msp_aigov.model.client import Deliveries

app = typer.Typer(add_completion=False)


@app.command()
def deliver(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A run folder.", show_default=False)],
    fleet: Fleet = Path(),
    client: Clients = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would be sent, and send nothing.")] = False,
    language: Annotated[str, typer.Option(metavar="LANGUAGE", help="en or de.")] = "en",
) -> None:
    """Post each client's lights and tickets to the addresses under `deliveries:` in fleet.yaml, and to no other.

    A webhook is signed: X-Aigov-Signature is v1= and the HMAC-SHA256 of TIMESTAMP.ID.BODY in hex, with the secret that
    `secret_env` names. Refuse a timestamp older than five minutes, and an id that you have seen.

    \b
    Examples:
      msp-aigov deliver runs/20261120T061205Z --dry-run
      msp-aigov deliver runs/20261120T061205Z --client contoso
    """
    import sys

    from msp_aigov.cli.shared.packs import spoken_here
    from msp_aigov.config.load import load_fleet
    from msp_aigov.pipeline.deliver import prepared, sent
    from msp_aigov.pipeline.run import printed
    from msp_aigov.reports.words import clean
    from msp_aigov.rules.load import load_rules

    wanted = load_fleet(fleet, load_rules(fleet / "rules")).deliveries
    secret = "" if dry_run else _secret(wanted)
    failed = 0
    for one in prepared(printed(run, client or []), wanted, spoken_here(language)):
        if dry_run:
            typer.echo(one.body.decode().rstrip("\n"))
            continue
        wrong = sent(one, wanted, secret)
        failed += bool(wrong)
        sys.stderr.write(f"{one.client}: {one.system}: {clean(wrong) or 'taken'}\n")
    raise typer.Exit(3 if failed else 0)


def _secret(wanted: "Deliveries") -> str:
    """What the webhook is signed with; without addresses, or without it, nothing is sent."""
    import os

    from msp_aigov.errors import ConfigError

    if not (wanted.webhook or wanted.teams):
        raise ConfigError("fleet.yaml: names no deliveries", "Add `deliveries:` with a webhook or a Teams address.")
    named = wanted.webhook.secret_env if wanted.webhook else None
    secret = os.environ.get(named, "") if named else ""
    if named and not secret:
        raise ConfigError(f"{named} is not set", "It holds the secret that signs the webhook.")
    return secret
