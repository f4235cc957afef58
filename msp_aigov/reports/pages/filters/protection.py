"""What guards the accounts beside their filters, what the filters did, and what nobody looked at."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from msp_aigov.model.cloud import AiAccount
from msp_aigov.model.guardrails import DeploymentGuardrail, FilterActivity, Guardrails
from msp_aigov.model.seen import Seen
from msp_aigov.model.text import Text
from msp_aigov.reports.blocks import Block, Cell, Code, Column, Lines, Note, Small, Table
from msp_aigov.reports.words.plain import FILTER_STATES, FILTERS, word

# What is shown of an account: the heading, the field, and the words for yes and no.
SETTINGS = (
    ("API keys", "local_auth", "accepted", "refused"),
    ("Public network", "public_network", "open", "closed"),
    ("Client’s own key", "own_keys", "yes", "no"),
    ("Answers stored", "stored_completions", "possible", "no"),
    ("Logged for abuse monitoring", "content_logging", "yes", "no"),
)

UNSAID = "Not known: what the filters of {name} did in 30 days. No metric says it, which is not zero."
SIDES = {"prompt": "In prompts", "completion": "In answers", "": "not stated"}
WORKED = ("Deployment", "Filter", "Where", "Set to", "Detected", "Blocked", "Of requests")


def protection(guardrails: Guardrails) -> Iterator[Block]:
    """The accounts, the filters at work, and the list of what is not assessed."""
    titles = ("Account", *(title for title, *_ in SETTINGS))
    rows = tuple(_account(each) for each in guardrails.accounts)
    if rows:
        yield Table(Text("How the accounts are set"), tuple(Column(Text(title)) for title in titles), rows)
    worked = tuple(_worked(each, row) for each in guardrails.deployments for row in each.activity or ())
    if worked:
        columns = tuple(Column(Text(title)) for title in WORKED)
        yield Table(Text("What the filters did in 30 days"), columns, worked)
    for name in (each.deployment.name for each in guardrails.deployments if not each.activity and not each.outside):
        yield Note(Text(UNSAID, name=name))
    for note in guardrails.not_assessed:
        yield Note(Text("Not assessed: {what}", what=note))


def _account(account: AiAccount) -> tuple[Cell, ...]:
    return (Code(account.name), *(_set(getattr(account, field), yes, no) for _, field, yes, no in SETTINGS))


def _set(seen: Seen[Any], yes: str, no: str) -> Cell:
    if seen.value is None:
        return Text("not known")
    said = Text(yes if seen.value else no)
    return Lines((said, Small(Text("by Azure’s default")))) if seen.state == "default" else said


def _worked(guardrail: DeploymentGuardrail, row: FilterActivity) -> tuple[Cell, ...]:
    return (
        Lines((Code(guardrail.deployment.name), Small(Text("in {account}", account=guardrail.account_name)))),
        word(FILTERS, row.filter),
        word(SIDES, row.direction or ""),
        word(FILTER_STATES, row.configured) if row.configured else Text("not known"),
        _share(row.detected, row.detected_percent),
        _share(row.blocked, row.blocked_percent),
        Text("not known") if row.total is None else Text("{count}", count=row.total),
    )


def _share(count: Decimal | None, percent: Decimal | None) -> Cell:
    """A count with its share of all requests; what no metric gave is not zero."""
    if count is None:
        return Text("not known")
    if percent is None:
        return Text("{count}", count=count)
    return Text("{count} ({percent} %)", count=count, percent=percent)
