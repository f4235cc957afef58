"""`msp-aigov models`: where a model is offered, and where a client may use it."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msp_aigov.cli.shared.options import Fleet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msp_aigov.model.client import Client
    from msp_aigov.model.reach.offers import LiveOffers, OfferedPlace, WhereAnswer
    from msp_aigov.model.rules import Rules

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Where a model is offered.")
ALLOWED = {True: "allowed", False: "not allowed", None: "nobody said what is allowed"}


class Format(StrEnum):
    """How to print the answer."""

    TERMINAL = "terminal"
    JSON = "json"


@app.callback()
def models() -> None:
    """Where a model is offered."""


@app.command()
def where(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="The model's name.", show_default=False)],
    region: Annotated[str, typer.Option(metavar="R", help="Only this region.", show_default="all")] = "",
    client: Annotated[str | None, typer.Option(metavar="ID", help="Say whether this client may use it.")] = None,
    fleet: Fleet = Path(),
    live: Annotated[
        bool | None,
        typer.Option("--live/--offline", help="Ask the client's Azure, or do not.", show_default="asks if it can"),
    ] = None,
    output: Annotated[Format, typer.Option("-o", "--output", help="How to print it.")] = Format.TERMINAL,
) -> None:
    """Say where a model is offered, how long, and whether a client may use it there.

    With --client the client's Azure is asked if a way to sign in is at hand and the network reaches it; else dated
    facts answer, and say why. The answer says which. Ends in 0 if there is a place, in 1 if none is allowed, in 3 if
    nobody knows.

    \b
    Examples:
      msp-aigov models where gpt-image-1.5 --region swedencentral
      msp-aigov models where MAI-Image-2.5 --client contoso -o json
    """
    answer = _answered(model, region.lower().replace(" ", ""), client, fleet, live)
    if output is Format.JSON:
        import json

        from msp_aigov.reports.formats.json import plain

        typer.echo(json.dumps(plain(answer), indent=2, ensure_ascii=False))
    else:
        for line in _lines(answer):
            typer.echo(line)
    raise typer.Exit({"offered": 0, "not_allowed": 1, "unknown": 3}[answer.outcome])


def _answered(model: str, region: str, client: str | None, folder: Path, live: bool | None) -> "WhereAnswer":
    from msp_aigov.assess.guardrails.where import where as located
    from msp_aigov.errors import ConfigError
    from msp_aigov.rules.load import load_rules

    rules = load_rules(folder / "rules")
    if client is None:
        if live:
            raise ConfigError("--live asks a client's Azure", "Name the client with --client ID.")
        return located(model, region, "", None, rules)
    from msp_aigov.config.load import choose, load_fleet

    (chosen,) = choose(load_fleet(folder, rules), [client])
    offers, unread = (None, "") if live is False else _asked(chosen, folder, model, region, rules, bool(live))
    return located(model, region, chosen.id, chosen.residency, rules, offers, unread)


def _asked(
    client: "Client", folder: Path, model: str, region: str, rules: "Rules", insisted: bool
) -> "tuple[LiveOffers | None, str]":
    """What the client's own Azure offers, or why it was not asked; a place that it does not list is left to facts."""
    from msp_aigov.azure.at_hand import not_at_hand
    from msp_aigov.errors import AigovError

    try:
        if not insisted:
            if client.azure is None or client.azure.from_:
                return None, "the client's file names no Azure to sign in to"
            why = not_at_hand(client.azure)
            if why:
                return None, why
        from msp_aigov.pipeline.where import offers_now

        offers = offers_now(client, folder, model, rules)
    except AigovError as error:
        return None, error.message
    if insisted or any(region in ("", row.region) for row in offers.rows):
        return offers, ""
    return None, "no account of this client lists it there"


def _lines(answer: "WhereAnswer") -> "Iterator[str]":
    from msp_aigov.reports.words import clean, say

    asked = f"{answer.model}{' in ' + answer.region if answer.region else ''}"
    about = f" for {answer.client}, which allows {answer.residency or 'nobody said where'}" if answer.client else ""
    yield clean(f"{asked}{about}: {answer.outcome.replace('_', ' ')}")
    basis = "Azure, asked live" if answer.basis == "live" else answer.basis
    yield f"From {basis}, {answer.as_of}. Quota: {clean(say(answer.quota))}"
    for place in answer.places:
        yield clean(f"  {_place(place, bool(answer.client))}")
    for claim in answer.claims:
        end = f"ends {claim.retires}" if claim.retires else "no end named"
        price = f"; {claim.price}" if claim.price else ""
        yield clean(f"  version {claim.version}: {claim.lifecycle}, {end}{price} ({claim.source}, {claim.read_on})")
    for note in answer.notes:
        yield clean(f"  Note: {say(note)}")
    if answer.alternative:
        yield clean(f"Nearest allowed: {answer.alternative.model}, {_place(answer.alternative, bool(answer.client))}")
        yield clean(f"  Price basis: {answer.alternative_price}")


def _place(place: "OfferedPlace", judged: bool) -> str:
    from msp_aigov.reports.words import say

    verdict = f"{ALLOWED[place.allowed]}, " if judged else ""
    return f"{place.region} as {place.sku}: {verdict}{say(place.reason)} ({place.source}, {place.read_on})"
