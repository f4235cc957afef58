"""One thing a device must have: whether it has it, on what evidence, and what would mend it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from msp_aigov.model.device import DeviceVerdict, VerdictKind
from msp_aigov.model.seen import Seen
from msp_aigov.model.text import Text

State = Literal["ok", "fail", "unknown"]
# What weighs more comes first: a definite shortage is not hidden by something else that nobody knows.
_ORDER: tuple[VerdictKind, ...] = ("replace", "not_suitable", "ready_after", "unknown", "ready")


@dataclass(frozen=True)
class Aspect:
    """`fields` are the facts that would settle an unknown; `remedy` and `action` say what a failure takes."""

    state: State
    reason: Text
    fields: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    remedy: VerdictKind = "not_suitable"
    action: Text | None = None

    @property
    def kind(self) -> VerdictKind:
        """The verdict this aspect alone would give."""
        kinds: dict[State, VerdictKind] = {"ok": "ready", "unknown": "unknown", "fail": self.remedy}
        return kinds[self.state]


def compare(seen: Seen[int], need: int) -> State:
    """Whether an amount is enough. A lower bound may pass and never fails; what is doubtful does neither."""
    if seen.value is None:
        return "unknown"
    if seen.value >= need:
        return "ok" if seen.known or seen.state == "capped" else "unknown"
    return "fail" if seen.known else "unknown"


def verdict(
    workload: str, models: tuple[str, ...], aspects: Sequence[Aspect], extra: tuple[Text, ...] = ()
) -> DeviceVerdict:
    """All aspects as one verdict: the gravest decides; what falls short and what is open are its reasons."""
    kind = min((aspect.kind for aspect in aspects), key=_ORDER.index)
    failing = [aspect for aspect in aspects if aspect.state == "fail"]
    open_ = [aspect for aspect in aspects if aspect.state == "unknown"]
    telling = [*failing, *open_] or list(aspects)
    mending = [aspect.action for aspect in failing if aspect.action and (aspect.kind == kind or kind == "not_suitable")]
    return DeviceVerdict(
        workload=workload,
        models=models,
        verdict=kind,
        reasons=(*(aspect.reason for aspect in telling), *extra),
        fields=tuple(dict.fromkeys(name for aspect in open_ for name in aspect.fields)) if kind == "unknown" else (),
        action=_actions(mending[:1] if kind == "replace" else mending),
        evidence=tuple(dict.fromkeys(source for aspect in aspects for source in aspect.evidence if source)),
    )


def _actions(actions: Sequence[Text]) -> Text | None:
    """Several actions as one sentence."""
    distinct = list(dict.fromkeys(actions))
    if not distinct:
        return None
    first, *rest = distinct
    for other in rest:
        first = Text("{first}; and {then}", first=first, then=other)
    return first
