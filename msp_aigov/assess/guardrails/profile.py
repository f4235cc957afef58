"""The profile a client is judged by: the named one, with what the client changed and why."""

from dataclasses import replace
from datetime import date

from msp_aigov.model.client import Client, FilterApproval, FilterChoice
from msp_aigov.model.cloud import Deployment
from msp_aigov.model.guardrails import EffectiveFilter, plain
from msp_aigov.model.rules import FilterRule, Profile, Reference, Rules


def profile_of(client: Client, baseline: str, rules: Rules, today: date) -> Profile:
    """The client's profile, or the fleet's baseline where it names none, with the client's own lines over it."""
    named = profile_named(client.profile or baseline, rules)
    choices = client.guardrails.filters if client.guardrails else ()
    if not choices:
        return named
    own = {(plain(choice.filter), choice.direction): _rule(choice, client.id, today) for choice in choices}
    kept = [rule for rule in named.filters if (plain(rule.filter), rule.direction) not in own]
    return Profile(f"{named.name}, changed by {client.id}", (*kept, *own.values()))


def profile_named(name: str, rules: Rules) -> Profile:
    """The profile of that name; config has made sure that it exists."""
    return next(profile for profile in rules.profiles if profile.name == name)


def _rule(choice: FilterChoice, client: str, today: date) -> FilterRule:
    return FilterRule(
        choice.filter,
        choice.direction,
        choice.state,
        choice.threshold,
        Reference(f"clients/{client}.yaml: {choice.why}", today),
    )


def accepted(
    filters: tuple[EffectiveFilter, ...], client: Client, deployment: Deployment, today: date
) -> tuple[EffectiveFilter, ...]:
    """The same cells, those weaker ones marked for which the client's file holds approval evidence that still runs."""
    approvals = client.guardrails.approvals if client.guardrails else ()
    return tuple(_accepted(cell, approvals, deployment, today) for cell in filters)


def _accepted(
    cell: EffectiveFilter, approvals: tuple[FilterApproval, ...], deployment: Deployment, today: date
) -> EffectiveFilter:
    if cell.match != "weaker":
        return cell
    for approval in approvals:
        if plain(approval.filter) != plain(cell.filter) or approval.direction not in (None, cell.direction):
            continue
        if approval.deployment is not None and approval.deployment.lower() != deployment.name.lower():
            continue
        if approval.expires < today:
            note = f"{cell.evidence}; its approval ended on {approval.expires}"
            return replace(cell, evidence=note)
        note = f"{cell.evidence}; approved until {approval.expires}: {approval.evidence}"
        return replace(cell, match="accepted", evidence=note)
    return cell
