"""What a client's own choices about filters must make sense of."""

from collections.abc import Iterator
from pathlib import PurePosixPath, PureWindowsPath

from msp_aigov.config.source import Location
from msp_aigov.model.client import Client, GuardrailChoices
from msp_aigov.model.guardrails import HARMS, plain


def guardrail_problems(client: Client) -> Iterator[tuple[Location, str]]:
    """A line of the profile says why it differs; an approval says on what evidence."""
    for number, path in enumerate(client.azure.from_ if client.azure else ()):
        if PurePosixPath(path).is_absolute() or PureWindowsPath(path).is_absolute():
            yield ("azure", "from", number), "expected a path relative to the fleet folder"
    if client.guardrails:
        yield from _choices(client.guardrails)


def _choices(own: GuardrailChoices) -> Iterator[tuple[Location, str]]:
    for number, choice in enumerate(own.filters):
        here = ("guardrails", "filters", number)
        if not choice.why.strip():
            yield (*here, "why"), "expected the reason"
        if choice.state == "blocks" and plain(choice.filter) in HARMS and choice.threshold is None:
            yield here, f"{choice.filter} needs a `threshold`: Low, Medium or High"
    for number, approval in enumerate(own.approvals):
        if not approval.evidence.strip():
            yield ("guardrails", "approvals", number, "evidence"), "expected where the approval can be read"
