"""One filter entry of a policy as a cell of the matrix, and several entries for the same cell as one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from msp_aigov.model.cloud import ContentFilter, Extra, RaiPolicy
from msp_aigov.model.guardrails import HARMS, EffectiveFilter, FilterState, Threshold, plain

THRESHOLDS: tuple[Threshold, ...] = ("Low", "Medium", "High")  # from strictest to loosest
STATES: tuple[FilterState, ...] = ("off", "unknown", "annotates", "blocks")  # which of two entries counts
BOTH = ("prompt", "completion")
# Where a filter can look, as `plain` writes it. Before and after tools and runs came with API version 2026-03-01.
DIRECTIONS = (*BOTH, "pretoolcall", "posttoolcall", "prerun", "postrun")
# Filters that answer yes or no; templates write a threshold all the same, and it means nothing.
BINARY = frozenset(
    {
        "jailbreak",
        "indirectattack",
        "indirectattackspotlighting",
        "protectedmaterialtext",
        "protectedmaterialcode",
        "profanity",
        "taskadherence",
        "groundedness",
    }
)
FORMATS = ("", "contentfilters")
Origin = Literal["configured", "inherited", "default"]


def readable(policy: RaiPolicy) -> bool:
    """Whether a policy is a list of content filters; newer kinds are not, whatever else they hold."""
    return policy.filters is not None and plain(policy.format or "") in FORMATS


def cells_of(policy: RaiPolicy, origin: Origin) -> Iterator[EffectiveFilter]:
    """Every cell a policy sets itself, each once; of two entries for one cell the weaker counts."""
    groups: dict[tuple[str, str], list[EffectiveFilter]] = {}
    odd = []
    for entry in policy.filters or ():
        for cell in _cells(entry, policy, origin):
            groups.setdefault((plain(cell.filter), cell.direction), []).append(cell)
            odd += [cell] if cell.direction not in DIRECTIONS else []
    for cell in odd:  # a direction newer than we know may take in prompts and answers
        for each in BOTH:
            groups.setdefault((plain(cell.filter), each), [_doubtful(cell, each, f"source {cell.direction} not known")])
    yield from (_doubted(_weakest(cells), policy) for cells in groups.values())
    yield from extras_of(policy, origin)


def extras_of(policy: RaiPolicy, origin: Origin) -> Iterator[EffectiveFilter]:
    """Blocklists, topics and the like: they are there even where the filters cannot be read."""
    yield from (_extra(extra, policy, origin) for extra in policy.extras)


def _doubted(cell: EffectiveFilter, policy: RaiPolicy) -> EffectiveFilter:
    """An entry that cannot be read may speak of any cell, so that only `off` is still certain."""
    if not policy.unreadable:
        return cell
    return _doubtful(cell, cell.direction, f"{policy.unreadable} entries of the policy could not be read")


def _doubtful(cell: EffectiveFilter, direction: str, why: str) -> EffectiveFilter:
    state: FilterState = "off" if cell.state == "off" else "unknown"
    return replace(cell, direction=direction, state=state, threshold=None, evidence=f"{cell.evidence}, {why}")


def _cells(entry: ContentFilter, policy: RaiPolicy, origin: Origin) -> Iterator[EffectiveFilter]:
    """An entry that does not say where it looks speaks of prompts and answers, and makes both unknown."""
    cell = _cell(entry, policy, origin)
    direction = plain(entry.direction or "")
    if direction:
        yield replace(cell, direction=direction)
        return
    for each in BOTH:
        yield _doubtful(cell, each, "source not stated")


def _cell(entry: ContentFilter, policy: RaiPolicy, origin: Origin) -> EffectiveFilter:
    state = _state(entry)
    name = plain(entry.name)
    threshold = next((step for step in THRESHOLDS if step.lower() == (entry.threshold or "").lower()), None)
    if state == "blocks" and name in HARMS and threshold is None:
        state = "unknown"
    words = f"{policy.name}: {entry.name} enabled={_word(entry.enabled)} blocking={_word(entry.blocking)}"
    words += f" severityThreshold={entry.threshold or 'not stated'}"
    words += f" action={entry.action}" if entry.action else ""
    graded = state == "blocks" and name not in BINARY
    return EffectiveFilter(entry.name, "", state, threshold if graded else None, origin, words)


def _state(entry: ContentFilter) -> FilterState:
    """`enabled` false is off; then the newer `action`, else `blocking`; what contradicts itself is unknown."""
    if entry.enabled is False:
        return "off"
    if entry.enabled is None:
        return "unknown"
    action = plain(entry.action or "")
    if action in ("", "none"):
        return "unknown" if entry.blocking is None else "blocks" if entry.blocking else "annotates"
    if action == "annotating":
        return "annotates"
    # HITL (a person decides) and RETRY are newer than any documented effect we know.
    return "blocks" if action == "blocking" and entry.blocking is not False else "unknown"


def _weakest(cells: Sequence[EffectiveFilter]) -> EffectiveFilter:
    if len(cells) == 1:
        return cells[0]

    def weakness(cell: EffectiveFilter) -> tuple[int, int]:
        return STATES.index(cell.state), -THRESHOLDS.index(cell.threshold) if cell.threshold else 0

    found = min(cells, key=weakness)
    others = "; ".join(sorted({cell.evidence for cell in cells}))
    return replace(found, evidence=f"set {len(cells)} times, the weakest counts: {others}")


def _extra(extra: Extra, policy: RaiPolicy, origin: Origin) -> EffectiveFilter:
    state: FilterState = "unknown" if extra.blocking is None else "blocks" if extra.blocking else "annotates"
    words = f"{policy.name}: {extra.kind} {extra.name} blocking={_word(extra.blocking)}"
    direction = plain(extra.direction or "") or "not stated"
    return EffectiveFilter(f"{extra.kind}: {extra.name}", direction, state, None, origin, words)


def by_cell(cells: Iterable[EffectiveFilter]) -> dict[tuple[str, str], EffectiveFilter]:
    """Cells by filter and direction; the later one stands."""
    return {(plain(cell.filter), cell.direction): cell for cell in cells}


def _word(value: bool | None) -> str:
    return "not stated" if value is None else str(value).lower()
