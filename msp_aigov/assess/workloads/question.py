"""One stage as the gates see it: what the client said of it, and what flows into it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from msp_aigov.assess.guardrails.residency import countries_of
from msp_aigov.model.ability.fit import Measured
from msp_aigov.model.client import Client
from msp_aigov.model.device import Endpoints, WorkloadFit
from msp_aigov.model.rules import Rules, TaskRule
from msp_aigov.model.spend import Spend
from msp_aigov.model.workload import DataClass, ModelEvidence, Stage, Subject, Workload

CLASSES: tuple[DataClass, ...] = ("public", "internal", "confidential", "restricted")
SENSITIVE = ("confidential", "restricted")
# Whoever the data is about, these make it sensitive whatever class it was given.
SPECIAL: frozenset[Subject] = frozenset({"health", "biometric_id", "minors", "privilege", "cui", "pci"})


@dataclass(frozen=True)
class Question:
    """One stage with the class, the residency and the subjects that hold for it after all that flows in.

    `held_by` is the earlier stage whose data keeps this one on the device though it does not ask for that itself.
    """

    client: Client
    workload: Workload
    stage: Stage
    data_class: DataClass | None
    residency: str | None
    rules: Rules
    today: date
    subjects: frozenset[Subject] | None = None
    fit: WorkloadFit | None = None
    measured: tuple[Measured, ...] = ()
    spend: Spend = field(default=Spend(), repr=False)
    held_by: str | None = None

    @property
    def sensitive(self) -> bool:
        """Whether less exposure comes before a lower price. What nobody classified counts as sensitive."""
        return self.residency == "device" or self.data_class not in ("public", "internal") or self.special

    @property
    def special(self) -> bool:
        """Whether it is about health, children, or another matter that the law or a profession protects."""
        return bool((self.subjects or frozenset()) & SPECIAL)

    @property
    def wider(self) -> bool:
        """Whether the stage's own boundary lets data further than the client's does."""
        own, general = self.stage.residency, self.client.residency
        if own is None or own == general:
            return False
        return own == "any" if general is None else _narrower(own, general, self.rules) != own

    @property
    def task(self) -> TaskRule | None:
        """The dated rule about the stage's task."""
        return next((rule for rule in self.rules.tasks if rule.task == self.stage.task), None)

    def evidence(self, model: str, versions: frozenset[str] | None = None) -> ModelEvidence | None:
        """What is known of one model for this stage: of a version that runs if there is any, then the newest."""
        known = [each for each in self.stage.evidence if each.model.lower() == model.lower()]
        return max(known, key=lambda each: _weight(each, versions or frozenset()), default=None)


def _weight(known: ModelEvidence, versions: frozenset[str]) -> tuple[bool, date, bool, str]:
    """What counts more is greater. A failure whose version or day nobody wrote down may be the one that counts."""
    failed = known.evaluation == "failed"
    running = known.version in versions or (failed and known.version is None)
    return running, known.evaluated_on or (date.max if failed else date.min), failed, repr(known)


def questions(
    client: Client, workload: Workload, endpoints: Endpoints, rules: Rules, today: date, spend: Spend = Spend()
) -> Iterator[Question]:
    """Every stage in order. What flows in keeps its class and boundary unless a reviewed stage lowered it."""
    fit = next((fit for fit in endpoints.fits if fit.workload == workload.name), None)
    measured = tuple(each for one in endpoints.devices for each in one.device.measured)
    asked: dict[str, Question] = {}
    before: str | None = None
    for stage in workload.stages:
        residency = stage.residency or client.residency
        subjects = None if stage.subjects is None else frozenset(stage.subjects) - {"none"}
        question = Question(
            client, workload, stage, stage.data_class, residency, rules, today, subjects, fit, measured, spend
        )
        for name in takes(stage, before):
            question = _after(question, asked[name]) if name in asked else _after_nobody_knows(question)
        asked[stage.name] = question
        before = stage.name
        yield question


def takes(stage: Stage, before: str | None) -> tuple[str, ...]:
    """The stages whose output goes into this one."""
    return stage.takes if stage.takes is not None else (before,) if before else ()


def lowered(question: Question) -> bool:
    """Whether a person's review makes what leaves the stage less sensitive than what went in."""
    stage = question.stage
    return bool(stage.human_review) and stage.output_class is not None and stage.output_class not in SENSITIVE


def carried(question: Question) -> tuple[DataClass | None, str | None]:
    """Class and boundary of what leaves a stage: as it went in or higher, unless a person's review lowers it."""
    output = question.stage.output_class
    if lowered(question):
        return output, None
    return (higher(question.data_class, output) if output else question.data_class), question.residency


def _after(question: Question, source: Question) -> Question:
    data_class, boundary = carried(source)
    kept = higher(question.data_class, data_class)
    residency = question.residency
    if boundary is not None or kept is None:
        residency = _narrower(residency, boundary, question.rules)
    subjects = question.subjects
    if subjects is not None and not lowered(source):
        subjects = None if source.subjects is None else subjects | source.subjects
    held = question.held_by
    if boundary == "device" and question.residency != "device":
        held = source.stage.name
    return replace(question, data_class=kept, residency=residency, subjects=subjects, held_by=held)


def _after_nobody_knows(question: Question) -> Question:
    """A source that is no earlier stage: nobody can say what it brings along."""
    return replace(question, data_class=higher(question.data_class, None), residency=None)


def higher(one: DataClass | None, other: DataClass | None) -> DataClass | None:
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
    mine, theirs = (countries_of(place, rules) or frozenset({place}) for place in (own, inherited))
    if mine <= theirs:
        return own
    return inherited if theirs <= mine else "device"
