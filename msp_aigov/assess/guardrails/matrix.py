"""The effective filter matrix of one deployment: policy, base policy, documented default, in that order."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from msp_aigov.assess.guardrails.entry import Origin, by_cell, cells_of, extras_of, readable
from msp_aigov.assess.guardrails.wanted import compared
from msp_aigov.model.cloud import Deployment, RaiPolicy
from msp_aigov.model.guardrails import EffectiveFilter, plain
from msp_aigov.model.rules import FilterRule, Profile, Rules

DEFAULT_POLICY = "Microsoft.DefaultV2"
IMAGE_SUFFIX = " for image models"  # the rows of system_policies.csv for what image models add to the default
# Filters that look at text only; an image model's output is not text.
TEXT_ONLY = {"protectedmaterialtext", "protectedmaterialcode"}
LONGEST_CHAIN = 8
SPELLED = re.compile(r"[\w .-]+")  # a name; anything else, a list say, is not taken for one that looks like it
# What would settle what is open.
NAME_ONLY = "only the deployment's name was read; save or list the deployment with its properties"
LISTED = "save or list the account's policies, or name one that is there"
PORTAL = "what it blocks can be seen in the Foundry portal only"


@dataclass(frozen=True)
class Resolved:
    """A deployment's policy with its bases, nearest first; `open` says why filters they do not mention are unknown."""

    name: str
    chain: tuple[RaiPolicy, ...]
    documented: str
    open: str


def resolve(deployment: Deployment, policies: Iterable[RaiPolicy]) -> Resolved:
    """Follow the policy's name, then each base's, to the end or to the first that is not there."""
    if not deployment.whole:
        return Resolved("(not read)", (), "", NAME_ONLY)
    own = list(policies)
    named = deployment.policy.value
    name = named or DEFAULT_POLICY
    chain: list[RaiPolicy] = []
    while True:
        policy = _named(name, own)
        if policy is None:
            said = f"policy {name} is not in the account's list; {LISTED}"
            return Resolved(named or DEFAULT_POLICY, tuple(chain), name, said)
        if policy in chain or len(chain) >= LONGEST_CHAIN:
            said = f"the base policies go round in a circle at {name}; base it on {DEFAULT_POLICY}"
            return Resolved(named or DEFAULT_POLICY, tuple(chain), "", said)
        chain.append(policy)
        if not readable(policy):
            kind = f" of the kind {policy.format}" if policy.format else ""
            said = f"policy {policy.name}{kind} holds no filter list that we understand; {PORTAL}"
            return Resolved(named or DEFAULT_POLICY, tuple(chain), "", said)
        if policy.base is None or plain(policy.base) == plain(policy.name):
            said = f"policy {policy.name} does not mention it and names no base; set it there"
            return Resolved(named or DEFAULT_POLICY, tuple(chain), "", said)
        name = policy.base


def _named(name: str, policies: Iterable[RaiPolicy]) -> RaiPolicy | None:
    """A policy by its name, or by its id where a whole id is given: an id of another account is not ours."""
    if "/" in name:
        return next((policy for policy in policies if policy.id.lower() == name.lower()), None)
    own = list(policies)
    exact = [policy for policy in own if policy.name.lower() == name.lower()]
    if not exact and not SPELLED.fullmatch(name):
        return None
    alike = exact or [policy for policy in own if plain(policy.name) == plain(name)]
    return alike[0] if len(alike) == 1 else None  # `strict-1` and `strict_1` are two policies to Azure


def effective(
    deployment: Deployment, policies: Iterable[RaiPolicy], profile: Profile, rules: Rules, image: bool
) -> tuple[EffectiveFilter, ...]:
    """Every filter that the deployment's policy sets or the profile wants, in each direction."""
    resolved = resolve(deployment, policies)
    cells = by_cell(_cells(deployment, resolved, rules, image))
    wanted = wanted_of(profile, image)
    made = []
    for key in sorted({*cells, *wanted}):
        rule = wanted.get(key)
        cell = cells.get(key) or _silent(resolved, rule)
        made.append(_sure(compared(cell, rule), deployment))
    return tuple(made)


def _sure(cell: EffectiveFilter, deployment: Deployment) -> EffectiveFilter:
    """What only Azure's default would meet is unknown where the deployment names no policy; what fails, fails."""
    if deployment.policy.value or cell.match != "meets" or cell.wanted == "off":
        return cell
    return replace(cell, match="unknown", evidence=f"{cell.evidence}; {NAME_IT}")


def wanted_of(profile: Profile, image: bool) -> Mapping[tuple[str, str], FilterRule]:
    """What the profile wants of a model that writes, or of one that draws."""
    return {
        (plain(rule.filter), rule.direction): rule
        for rule in profile.filters
        if not (image and plain(rule.filter) in TEXT_ONLY)
    }


def _cells(deployment: Deployment, resolved: Resolved, rules: Rules, image: bool) -> Iterator[EffectiveFilter]:
    """What is said of each filter, the furthest base first, so that the policy's own word comes later and stands."""
    named = deployment.policy.value
    if any(not readable(policy) for policy in resolved.chain):
        lost = resolved.chain[:-1]
    else:
        lost = resolved.chain
        if not any(policy.unreadable for policy in lost):
            yield from _documented(resolved.documented, rules, image, assumed=named is None)
    for position in range(len(resolved.chain) - 1, -1, -1):
        policy = resolved.chain[position]
        origin: Origin = "inherited" if position else "configured" if named else "default"
        if position >= len(lost):
            yield from extras_of(policy, origin)
            continue
        doubt = any(nearer.unreadable for nearer in lost[:position])
        for cell in cells_of(policy, origin):
            if doubt and cell.state != "off":
                cell = replace(cell, state="unknown", threshold=None, evidence=f"{cell.evidence}; {UNREAD}")
            yield cell if named else replace(cell, certainty="inferred", evidence=f"{cell.evidence}; {NOT_NAMED}")


UNREAD = "a policy built on it holds entries that could not be read"
NAME_IT = "name the policy on the deployment to be sure"
NOT_NAMED = f"the deployment names no policy, and Azure then takes {DEFAULT_POLICY}"


def _documented(policy: str, rules: Rules, image: bool, assumed: bool) -> Iterator[EffectiveFilter]:
    """A policy that Azure manages, as documented; what a document says of it is inferred, not read."""
    names = [plain(policy), *([plain(policy + IMAGE_SUFFIX)] if image else [])]
    for system in rules.system_policies if policy else ():
        if plain(system.name) in names:
            for rule in system.filters:
                if image and plain(rule.filter) in TEXT_ONLY:
                    continue
                evidence = f"{system.name} as documented on {rule.reference.read_on}: {rule.reference.source}"
                evidence += f"; {NOT_NAMED}" if assumed else ""
                origin: Origin = "default"
                yield EffectiveFilter(
                    rule.filter, rule.direction, rule.state, rule.threshold, origin, evidence, certainty="inferred"
                )


def _silent(resolved: Resolved, rule: FilterRule | None) -> EffectiveFilter:
    """A filter the profile wants and nothing mentions: unknown, never a pass and never off by assumption."""
    assert rule is not None
    why = resolved.open
    unread = sum(policy.unreadable for policy in resolved.chain)
    why += f"; {unread} of its entries could not be read" if unread else ""
    return EffectiveFilter(rule.filter, rule.direction, "unknown", None, "default", why)
