"""All accounts and deployments of a client, each deployment with its filters and its place of processing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from msp_aigov.assess.guardrails.activity import activity
from msp_aigov.assess.guardrails.blocklists import looked_up, missing
from msp_aigov.assess.guardrails.lifecycle import lifecycle
from msp_aigov.assess.guardrails.matrix import effective, resolve
from msp_aigov.assess.guardrails.profile import accepted, profile_of
from msp_aigov.assess.guardrails.quota import fits
from msp_aigov.assess.guardrails.reach import makes_images, mode_of, outside, unreached
from msp_aigov.assess.guardrails.residency import deployed
from msp_aigov.model.client import Client
from msp_aigov.model.cloud import (
    AiAccount,
    Blocklists,
    Connection,
    DefenderSetting,
    Deployment,
    DiagnosticSetting,
    QuotaCounter,
    RaiPolicy,
    SafetyCount,
)
from msp_aigov.model.guardrails import DeploymentGuardrail, EffectiveFilter, Guardrails, Match
from msp_aigov.model.money.usage import OfferedModel
from msp_aigov.model.rules import Profile, Rules
from msp_aigov.model.seen import missing as missing_seen
from msp_aigov.model.text import Text

AGENTS = Text(
    "Agents: an agent's own guardrail takes the place of its deployment's. Agents are read over the data plane, which "
    "an audit does not use."
)
SUBSCRIPTION_POLICIES = Text(
    "Policies of a whole subscription: the API answers for one only by its name and lists none, so that nobody can "
    "tell from here whether one takes the place of a deployment's."
)
BLOCKLISTS = Text("Blocklists: they are found by name. The words on them, and those of custom topics, are not read.")
HEADERS = Text("Requests: a caller can name another policy in a header. Only the caller's code shows it.")


@dataclass(frozen=True)
class Read:
    """What was read of the client's accounts, beside the accounts; `places` are the scopes that were asked."""

    deployments: Sequence[Deployment] = ()
    policies: Sequence[RaiPolicy] = ()
    diagnostics: Sequence[DiagnosticSetting] = ()
    defender: Sequence[DefenderSetting] = ()
    connections: Sequence[Connection] = ()
    offers: Sequence[OfferedModel] = ()
    counts: Sequence[SafetyCount] = ()
    blocklists: Sequence[Blocklists] = ()
    counters: Sequence[QuotaCounter] = ()
    places: tuple[str, ...] = ()


def assess(
    client: Client, baseline: str, today: date, accounts: Sequence[AiAccount], read: Read, rules: Rules
) -> Guardrails:
    """Judge nothing, work everything out: the client's profile, or the fleet's baseline where it names none."""
    profile = profile_of(client, baseline, rules, today)
    by_id = {account.id: account for account in accounts}
    by_deployment = {item.id: item for item in read.deployments}
    made = [
        _guardrail(client, profile, today, item, by_id.get(item.account), by_deployment, read, rules)
        for item in sorted(read.deployments, key=lambda item: item.id)
    ]
    notes = (AGENTS, SUBSCRIPTION_POLICIES, BLOCKLISTS, HEADERS) if made else ()
    quotas = tuple(fits(client, read.deployments, read.counters, read.places, rules))
    whole = tuple(_whole(account, read) for account in sorted(accounts, key=_id))
    return Guardrails(whole, tuple(made), notes, quotas)


def _guardrail(
    client: Client,
    profile: Profile,
    today: date,
    deployment: Deployment,
    account: AiAccount | None,
    others: dict[str, Deployment],
    read: Read,
    rules: Rules,
) -> DeploymentGuardrail:
    resolved = resolve(deployment, own := [policy for policy in read.policies if policy.account == deployment.account])
    location = account.location if account else ""
    beyond = outside(deployment)
    filters = () if beyond else _filters(client, profile, today, deployment, own, rules)
    filters = looked_up(filters, deployment.account, read.blocklists)
    changes = (deployment.changed, *(policy.changed for policy in resolved.chain))
    changed = max((day for day in changes if day), default=None)
    return DeploymentGuardrail(
        deployment=deployment,
        account_name=account.name if account else deployment.account.rsplit("/", 1)[-1],
        policy=deployment.policy.value or f"{resolved.name} (not stated)",
        profile=profile.name,
        filters=filters,
        processing=deployed(deployment, location, others, client.residency, rules),
        scopes=deployment.scopes,
        mode=missing_seen(why) if (why := unreached(deployment)) else mode_of(resolved),
        outside=beyond,
        lifecycle=lifecycle(deployment, read.offers, rules),
        activity=activity(deployment, read.counts, filters, changed),
        changed=changed,
        missing_blocklists=missing(filters),
    )


def _filters(
    client: Client,
    profile: Profile,
    today: date,
    deployment: Deployment,
    policies: Iterable[RaiPolicy],
    rules: Rules,
) -> tuple[EffectiveFilter, ...]:
    filters = effective(deployment, policies, profile, rules, makes_images(deployment, rules))
    why = unreached(deployment)
    if why:
        filters = tuple(
            replace(cell, state="unknown", threshold=None, evidence=f"{cell.evidence}; {why}", match=_open(cell))
            for cell in filters
        )
    return accepted(filters, client, deployment, today)


def _open(cell: EffectiveFilter) -> Match:
    return "unknown" if cell.wanted else "not_wanted"


def _whole(account: AiAccount, read: Read) -> AiAccount:
    """The account with what its own reads gave; nothing read stays None through the needs of each check."""
    return replace(
        account,
        logging=tuple(item for item in read.diagnostics if item.account == account.id),
        defender=tuple(item for item in read.defender if item.account == account.id),
        connections=tuple(item for item in read.connections if item.account == account.id),
    )


def _id(account: AiAccount) -> str:
    return account.id
