"""A cell against what the profile wants of it; stricter is never weaker."""

from dataclasses import replace

from msp_aigov.assess.guardrails.entry import BOTH, THRESHOLDS
from msp_aigov.model.guardrails import HARMS, EffectiveFilter, FilterState, Match, plain
from msp_aigov.model.rules import FilterRule

ORDER: tuple[FilterState, ...] = ("off", "annotates", "blocks")


def compared(cell: EffectiveFilter, rule: FilterRule | None) -> EffectiveFilter:
    """The cell with what is wanted of it and how it compares.

    A harm category that lets through is weaker whatever the profile says: that takes an approval, which is evidence.
    """
    wanted = "" if rule is None else f"{rule.state} {rule.threshold}" if rule.threshold else rule.state
    if _lets_harm_through(cell):
        told = wanted if rule and rule.state == "blocks" else f"{wanted or 'blocks'}, or an approval"
        return replace(cell, wanted=told, match="weaker")
    return cell if rule is None else replace(cell, wanted=wanted, match=_match(cell, rule))


def _lets_harm_through(cell: EffectiveFilter) -> bool:
    return plain(cell.filter) in HARMS and cell.direction in BOTH and cell.state in ("off", "annotates")


def _match(cell: EffectiveFilter, rule: FilterRule) -> Match:
    """Off < annotates < blocks, and among thresholds Low is the strictest."""
    if cell.state == "unknown":
        return "meets" if rule.state == "off" else "unknown"
    if ORDER.index(cell.state) != ORDER.index(rule.state):
        return "meets" if ORDER.index(cell.state) > ORDER.index(rule.state) else "weaker"
    if rule.threshold is None or cell.state != "blocks":
        return "meets"
    if cell.threshold is None:
        return "unknown"
    return "meets" if THRESHOLDS.index(cell.threshold) <= THRESHOLDS.index(rule.threshold) else "weaker"
