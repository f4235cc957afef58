"""`msp-aigov checks`: what is checked, and why."""

import textwrap
from collections.abc import Iterator
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command()
def checks(
    check: Annotated[str | None, typer.Argument(metavar="[ID]", help="Explain this check.", show_default=False)] = None,
) -> None:
    """List every check, or explain one with its sources.

    \b
    Examples:
      msp-aigov checks
      msp-aigov checks SPD001
    """
    from msp_aigov.checks.registry import REGISTRY
    from msp_aigov.errors import ConfigError
    from msp_aigov.reports.words import say

    if check is None:
        for item in REGISTRY:
            typer.echo(f"{item.id}  {item.severity.value:<8}  {say(item.title)}")
        return
    found = next((item for item in REGISTRY if item.id.lower() == check.lower()), None)
    if found is None:
        raise ConfigError(f"there is no check {check}", "`msp-aigov checks` lists them.")
    typer.echo(f"{found.id}  {say(found.title)}  ({found.severity.value})\n")
    for paragraph in found.why.split("\n\n"):
        typer.echo(textwrap.fill(" ".join(paragraph.split()), 80) + "\n")
    typer.echo(textwrap.fill(f"What to do: {say(found.remedy)}", 80) + "\n")
    typer.echo("Unknown unless these were read: " + ", ".join(found.needs))
    for source in found.sources:
        typer.echo(f"Source: {source}")
    for line in _dated(found.id):
        typer.echo(line)


def _dated(check: str) -> Iterator[str]:
    """How to mend it step by step, and the controls of frameworks it speaks to, from the dated tables."""
    from msp_aigov.rules.load import load_rules

    rules = load_rules()
    for step in (step for step in rules.remedies if step.check == check):
        yield f"\nPortal: {step.portal}"
        yield f"az line: {step.az.replace('{{', '{').replace('}}', '}')}"
    for row in (row for row in rules.mappings if row.check == check):
        note = f" ({row.note})" if row.note else ""
        yield f"{row.framework}: {row.control}{note} [{row.reference.source}, {row.reference.read_on}]"
