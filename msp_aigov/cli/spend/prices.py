"""`msp-aigov prices`: the list prices that estimates rest on."""

from pathlib import Path
from typing import Annotated

import typer

from msp_aigov.cli.shared.options import Fleet

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Show or refresh the list prices of models.")


@app.callback()
def prices() -> None:
    """Show or refresh the list prices of models."""


@app.command()
def show(
    fleet: Fleet = Path(),
    model: Annotated[str, typer.Argument(metavar="[MODEL]", help="Only this model.", show_default="all")] = "",
) -> None:
    """Every price known here, with its source and the day it was read. A price file of yours wins over the list.

    \b
    Examples:
      msp-aigov prices show
      msp-aigov prices show gpt-5-mini --fleet clients/
    """
    from msp_aigov.pipeline.order import now
    from msp_aigov.reports.words import clean
    from msp_aigov.rules.load import load_rules

    rules = load_rules(fleet / "rules")
    most = next(int(rule.value) for rule in rules.spend_rules if rule.key == "price_age_days")
    today, old = now().date(), 0
    for price in (*rules.client_prices, *rules.prices):
        if model.lower() in price.model.lower():
            own = f"your file, {price.client}" if price.client else "your file"
            whose = own if price in rules.client_prices else "list"
            what = f"{price.metric} {price.tier}".strip()
            line = f"{price.model or 'any model'}  {what}  {price.amount} {price.currency} per {price.unit}"
            aged = (today - price.reference.read_on).days > most
            old += aged
            mark = f", OLDER THAN {most} DAYS" if aged else ""
            typer.echo(clean(f"{line}  {price.sku or 'any SKU'}  {whose}, read {price.reference.read_on}{mark}"))
    if old:
        typer.echo(f"{old} prices are older than {most} days: msp-aigov prices refresh", err=True)


@app.command()
def refresh(
    fleet: Fleet = Path(),
    currency: Annotated[list[str] | None, typer.Option(help="Currency; repeatable.", show_default="USD")] = None,
) -> None:
    """Fetch the public list prices of Foundry Models into the fleet's rules folder. Needs no sign-in and sends none.

    \b
    Examples:
      msp-aigov prices refresh
      msp-aigov prices refresh --currency EUR --currency GBP
    """
    from msp_aigov.pipeline.prices import refreshed

    path, count = refreshed(fleet / "rules", tuple(currency or ["USD"]))
    typer.echo(f"{count} prices written to {path}", err=True)
