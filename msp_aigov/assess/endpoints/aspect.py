"""One thing a device must have: whether it has it, on what evidence, and what would mend it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from msp_aigov.model.ability.fit import Confidence, Expected, Step
from msp_aigov.model.device import DeviceVerdict, VerdictKind
from msp_aigov.model.seen import Seen
from msp_aigov.model.text import Text

State = Literal["ok", "fail", "unknown"]
# What weighs more comes first: a definite shortage is not hidden by something else that nobody knows.
_ORDER: tuple[VerdictKind, ...] = ("replace", "not_suitable", "ready_after", "unknown", "ready")


@dataclass(frozen=True)
class Aspect:
    """`fields` are the facts that would settle an unknown; `remedy` and `step` say what a failure takes.

    `seen` are the facts it rests on and `rules` what they were held against; `doubt` marks a rule that is itself an
    estimate, or on which pages differ, `measured` what a run on the device settled.
    """

    state: State
    reason: Text
    fields: tuple[str, ...] = ()
    seen: tuple[Seen[Any], ...] = ()
    remedy: VerdictKind = "not_suitable"
    step: Step | None = None
    rules: tuple[str, ...] = ()
    doubt: bool = False
    measured: bool = False

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


def gravest(kinds: Iterable[VerdictKind]) -> VerdictKind:
    """Of several kinds of verdict about one device the one that decides."""
    return min(kinds, key=_ORDER.index)


def verdict(
    workload: str,
    models: tuple[str, ...],
    aspects: Sequence[Aspect],
    extra: tuple[Text, ...] = (),
    expected: tuple[Expected, ...] = (),
) -> DeviceVerdict:
    """All aspects as one verdict: the gravest decides; what falls short and what is open are its reasons."""
    kind = gravest(aspect.kind for aspect in aspects)
    failing = [aspect for aspect in aspects if aspect.state == "fail"]
    open_ = [aspect for aspect in aspects if aspect.state == "unknown"]
    telling = [*failing, *open_] or list(aspects)
    mending = [aspect.step for aspect in failing if aspect.step and (aspect.kind == kind or kind == "not_suitable")]
    if kind == "replace":
        # One new device mends everything, and it must be large enough for all of it.
        mending = [largest(mending)] if mending else []
    steps = _once(mending)
    return DeviceVerdict(
        workload=workload,
        models=models,
        verdict=kind,
        reasons=(*(aspect.reason for aspect in telling), *extra),
        fields=tuple(dict.fromkeys(name for aspect in open_ for name in aspect.fields)) if kind == "unknown" else (),
        action=together([step.action for step in steps]),
        evidence=tuple(dict.fromkeys(seen.source for aspect in aspects for seen in aspect.seen if seen.source)),
        rules=tuple(dict.fromkeys(rule for aspect in aspects for rule in aspect.rules)),
        confidence=_confidence(kind, failing or list(aspects)),
        expected=expected if kind in ("ready", "ready_after", "unknown") else (),
        steps=steps,
    )


def _once(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Each step once; of several sizes of memory the largest, which takes in the others."""
    memory = {step.kind: step for step in sorted(steps, key=lambda step: step.size_bytes or 0)}
    return tuple(dict.fromkeys(memory[step.kind] if step.kind in ("ram", "vm_ram") else step for step in steps))


def largest(steps: Sequence[Step]) -> Step:
    """The replacement that does for all; more memory would do as well only if it does for every one of them."""
    found = max(steps, key=lambda step: step.size_bytes or 0)
    return replace(found, or_memory=all(step.or_memory for step in steps))


def _confidence(kind: VerdictKind, deciding: Sequence[Aspect]) -> Confidence:
    """High where all that decided was read, medium where some was inferred or the rule is an estimate, else low."""
    states = {seen.state for aspect in deciding for seen in aspect.seen}
    if any(aspect.measured for aspect in deciding):
        return "measured"
    if kind == "unknown" or states & {"capped", "contradicted", "sentinel"}:
        return "low"
    return "medium" if states & {"inferred", "default"} or any(aspect.doubt for aspect in deciding) else "high"


def together(actions: Sequence[Text]) -> Text | None:
    """Several actions as one sentence."""
    distinct = list(dict.fromkeys(actions))
    if not distinct:
        return None
    first, *rest = distinct
    for other in rest:
        first = Text("{first}; and {then}", first=first, then=other)
    return first
