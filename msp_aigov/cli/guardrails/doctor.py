"""`msp-aigov doctor`: whether each client can be audited, and what its administrator has to do."""

import textwrap
from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msp_aigov.cli.shared.options import Clients, Fleet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msp_aigov.model.reach.access import AccessReport, Reached

app = typer.Typer(add_completion=False)
NOT_READ = " was not read: "


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
    """Ask every API once at each place of a client: does it answer, which role is missing, is it the right tenant.

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
    yield from _wrapped(f"{report.client}: {report.route}", 0)
    works = Counter(row.source for row in report.reached if row.diagnosis == "works")
    if works:
        yield from _wrapped("works: " + ", ".join(f"{name} ({times})" for name, times in sorted(works.items())), 2)
    for (diagnosis, reason, mend), rows in _alike(report).items():
        places = sorted({row.scope for row in rows})
        yield from _wrapped(f"{diagnosis}: {', '.join(sorted({row.source for row in rows}))}", 2)
        yield from _wrapped("at " + ", ".join(places), 4)
        if diagnosis == "not asked" and NOT_READ in reason:
            yield from _wrapped(f"because {reason.split(NOT_READ)[0]}{NOT_READ.rstrip(': ')}", 4)
            continue
        yield from _wrapped(reason, 4)
        yield from _wrapped(mend or f"It needs the role {rows[0].role} there.", 4)
    if report.managed_by:
        yield from _wrapped(f"Also managed by: {', '.join(report.managed_by)}", 2)
    beyond = ", ".join(report.beyond_need)
    if beyond:
        yield from _wrapped(f"Rights beyond reading: {beyond}", 2)
    if report.rights == "read":
        yield from () if beyond else ["  No rights beyond reading."]
    elif report.reached:
        yield from _wrapped("Rights beyond reading: not all known; Azure did not list the caller's permissions.", 2)


def _alike(report: "AccessReport") -> "dict[tuple[str, str, str], list[Reached]]":
    """What does not work, questions that fared alike together."""
    groups: dict[tuple[str, str, str], list[Reached]] = {}
    for row in sorted(report.reached, key=lambda row: row.diagnosis == "not asked"):
        if row.diagnosis != "works":
            groups.setdefault((row.diagnosis, row.reason, row.mend), []).append(row)
    return groups


def _wrapped(words: str, indent: int) -> list[str]:
    """Lines of 80 columns at most; an id is never broken."""
    from msp_aigov.reports.words import clean

    paper = textwrap.TextWrapper(80, " " * indent, " " * (indent + 2), break_long_words=False, break_on_hyphens=False)
    return paper.wrap(clean(words))
