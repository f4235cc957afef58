"""A cell against what the profile wants of it; stricter is never weaker."""

from dataclasses import replace

from msp_aigov.assess.guardrails.entry import THRESHOLDS
from msp_aigov.model.guardrails import EffectiveFilter, FilterState, Match
from msp_aigov.model.rules import FilterRule

ORDER: tuple[FilterState, ...] = ("off", "annotates", "blocks")


def compared(cell: EffectiveFilter, rule: FilterRule | None) -> EffectiveFilter:
    """The cell with what is wanted of it and how it compares."""
    if rule is None:
        return cell
    wanted = f"{rule.state} {rule.threshold}" if rule.threshold else rule.state
    return replace(cell, wanted=wanted, match=_match(cell, rule))


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
