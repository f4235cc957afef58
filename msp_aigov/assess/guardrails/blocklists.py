"""The blocklists a policy names, against those its account holds."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from msp_aigov.model.cloud import Blocklists
from msp_aigov.model.guardrails import EffectiveFilter, plain

KIND = "Blocklist: "
CONTENTS = "what stands on it is not assessed"
UNREAD = "whether the account holds it was not read"
GONE = "the account holds no blocklist of this name"


def looked_up(
    cells: Iterable[EffectiveFilter], account: str, lists: Sequence[Blocklists]
) -> tuple[EffectiveFilter, ...]:
    """The same cells; a blocklist that is not there blocks nothing that anybody could name."""
    own = next((each for each in lists if each.account == account), None)
    held = None if own is None else {plain(name) for name in own.names}
    return tuple(_looked_up(cell, held) if cell.filter.startswith(KIND) else cell for cell in cells)


def _looked_up(cell: EffectiveFilter, held: set[str] | None) -> EffectiveFilter:
    if held is not None and plain(cell.filter.removeprefix(KIND)) not in held:
        return replace(cell, state="unknown", threshold=None, evidence=f"{cell.evidence}; {GONE}")
    return replace(cell, evidence=f"{cell.evidence}; {UNREAD if held is None else CONTENTS}")


def missing(cells: Iterable[EffectiveFilter]) -> tuple[str, ...]:
    """The names of those that are not there."""
    found = (cell for cell in cells if cell.filter.startswith(KIND) and cell.evidence.endswith(GONE))
    return tuple(sorted({cell.filter.removeprefix(KIND) for cell in found}))
