"""One stage as the gates see it: what the client said of it, and what flows into it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from msp_aigov.model.client import Client
from msp_aigov.model.device import WorkloadFit
from msp_aigov.model.rules import Rules, TaskRule
from msp_aigov.model.workload import DataClass, ModelEvidence, Stage, Workload

CLASSES: tuple[DataClass, ...] = ("public", "internal", "confidential", "restricted")
SENSITIVE = ("confidential", "restricted")
NARROW = ("device", "gov")  # narrower than any country, zone or "any", in this order


@dataclass(frozen=True)
class Question:
    """One stage with the class and the residency that hold for it after all that flows in."""

    client: Client
    workload: Workload
    stage: Stage
    data_class: DataClass | None
    residency: str | None
    rules: Rules
    today: date
    fit: WorkloadFit | None = None

    @property
    def sensitive(self) -> bool:
        """Whether less exposure comes before a lower price. What nobody classified counts as sensitive."""
        return self.residency == "device" or self.data_class not in ("public", "internal")

    @property
    def task(self) -> TaskRule | None:
        """The dated rule about the stage's task."""
        return next((rule for rule in self.rules.tasks if rule.task == self.stage.task), None)

    def evidence(self, model: str) -> ModelEvidence | None:
        """What is known of one model for this stage."""
        return next((each for each in self.stage.evidence if each.model.lower() == model.lower()), None)


def questions(
    client: Client, workload: Workload, fits: Sequence[WorkloadFit], rules: Rules, today: date
) -> Iterator[Question]:
    """Every stage in order. What flows in keeps its class and boundary unless a reviewed stage lowered it."""
    fit = next((fit for fit in fits if fit.workload == workload.name), None)
    asked: dict[str, Question] = {}
    before: str | None = None
    for stage in workload.stages:
        residency = stage.residency or client.residency
        question = Question(client, workload, stage, stage.data_class, residency, rules, today, fit)
        for name in takes(stage, before):
            if name in asked:
                question = _after(question, asked[name])
        asked[stage.name] = question
        before = stage.name
        yield question


def takes(stage: Stage, before: str | None) -> tuple[str, ...]:
    """The stages whose output goes into this one."""
    return stage.takes if stage.takes is not None else (before,) if before else ()


def carried(question: Question) -> tuple[DataClass | None, str | None]:
    """Class and boundary of what leaves a stage: as it went in, unless a person's review lowers it."""
    stage = question.stage
    if stage.human_review and stage.output_class and stage.output_class not in SENSITIVE:
        return stage.output_class, None
    return question.data_class, question.residency


def _after(question: Question, source: Question) -> Question:
    data_class, boundary = carried(source)
    kept = _higher(question.data_class, data_class)
    residency = question.residency
    if boundary is not None or kept is None:
        residency = _narrower(residency, boundary, question.rules)
    stage, fit = question.stage, question.fit
    return Question(question.client, question.workload, stage, kept, residency, question.rules, question.today, fit)


def _higher(one: DataClass | None, other: DataClass | None) -> DataClass | None:
    """The more sensitive class; with one unknown nobody can say which it is, except that nothing beats restricted."""
    if one is None or other is None:
        return "restricted" if "restricted" in (one, other) else None
    return max(one, other, key=CLASSES.index)


def _narrower(own: str | None, inherited: str | None, rules: Rules) -> str | None:
    """The boundary that satisfies both, `device` where no cloud can; unknown where one of them is."""
    if "device" in (own, inherited):
        return "device"
    if own is None or inherited is None:
        return None
    if own == inherited or inherited == "any":
        return own
    if own == "any":
        return inherited
    within = {region.country for region in rules.regions if region.zone and region.zone in (own, inherited)}
    country = next((place for place in (own, inherited) if place in within), None)
    return country or "device"
