"""`msp-aigov doctor`: whether each client can be audited, and what its administrator has to do."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msp_aigov.cli.shared.options import Clients, Fleet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msp_aigov.model.reach.access import AccessReport

app = typer.Typer(add_completion=False)


class Format(StrEnum):
    """How to print what was found."""

    TERMINAL = "terminal"
    JSON = "json"


@app.command()
def doctor(
    fleet: Fleet = Path(),
    client: Clients = None,
    onboard: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write what a client's administrator has to run, and ask nothing."),
    ] = None,
    output: Annotated[Format, typer.Option("-o", "--output", help="How to print it.")] = Format.TERMINAL,
) -> None:
    """Ask every API once for each client: does it answer, which role is missing where, is it the right tenant.

    Ends in 0 if everything answers, else in 3. Nothing is written to Azure.

    \b
    Examples:
      msp-aigov doctor
      msp-aigov doctor --client contoso -o json
      msp-aigov doctor --onboard onboarding/
    """
    if onboard:
        _onboard(onboard)
        return
    raise typer.Exit(_examine(fleet, client or [], output))


def _examine(fleet: Path, clients: list[str], output: Format) -> int:
    from msp_aigov.config.load import choose, load_fleet
    from msp_aigov.pipeline.doctor import examined
    from msp_aigov.rules.load import load_rules

    chosen = choose(load_fleet(fleet, load_rules(fleet / "rules")), clients)
    reports = [examined(each, fleet) for each in chosen]
    if output is Format.JSON:
        import json

        from msp_aigov.reports.formats.json import plain

        typer.echo(json.dumps({"clients": plain(tuple(reports))}, indent=2, ensure_ascii=False))
    else:
        for report in reports:
            for line in _lines(report):
                typer.echo(line)
    return 0 if all(row.diagnosis == "works" for report in reports for row in report.reached) else 3


def _onboard(folder: Path) -> None:
    from msp_aigov.config.shipped import copied

    written, kept = copied("templates/onboarding", folder)
    for path in written:
        typer.echo(f"wrote {path}")
    for path in kept:
        typer.echo(f"kept {path}, which was there")


def _lines(report: "AccessReport") -> "Iterator[str]":
    from msp_aigov.reports.words import clean

    yield clean(f"{report.client}: {report.route}")
    for row in report.reached:
        yield clean(f"  {row.source:<24} {row.scope:<28} {row.diagnosis}")
        if row.diagnosis != "works":
            yield clean(f"    {row.reason}")
            yield clean(f"    {row.mend}" if row.mend else f"    It needs the role {row.role} there.")
    if report.managed_by:
        yield clean(f"  Also managed by: {', '.join(report.managed_by)}")
    if report.rights == "read":
        beyond = ", ".join(report.beyond_need)
        yield clean(f"  Rights beyond reading: {beyond}" if beyond else "  No rights beyond reading.")
    elif report.reached:
        yield "  Rights beyond reading: not known; Azure did not list the caller's permissions."
