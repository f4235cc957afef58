"""The effective filter matrix of one deployment: policy, base policy, documented default, in that order."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from msp_aigov.model.cloud import ContentFilter, Deployment, RaiPolicy
from msp_aigov.model.guardrails import HARMS, EffectiveFilter, FilterState, Match, Threshold, plain
from msp_aigov.model.rules import FilterRule, Profile, Rules

DEFAULT_POLICY = "Microsoft.DefaultV2"
THRESHOLDS: tuple[Threshold, ...] = ("Low", "Medium", "High")  # from strictest to loosest
# Filters that look at text only; an image model's output is not text.
TEXT_ONLY = {"protectedmaterialtext", "protectedmaterialcode"}
Origin = Literal["configured", "inherited", "default"]


def policy_of(deployment: Deployment, policies: Mapping[str, RaiPolicy]) -> RaiPolicy | None:
    """The policy a deployment names; where it names none, Azure's default policy if the account lists it."""
    return policies.get(plain(deployment.policy.value or DEFAULT_POLICY))


def effective(
    deployment: Deployment, policies: Iterable[RaiPolicy], profile: Profile, rules: Rules, image: bool
) -> tuple[EffectiveFilter, ...]:
    """Every filter that the deployment's policy sets or the profile wants, in each direction."""
    by_name = {plain(policy.name): policy for policy in policies}
    cells = {(plain(cell.filter), cell.direction): cell for cell in _cells(deployment, by_name, rules)}
    wanted: dict[tuple[str, str], FilterRule] = {
        (plain(rule.filter), rule.direction): rule
        for rule in profile.filters
        if not (image and plain(rule.filter) in TEXT_ONLY)
    }
    made = []
    for key in sorted({*cells, *wanted}):
        rule = wanted.get(key)
        cell = cells.get(key) or _silent(deployment, by_name, rule)
        made.append(_compared(cell, rule))
    return tuple(made)


def _cells(deployment: Deployment, by_name: Mapping[str, RaiPolicy], rules: Rules) -> Iterator[EffectiveFilter]:
    """What is said of each filter, the base first, so that the policy's own word comes later and stands."""
    named = deployment.policy.value
    policy = policy_of(deployment, by_name)
    if policy is None or policy.filters is None:
        if named is None or plain(named) == plain(DEFAULT_POLICY):
            yield from _documented(DEFAULT_POLICY, rules)
        return
    base = by_name.get(plain(policy.base)) if policy.base and plain(policy.base) != plain(policy.name) else None
    if base and base.filters is not None:
        yield from (_cell(entry, base, "inherited") for entry in base.filters)
    elif policy.base:
        yield from _documented(policy.base, rules)
    yield from (_cell(entry, policy, "configured" if named else "default") for entry in policy.filters)


def _documented(policy: str, rules: Rules) -> Iterator[EffectiveFilter]:
    """A policy that Azure manages, as documented."""
    for system in rules.system_policies:
        if plain(system.name) == plain(policy):
            for rule in system.filters:
                evidence = f"{system.name} as documented on {rule.reference.read_on}: {rule.reference.source}"
                yield EffectiveFilter(rule.filter, rule.direction, rule.state, rule.threshold, "default", evidence)


def _cell(entry: ContentFilter, policy: RaiPolicy, origin: Origin) -> EffectiveFilter:
    state = _state(entry)
    threshold = next((step for step in THRESHOLDS if step.lower() == (entry.threshold or "").lower()), None)
    multilevel = plain(entry.name) in HARMS
    if state == "blocks" and multilevel and threshold is None:
        state = "unknown"
    words = f"{policy.name}: enabled={_word(entry.enabled)} blocking={_word(entry.blocking)}"
    words += f" severityThreshold={entry.threshold or 'not stated'}"
    direction = (entry.direction or "direction not stated").lower()
    return EffectiveFilter(entry.name, direction, state, threshold if multilevel else None, origin, words)


def _state(entry: ContentFilter) -> FilterState:
    """`enabled` false is off, `blocking` false is annotate; what is not stated, or newer than we know, is unknown."""
    if entry.enabled is False:
        return "off"
    action = (entry.action or "").lower()
    if entry.enabled is None or action not in ("", "none", "blocking", "annotating"):
        return "unknown"
    if action in ("blocking", "annotating"):
        return "blocks" if action == "blocking" else "annotates"
    return "unknown" if entry.blocking is None else "blocks" if entry.blocking else "annotates"


def _silent(deployment: Deployment, by_name: Mapping[str, RaiPolicy], rule: FilterRule | None) -> EffectiveFilter:
    """A filter the profile wants and nothing mentions: unknown, never a pass and never off by assumption."""
    assert rule is not None
    policy = policy_of(deployment, by_name)
    name = deployment.policy.value or DEFAULT_POLICY
    if policy is None:
        why = f"policy {name} is not in the account's list"
    elif policy.filters is None:
        why = f"policy {policy.name} holds no filter list that we understand"
    else:
        why = f"policy {policy.name} does not mention it, nor does its base ({policy.base or 'not stated'})"
    return EffectiveFilter(rule.filter, rule.direction, "unknown", None, "default", why)


def _compared(cell: EffectiveFilter, rule: FilterRule | None) -> EffectiveFilter:
    wanted = f"{rule.state} {rule.threshold}" if rule and rule.threshold else rule.state if rule else ""
    match: Match = _match(cell, rule) if rule else "not_wanted"
    return EffectiveFilter(
        cell.filter, cell.direction, cell.state, cell.threshold, cell.source, cell.evidence, wanted, match
    )


def _match(cell: EffectiveFilter, rule: FilterRule) -> Match:
    """Stricter always meets: off < annotates < blocks, and among thresholds Low is the strictest."""
    if cell.state == "unknown":
        return "unknown"
    order: tuple[FilterState, ...] = ("off", "annotates", "blocks")
    if order.index(cell.state) != order.index(rule.state):
        return "meets" if order.index(cell.state) > order.index(rule.state) else "weaker"
    if rule.threshold is None or cell.state != "blocks":
        return "meets"
    if cell.threshold is None:
        return "unknown"
    return "meets" if THRESHOLDS.index(cell.threshold) <= THRESHOLDS.index(rule.threshold) else "weaker"


def _word(value: bool | None) -> str:
    return "not stated" if value is None else str(value).lower()
