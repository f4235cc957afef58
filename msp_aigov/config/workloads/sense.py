"""What the workloads of a client's file must make sense of: names, chains, numbers, and answers that contradict."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msp_aigov.config.budget_sense import CURRENCY
from msp_aigov.config.source import Location
from msp_aigov.model.workload import ModelEvidence, Stage, Workload

Problem = tuple[Location, str]
# Numbers that must be above zero, and those that may be zero.
POSITIVE = ("p95_target_ms", "context_tokens")
NOT_NEGATIVE = ("volume", "max_unit_cost", "input_tokens", "output_tokens", "min_score")
OF_EVIDENCE = ("unit_cost", "requests_per_minute", "p95_ms", "score", "rank")


def workload_problems(workloads: Sequence[Workload]) -> Iterator[Problem]:
    """What is wrong with the workloads, each with its place in the file."""
    names = [workload.name for workload in workloads]
    for number, workload in enumerate(workloads):
        place: Location = ("workloads", number)
        if not workload.name.strip():
            yield (*place, "name"), "expected the workload's name"
        elif names.index(workload.name) != number:
            yield (*place, "name"), f"{workload.name!r} is written twice"
        if not workload.stages:
            yield place, "expected at least one stage"
        both = sorted(set(workload.holds) & set(workload.lacks))
        if both:
            yield (*place, "lacks"), f"{', '.join(both)} cannot both exist and be missing: it stands in `holds` as well"
        if not CURRENCY.fullmatch(workload.currency):
            yield (*place, "currency"), f"expected a currency like EUR, found {workload.currency!r}"
        yield from _stages(place, workload.stages)


def _stages(place: Location, stages: Sequence[Stage]) -> Iterator[Problem]:
    names = [stage.name for stage in stages]
    for number, stage in enumerate(stages):
        here: Location = (*place, "stages", number)
        if not stage.name.strip():
            yield (*here, "name"), "expected the stage's name"
        elif names.index(stage.name) != number:
            yield (*here, "name"), f"{stage.name!r} is written twice in this workload"
        for source in stage.takes or ():
            if source not in names[:number]:
                yield (*here, "takes"), f"expected the name of an earlier stage, found {source!r}"
        if len(stage.subjects or ()) > 1 and "none" in (stage.subjects or ()):
            yield (*here, "subjects"), "`none` cannot stand beside other subjects"
        yield from _numbers(here, stage, POSITIVE, above_zero=True)
        yield from _numbers(here, stage, NOT_NEGATIVE)
        for at, known in enumerate(stage.evidence):
            yield from _numbers((*here, "evidence", at), known, OF_EVIDENCE)


def _numbers(
    place: Location, owner: Stage | ModelEvidence, fields: Sequence[str], above_zero: bool = False
) -> Iterator[Problem]:
    for field in fields:
        value: int | Decimal | None = getattr(owner, field)
        if value is None:
            continue
        if not Decimal(value).is_finite() or value < 0 or (above_zero and value == 0):
            wanted = "a number above 0" if above_zero else "a number, 0 or more"
            yield (*place, field), f"expected {wanted}, found {value}"
